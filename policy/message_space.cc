#include "policy/message_space.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "base/check.h"
#include "schemas/draft.h"

namespace concordat::policy {
namespace {

using schemas::FieldEntry;
using schemas::FieldId;
using schemas::FieldTable;
using schemas::ListId;
using schemas::ValueType;

constexpr int number_max = 254;

bool is_carried(FieldId field, schemas::BodyType type) {
  const auto& bodies = FieldTable::get()[field].bodies;
  return std::find(bodies.begin(), bodies.end(), type) != bodies.end();
}

int days_of(const std::string& date) {
  const auto parsed = parse_date(date);
  CHECK(parsed, "a date that check() refuses");
  return static_cast<int>(std::chrono::sys_days{*parsed}.time_since_epoch().count());
}
std::string date_of(int days) { return format_date(Date{std::chrono::sys_days{std::chrono::days{days}}}); }

int number_of(const std::string& text) {
  int number = 0;
  // A number past every number that a field may have compares as such, whatever its digits.
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc{}) return number_max + 1;
  return number;
}

Possible known_as(Formula truth) { return {truth, truth}; }

// relatedPersons and relatedPersons.address of a list in relatedPersons.address, outermost first.
std::vector<ListId> chain_of(ListId list) {
  std::vector<ListId> chain;
  for (std::optional<ListId> at = list; at; at = FieldTable::get()[*at].parent) chain.insert(chain.begin(), *at);
  return chain;
}

}  // namespace

std::string sample_value(const FieldEntry& field) {
  switch (field.type) {
    case ValueType::text:
      return field.path.ends_with("identifiers.value") ? "9434765919" : "Something";
    case ValueType::name:
      return "Ann Example";
    case ValueType::date:
      return "2011-06-09";
    case ValueType::date_time:
      return "2026-05-01T09:30:00.000Z";
    case ValueType::postcode:
      return "E1 6AN";
    case ValueType::uuid:
      return "01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a12";
    case ValueType::path:
      return "monitoring.sex";  // nobody is given it, so to restrict it restricts nothing
    case ValueType::number:
      return "1";
    case ValueType::code:
    case ValueType::yes_no:
      return field.codes.front();
    case ValueType::binary:
      return "x";
  }
  return {};
}

MessageSpace::MessageSpace(Solver& solver, schemas::BodyType type, FieldId about, const Questions& questions)
    : solver_(solver), type_(type), about_(about), sender_in_case_(of_case()), recipient_in_case_(of_case()),
      emergency_(of_case()), can_be_restricted_(questions.is_restricted && is_carried(*FieldTable::get().field("sourceRestrictions.path"), type)) {
  // Declared in the body, by a named person; a type that cannot carry that leaves it unknown at best.
  if (!is_carried(*FieldTable::get().field("declaration.reason"), type)) solver_.require(solver_.negation(emergency_.yes));
  for (const Atom* atom : questions.atoms)
    if (atom->kind == Atom::Kind::case_stage) add_stage(atom->stage);
  collect(questions);
  add(std::nullopt, MessagePicture::top, always);
  if (const auto list = FieldTable::get()[about].list) own_ = add_chain(*list, always);
  solver_.require(fact(own_, about)->present);
  for (const Atom* atom : questions.atoms)
    if (atom->kind == Atom::Kind::test && atom->quantifier != Quantifier::none) {
      // One element makes the question certain, another answers it: no truth of it takes more.
      add_witness(*FieldTable::get()[atom->field].list);
      add_witness(*FieldTable::get()[atom->field].list);
    }
}

Possible MessageSpace::of_case() {
  const Possible truth{solver_.proposition(), solver_.proposition()};
  solver_.require(solver_.any({solver_.negation(truth.yes), truth.not_no}));
  return truth;
}

