#include "policy/recorded_facts.h"

#include <algorithm>

namespace concordat::policy {
namespace {

using schemas::FieldTable;
using schemas::ListId;

bool asks_presence(const Atom& atom) { return atom.comparison == Comparison::present || atom.comparison == Comparison::absent; }

Truth of_presence(const Atom& atom, bool is_present) { return known(is_present == (atom.comparison == Comparison::present)); }

// "subject.address.confidential is no": from the test on.
std::string test_words(const Atom& atom) {
  const std::size_t bracket = atom.words.find(']');
  return atom.words.substr(atom.words.find(' ', bracket == std::string::npos ? 0 : bracket));
}

}  // namespace

std::string SubmittedField::element() const {
  const auto& list = FieldTable::get()[id].list;
  const auto at = list ? elements.find(*list) : elements.end();
  return at == elements.end() ? std::string{} : at->second;
}

std::optional<SubmittedField> submitted_field(const std::string& path) {
  const FieldTable& table = FieldTable::get();
  SubmittedField found{schemas::FieldId{0}, {}};
  std::string plain;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] != '[') {
      plain += path[i];
      continue;
    }
    const auto list = table.list(plain);
    i = path.find(']', i);
    if (!list || i == std::string::npos) return std::nullopt;
    found.elements[*list] = path.substr(0, i + 1);
  }
  const auto field = table.field(plain);
  if (!field) return std::nullopt;
  found.id = *field;
  return found;
}

RecordedFacts::RecordedFacts(const RecordedDecision& decision) : agreement_(decision.agreement) {
  for (const RecordedField& field : decision.fields) {
    fields_.push_back(submitted_field(field.path));
    if (!fields_.back()) continue;
    present_.emplace(fields_.back()->id, fields_.back()->element());
    for (const auto& [list, element] : fields_.back()->elements) elements_[list].insert(element);
  }
  for (const std::string& fact : decision.facts)
    for (const auto& [ending, truth] : {std::pair{": yes", Truth::yes}, {": no", Truth::no}, {": unknown", Truth::unknown}})
      if (fact.ends_with(ending)) facts_[fact.substr(0, fact.size() - std::string_view{ending}.size())].insert(truth);
}

// Said twice, and differently, it was of two questions that read alike.
std::optional<Truth> RecordedFacts::recorded(const std::string& words) const {
  const auto at = facts_.find(words);
  return at == facts_.end() || at->second.size() != 1 ? std::nullopt : std::optional{*at->second.begin()};
}

Truths RecordedFacts::compare(const Atom& atom, const std::string& element) const {
  const bool is_present = has(atom.field, element);
  if (asks_presence(atom)) return of_presence(atom, is_present);
  if (!is_present) return Truth::unknown;
  if (element.empty()) return Truths::decided();
  const std::string& path = FieldTable::get()[atom.field].path;
  const std::string rest = path.substr(FieldTable::get()[*FieldTable::get()[atom.field].list].path.size());
  const auto truth = recorded(element + rest + test_words(atom));
  // A question that narrows its list reads alike in the record; where it did not mean the element, it says unknown.
  return truth && *truth != Truth::unknown ? Truths{*truth} : Truths::decided();
}

Truths RecordedFacts::ask_all(const Atom& atom) const {
  const auto at = elements_.find(*FieldTable::get()[atom.field].list);
  const bool is_some = atom.quantifier == Quantifier::some;
  if (at == elements_.end()) return asks_presence(atom) ? known(!is_some) : Truth::unknown;
  if (atom.narrowing) return Truths::any();
  Truths all = is_some ? Truth::no : Truth::yes;
  for (const std::string& element : at->second) {
    const Truths here = compare(atom, element);
    all = is_some ? Truths::joined(all, here, either) : Truths::joined(all, here, both);
  }
  return all;
}

Truths RecordedFacts::ask(const Atom& atom, const SubmittedField& about) const {
  const bool is_anothers = atom.kind == Atom::Kind::case_stage && !agreement_.starts_with(atom.stage.agreement + "/");
  if (!atom.is_per_element())
    if (const auto truth = recorded(is_anothers ? atom.words + " in " + atom.stage.agreement : atom.words)) return *truth;
  if (atom.kind == Atom::Kind::emergency_declared) {
    const bool is_declared = has(*FieldTable::get().field("declaration.reason"), "") && has(*FieldTable::get().field("declaration.declaredBy"), "");
    return is_declared ? Truths::any() : Truths::joined(Truth::no, Truths::any(), [](Truth, Truth other) { return std::min(other, Truth::unknown); });
  }
  if (atom.kind != Atom::Kind::test) return Truths::any();
  if (atom.quantifier != Quantifier::none) return ask_all(atom);
  const auto& list = FieldTable::get()[atom.field].list;
  if (!list) return compare(atom, "");
  const auto element = about.elements.find(*list);
  if (element == about.elements.end()) return asks_presence(atom) ? of_presence(atom, false) : Truth::unknown;
  if (!atom.narrowing) return compare(atom, element->second);
  return matches(*atom.narrowing, about).must_be(Truth::yes) ? compare(atom, element->second) : Truths::any();
}

Truths RecordedFacts::matches(const Narrowing& narrowing, const SubmittedField& about) const {
  const auto element = about.elements.find(narrowing.list);
  if (element == about.elements.end()) return Truth::no;
  Truths all = Truth::yes;
  for (const KeyMatch& key : narrowing.keys) {
    Atom is{.narrowing = {}, .values = {key.value}, .stage = {}, .words = FieldTable::get()[key.key].path + " is " + key.value};
    is.field = key.key;
    all = Truths::joined(all, compare(is, element->second), both);
  }
  return all;
}

}  // namespace concordat::policy
