#include "policy/wording.h"

#include "base/text.h"
#include "policy/catalogue.h"

namespace concordat::policy {
namespace {

using schemas::FieldClass;
using schemas::FieldTable;
using schemas::Level;

bool is_joined(const Condition& condition) {
  return condition.kind == Condition::Kind::either || condition.kind == Condition::Kind::both;
}
std::string bracketed(const Condition& condition) {
  return is_joined(condition) ? "(" + in_words(condition) + ")" : in_words(condition);
}

}  // namespace

std::string view_in_words(Level level) {
  switch (level) {
    case Level::conceal:
      return "held back, and not mentioned";
    case Level::withhold:
      return "held back";
    case Level::existence:
      return "only that it exists";
    case Level::age_band:
      return "an age band only";
    case Level::year:
      return "the year only";
    case Level::month:
      return "the month and year only";
    case Level::outward_code:
      return "the first half of the postcode only";
    case Level::initials:
      return "initials only";
    case Level::full:
      return "in full";
  }
  return {};
}

std::string class_in_words(FieldClass field_class) {
  switch (field_class) {
    case FieldClass::health:
    case FieldClass::ethnicity:
    case FieldClass::religion:
    case FieldClass::politics:
      return std::string{schemas::name_of(field_class)} + " (special category)";
    case FieldClass::sex_life:
      return "sex life (special category)";
    case FieldClass::offence:
      return "criminal offence";
    case FieldClass::source:
      return "identity of a source";
    case FieldClass::identity:
    case FieldClass::identifier:
    case FieldClass::contact:
    case FieldClass::narrative:
    case FieldClass::administrative:
    case FieldClass::migration:
    case FieldClass::monitoring:
      break;
  }
  return std::string{schemas::name_of(field_class)};
}

std::string basis_in_words(std::string_view id) {
  const Basis* basis = find_basis(id);
  return basis == nullptr ? std::string{id} : std::string{basis->section} + ": " + std::string{basis->title};
}

std::string in_words(const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::either:
    case Condition::Kind::both: {
      std::string words;
      for (const Condition& part : condition.parts) {
        if (!words.empty()) words += condition.kind == Condition::Kind::either ? " or " : " and ";
        words += bracketed(part);
      }
      return words;
    }
    case Condition::Kind::negation:
      return "not " + bracketed(condition.parts.front());
    case Condition::Kind::test:
      return in_words(*condition.test);
    case Condition::Kind::recipient_in_case:
      return "recipient in case";
    case Condition::Kind::sender_in_case:
      return "sender in case";
    case Condition::Kind::case_stage:
      return "case stage is " + condition.stage.text;
    case Condition::Kind::emergency_declared:
      return "emergency declared";
  }
  return {};
}

std::string in_words(const PartyScope& scope) {
  return scope.any ? "any party" : joined(scope.parties);
}

std::string conditions_in_words(const Clause& clause) {
  std::string words;
  if (clause.when) words = "when " + in_words(*clause.when);
  if (clause.unless) words += (words.empty() ? "" : ", ") + ("unless " + in_words(*clause.unless));
  return words;
}

std::string in_words(const CompiledCondition& condition) {
  struct Part {
    std::string words;
    Step::Kind kind;
  };
  std::vector<Part> parts;
  const auto inside = [](const Part& part, Step::Kind outer) {
    const bool is_open = part.kind == Step::Kind::both || part.kind == Step::Kind::either;
    return is_open && part.kind != outer ? "(" + part.words + ")" : part.words;
  };
  for (const Step& step : condition.program) {
    if (step.kind == Step::Kind::atom) {
      parts.push_back({condition.atoms[step.atom].words, step.kind});
    } else if (step.kind == Step::Kind::negated) {
      parts.back() = {"not " + inside(parts.back(), step.kind), step.kind};
    } else {
      const Part right = std::move(parts.back());
      parts.pop_back();
      const char* const joint = step.kind == Step::Kind::both ? " and " : " or ";
      parts.back() = {inside(parts.back(), step.kind) + joint + inside(right, step.kind), step.kind};
    }
  }
  return parts.empty() ? std::string{} : parts.front().words;
}

std::string in_words(const Narrowing& narrowing) {
  const FieldTable& table = FieldTable::get();
  std::string words;
  for (const KeyMatch& key : narrowing.keys)
    words += (words.empty() ? "" : " and ") + table[key.key].path + " is " + key.value;
  return words;
}

std::string joined(const std::vector<Word>& words) {
  std::vector<std::string> texts;
  for (const Word& word : words) texts.push_back(word.text);
  return join(texts, ", ");
}
std::string joined(const std::vector<Party>& parties) {
  std::vector<std::string> texts;
  for (const Party& party : parties) texts.push_back(party.text);
  return join(texts, ", ");
}

}  // namespace concordat::policy