// A case is at one stage of an agreement, or nobody knows at which: then all of them are unknown together.
void MessageSpace::add_stage(const CaseStage& stage) {
  const bool is_there = std::any_of(stages_.begin(), stages_.end(), [&](const auto& asked) { return asked.first == stage; });
  if (is_there) return;
  const Possible truth = of_case();
  const Formula is_unknown = solver_.all({truth.not_no, solver_.negation(truth.yes)});
  for (const auto& [other, known] : stages_) {
    if (other.agreement != stage.agreement) continue;
    const Formula other_unknown = solver_.all({known.not_no, solver_.negation(known.yes)});
    solver_.require(solver_.any({solver_.negation(truth.yes), solver_.negation(known.yes)}));
    solver_.require(solver_.any({solver_.negation(is_unknown), other_unknown}));
    solver_.require(solver_.any({is_unknown, solver_.negation(other_unknown)}));
  }
  stages_.emplace_back(stage, truth);
}

bool MessageSpace::has_stages_of_several() const {
  return std::any_of(stages_.begin(), stages_.end(), [&](const auto& asked) { return asked.first.agreement != stages_.front().first.agreement; });
}

void MessageSpace::collect(const Questions& questions) {
  const auto keys_of = [&](const Narrowing& narrowing) {
    for (const KeyMatch& key : narrowing.keys) {
      asked_.push_back(key.key);
      mentions_.emplace_back(key.key, key.value);
    }
  };
  asked_.push_back(about_);
  asked_.insert(asked_.end(), questions.companions.begin(), questions.companions.end());
  for (const Atom* atom : questions.atoms) {
    if (atom->kind != Atom::Kind::test) continue;
    asked_.push_back(atom->field);
    for (const std::string& value : atom->values) mentions_.emplace_back(atom->field, value);
    if (atom->narrowing) keys_of(*atom->narrowing);
  }
  for (const Narrowing* narrowing : questions.narrowings) keys_of(*narrowing);
  std::sort(asked_.begin(), asked_.end());
  asked_.erase(std::unique(asked_.begin(), asked_.end()), asked_.end());
}

std::vector<std::string> MessageSpace::mentioned(FieldId field) const {
  std::vector<std::string> found;
  for (const auto& [mentioning, value] : mentions_)
    if (mentioning == field && std::find(found.begin(), found.end(), value) == found.end()) found.push_back(value);
  return found;
}

std::size_t MessageSpace::add(std::optional<ListId> list, std::size_t parent, Formula exists) {
  const FieldTable& table = FieldTable::get();
  Instance made{list, parent, exists, {}, {}};
  for (FieldId field : asked_) {
    if (table[field].list != list || !is_carried(field, type_)) continue;
    int least = 0;
    int most = 0;
    const auto values = mentioned(field);
    switch (table[field].type) {
      case ValueType::date:
        least = days_of("1900-01-01");
        most = days_of("2099-12-31");
        for (const std::string& value : values) {  // a day either side of each
          least = std::max(std::min(least, days_of(value) - 1), days_of("0001-01-01"));
          most = std::min(std::max(most, days_of(value) + 1), days_of("9999-12-31"));
        }
        break;
      case ValueType::number:
        most = number_max;
        break;
      case ValueType::code:
      case ValueType::yes_no:
        most = static_cast<int>(table[field].codes.size()) - 1;
        break;
      default:
        most = static_cast<int>(values.size());  // each mentioned, and another
    }
    made.facts.push_back({field, solver_.proposition(), solver_.number(least, most)});
  }
  for (std::uint16_t i = 0; list && i < table.fields().size() && !made.filler; ++i) {
    const FieldId field{i};
    const FieldEntry& entry = table[field];
    if (entry.list == list && !entry.is_fact && !entry.is_key && is_carried(field, type_) &&
        !std::binary_search(asked_.begin(), asked_.end(), field))
      made.filler = field;
  }
  instances_.push_back(std::move(made));
  return instances_.size() - 1;
}

std::size_t MessageSpace::add_chain(ListId list, Formula exists) {
  std::size_t at = 0;
  for (ListId each : chain_of(list)) at = add(each, at, exists);
  return at;
}

void MessageSpace::add_witness(ListId list) {
  const FieldTable& table = FieldTable::get();
  const bool can_be = std::any_of(table.fields().begin(), table.fields().end(), [&](const FieldEntry& field) {
    return field.list == list && std::find(field.bodies.begin(), field.bodies.end(), type_) != field.bodies.end();
  });
  if (!can_be) return;
  const std::size_t made = add_chain(list, solver_.proposition());
  const Instance& witness = instances_[made];
  if (witness.filler) return;
  std::vector<Formula> filled{solver_.negation(witness.exists)};
  for (const Fact& each : witness.facts) filled.push_back(each.present);
  solver_.require(solver_.any(filled));
}

const MessageSpace::Fact* MessageSpace::fact(std::size_t instance, FieldId field) const {
  for (const Fact& each : instances_[instance].facts)
    if (each.field == field) return &each;
  return nullptr;
}

std::optional<std::size_t> MessageSpace::within(std::size_t instance, ListId list) const {
  for (std::size_t at = instance; at != MessagePicture::top; at = instances_[at].parent)
    if (instances_[at].list == list) return at;
  return std::nullopt;
}

Formula MessageSpace::holds(const Atom& atom, const Fact& fact) {
  const FieldEntry& field = FieldTable::get()[atom.field];
  const auto rank = [&](const std::string& value) {
    if (field.type == ValueType::date) return days_of(value);
    if (field.type == ValueType::number) return number_of(value);
    const auto& among = field.codes.empty() ? mentioned(atom.field) : field.codes;
    return static_cast<int>(std::find(among.begin(), among.end(), value) - among.begin());
  };
  switch (atom.comparison) {
    case Comparison::is:
      return solver_.equals(fact.value, rank(atom.values[0]));
    case Comparison::is_not:
      return solver_.negation(solver_.equals(fact.value, rank(atom.values[0])));
    case Comparison::at_least:
      return solver_.at_least(fact.value, rank(atom.values[0]));
    case Comparison::at_most:
      return solver_.negation(solver_.at_least(fact.value, rank(atom.values[0]) + 1));
    case Comparison::one_of: {
      std::vector<Formula> each;
      for (const std::string& value : atom.values) each.push_back(solver_.equals(fact.value, rank(value)));
      return solver_.any(each);
    }
    case Comparison::present:
    case Comparison::absent:
      break;
  }
  return never;
}

// Without a fact: it is absent.
Possible MessageSpace::compare(const Atom& atom, const Fact* fact) {
  const Formula present = fact == nullptr ? never : fact->present;
  if (atom.comparison == Comparison::present) return known_as(present);
  if (atom.comparison == Comparison::absent) return known_as(solver_.negation(present));
  if (fact == nullptr) return {never, always};
  const Formula truth = holds(atom, *fact);
  return {solver_.all({present, truth}), solver_.any({solver_.negation(present), truth})};
}

Possible MessageSpace::matches(const Narrowing& narrowing, std::size_t instance) {
  const auto here = within(instance, narrowing.list);
  if (!here) return known_as(never);
  std::vector<Formula> yes;
  std::vector<Formula> not_no;
  for (const KeyMatch& key : narrowing.keys) {
    Atom is{.narrowing = {}, .values = {key.value}, .stage = {}, .words = {}};
    is.field = key.key;
    const Possible matched = compare(is, fact(*here, key.key));
    yes.push_back(matched.yes);
    not_no.push_back(matched.not_no);
  }
  return {solver_.all(yes), solver_.all(not_no)};
}

Possible MessageSpace::matches(const Narrowing& narrowing) { return matches(narrowing, own_); }

Formula MessageSpace::is_present(FieldId companion) {
  const Fact* const found = fact(own_, companion);
  return found == nullptr ? never : found->present;
}

Formula MessageSpace::is_restricted(FieldId field, Restriction::Strength strength) {
  if (!can_be_restricted_ || FieldTable::get()[field].path.starts_with("sourceRestrictions.")) return never;
  const auto at = restrictions_.find({field, strength});
  if (at != restrictions_.end()) return at->second;
  const Formula made = solver_.proposition();
  restrictions_.emplace(std::pair{field, strength}, made);
  return made;
}

Possible MessageSpace::ask_here(const Atom& atom, std::size_t instance) {
  const Possible here = compare(atom, fact(instance, atom.field));
  if (!atom.narrowing) return here;
  const Possible meant = matches(*atom.narrowing, instance);
  const Possible gone = compare(atom, nullptr);
  const Formula is_not_meant = solver_.negation(meant.not_no);
  const Formula may_be_meant = solver_.all({meant.not_no, solver_.negation(meant.yes)});
  return {solver_.any({solver_.all({meant.yes, here.yes}), solver_.all({is_not_meant, gone.yes})}),
          solver_.any({solver_.all({meant.yes, here.not_no}), solver_.all({is_not_meant, gone.not_no}), may_be_meant})};
}

Possible MessageSpace::ask_all(const Atom& atom) {
  const ListId list = *FieldTable::get()[atom.field].list;
  const bool is_some = atom.quantifier == Quantifier::some;
  std::vector<Formula> certain;
  std::vector<Formula> met;
  std::vector<Formula> yes;
  std::vector<Formula> not_no;
  for (std::size_t i = 0; i < instances_.size(); ++i) {
    if (instances_[i].list != list) continue;
    const Formula exists = instances_[i].exists;
    const Possible meant = atom.narrowing ? matches(*atom.narrowing, i) : known_as(always);
    const Possible here = compare(atom, fact(i, atom.field));
    const Formula is_met = solver_.all({exists, meant.not_no});
    met.push_back(is_met);
    certain.push_back(solver_.all({exists, meant.yes}));
    if (is_some) {
      yes.push_back(solver_.all({exists, meant.yes, here.yes}));
      not_no.push_back(solver_.all({is_met, here.not_no}));
    } else {
      yes.push_back(solver_.any({solver_.negation(is_met), here.yes}));
      not_no.push_back(solver_.any({solver_.negation(solver_.all({exists, meant.yes})), here.not_no}));
    }
  }
  const Formula is_certain = solver_.any(certain);
  const Formula is_uncertain = solver_.negation(is_certain);
  const Formula all_yes = is_some ? solver_.any(yes) : solver_.all(yes);
  const Formula all_not_no = is_some ? solver_.any(not_no) : solver_.all(not_no);
  const bool asks_presence = atom.comparison == Comparison::present || atom.comparison == Comparison::absent;
  const Formula is_settled = asks_presence ? solver_.negation(solver_.any(met)) : never;  // by there being none
  const Formula settled = is_some ? never : is_settled;
  return {solver_.any({solver_.all({is_certain, all_yes}), settled}),
          solver_.any({solver_.all({is_certain, all_not_no}), settled,
                       solver_.all({is_uncertain, solver_.negation(is_settled)})})};
}

Possible MessageSpace::ask(const Atom& atom) {
  switch (atom.kind) {
    case Atom::Kind::sender_in_case:
      return sender_in_case_;
    case Atom::Kind::recipient_in_case:
      return recipient_in_case_;
    case Atom::Kind::emergency_declared:
      return emergency_;
    case Atom::Kind::case_stage:
      return std::find_if(stages_.begin(), stages_.end(), [&](const auto& asked) { return asked.first == atom.stage; })->second;
    case Atom::Kind::test:
      break;
  }
  if (atom.quantifier != Quantifier::none) return ask_all(atom);
  const auto& list = FieldTable::get()[atom.field].list;
  if (!list) return compare(atom, fact(0, atom.field));
  const auto here = within(own_, *list);
  return here ? ask_here(atom, *here) : compare(atom, nullptr);
}

std::string MessageSpace::text_of(const Fact& fact) const {
  const FieldEntry& field = FieldTable::get()[fact.field];
  const auto values = mentioned(fact.field);
  if (values.empty() && field.codes.empty()) return sample_value(field);
  const int value = solver_.value(fact.value);
  if (field.type == ValueType::date) return date_of(value);
  if (field.type == ValueType::number) return std::to_string(value);
  const auto& among = field.codes.empty() ? values : field.codes;
  return static_cast<std::size_t>(value) < among.size() ? among[static_cast<std::size_t>(value)] : sample_value(field);
}

MessagePicture MessageSpace::picture() const {
  const auto truth = [&](const Possible& of) {
    return solver_.value(of.yes) ? Truth::yes : solver_.value(of.not_no) ? Truth::unknown : Truth::no;
  };
  MessagePicture found{.elements = {}, .values = {}, .facts = {truth(sender_in_case_), truth(recipient_in_case_), {}},
                       .emergency = truth(emergency_), .restricted = {}, .let_go = {}};
  for (const auto& [stage, possible] : stages_) {
    const Truth known_truth = truth(possible);
    const bool is_said = std::any_of(found.facts.stages.begin(), found.facts.stages.end(),
                                     [&](const CaseStage& said) { return said.agreement == stage.agreement; });
    if (known_truth == Truth::yes) std::erase_if(found.facts.stages, [&](const CaseStage& said) { return said.agreement == stage.agreement; });
    if (known_truth == Truth::yes || (known_truth == Truth::no && !is_said))
      found.facts.stages.push_back({stage.agreement, known_truth == Truth::yes ? stage.stage : "another"});
  }
  std::vector<std::size_t> element(instances_.size(), MessagePicture::top);
  for (std::size_t i = 0; i < instances_.size(); ++i) {
    const Instance& instance = instances_[i];
    if (!solver_.value(instance.exists)) continue;
    if (instance.list) {
      element[i] = found.elements.size();
      found.elements.push_back({*instance.list, element[instance.parent]});
    }
    const std::size_t before = found.values.size();
    for (const Fact& fact : instance.facts)
      // The field itself is put in when it is known which field that is.
      if (solver_.value(fact.present) && (i != own_ || fact.field != about_ || !mentioned(about_).empty())) found.values.push_back({fact.field, element[i], text_of(fact)});
    if (found.values.size() == before && instance.filler && i != own_)
      found.values.push_back({*instance.filler, element[i], sample_value(FieldTable::get()[*instance.filler])});
  }
  found.own = element[own_];
  for (const auto& [restricted, formula] : restrictions_)
    if (solver_.value(formula)) found.restricted.push_back({restricted.first == about_ ? std::nullopt : std::optional{restricted.first}, restricted.second});
  return found;
}

namespace {

// subject.address[0].lines: the field's own elements are the first of their lists.
std::string first_path(const FieldEntry& field) {
  std::string path = field.path;
  for (std::optional<ListId> list = field.list; list; list = FieldTable::get()[*list].parent)
    path.insert(FieldTable::get()[*list].path.size(), "[0]");
  return path;
}

}  // namespace

schemas::Body body_of(const MessagePicture& picture, schemas::BodyType type, FieldId field) {
  const FieldTable& table = FieldTable::get();
  schemas::Draft draft;
  std::vector<schemas::ElementIndex> made;
  const auto at = [&](std::size_t element) { return element == MessagePicture::top ? schemas::no_element : made[element]; };
  for (const MessagePicture::Element& element : picture.elements)
    made.push_back(draft.add(table[element.list].path, at(element.parent)));
  // The field first asked about may be another, and then is no part of the picture.
  for (const MessagePicture::Value& value : picture.values) draft.set(table[value.field].path, value.text, at(value.element));
  if (!draft.has(table[field].path, at(picture.own)))
    draft.set(table[field].path, sample_value(table[field]), at(picture.own));
  // A restriction that does not say what it restricts would restrict everything.
  if (table[field].path.starts_with("sourceRestrictions.") && !draft.has("sourceRestrictions.path", at(picture.own)))
    draft.set("sourceRestrictions.path", "monitoring.sex", at(picture.own));
  for (const MessagePicture::Restricted& restricted : picture.restricted) {
    const auto restriction = draft.add("sourceRestrictions");
    draft.set("sourceRestrictions.path", first_path(table[restricted.field.value_or(field)]), restriction);
    draft.set("sourceRestrictions.strength", restricted.strength == Restriction::Strength::liftable ? "liftable" : "absolute", restriction);
  }
  if (picture.emergency == Truth::yes)
    for (const char* said : {"declaration.declaredBy", "declaration.reason"})
      if (!draft.has(said)) draft.set(said, "Something");
  auto body = std::move(draft).finish(type);
  CHECK(body, "a message that could not be written down");
  return std::move(*body);
}

}  // namespace concordat::policy
