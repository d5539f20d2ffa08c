#include "policy/condition.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"

namespace concordat::policy {
namespace {

using schemas::ElementIndex;
using schemas::FieldEntry;
using schemas::FieldTable;
using schemas::no_element;
using schemas::ValueType;

std::optional<unsigned long> number_of(const std::string& text) {
  unsigned long number = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, number);
  return error == std::errc{} && end == last ? std::optional{number} : std::nullopt;
}
std::optional<unsigned long> rank_of(const FieldEntry& field, const std::string& text) {
  if (field.type == ValueType::number) return number_of(text);
  const auto at = std::find(field.codes.begin(), field.codes.end(), text);
  return at == field.codes.end() ? std::nullopt
                                 : std::optional{static_cast<unsigned long>(at - field.codes.begin())};
}

bool is_ranked(const FieldEntry& field) {
  return field.type == ValueType::number || field.type == ValueType::code;
}

// The value against the first of the test's: for dates, numbers and scales.
enum class Side : std::uint8_t { at_least, at_most };
Truth stands(const Atom& atom, const std::string& present, Side side) {
  if (atom.type == ValueType::date)  // ISO dates stand in order as text
    return known(side == Side::at_least ? atom.values[0] <= present : present <= atom.values[0]);
  const auto here = rank_of(FieldTable::get()[atom.field], present);
  if (!here || !atom.rank) return Truth::unknown;
  return known(side == Side::at_least ? *atom.rank <= *here : *here <= *atom.rank);
}

bool equal(ValueType type, const std::string& present, const std::string& wanted) {
  return type == ValueType::number ? number_of(present) == number_of(wanted) : present == wanted;
}

}  // namespace

Truth compare(const Atom& atom, const std::string& present) {
  switch (atom.comparison) {
    case Comparison::is:
      return known(equal(atom.type, present, atom.values[0]));
    case Comparison::is_not:
      return known(!equal(atom.type, present, atom.values[0]));
    case Comparison::at_least:
      return stands(atom, present, Side::at_least);
    case Comparison::at_most:
      return stands(atom, present, Side::at_most);
    case Comparison::one_of:
      return known(std::any_of(atom.values.begin(), atom.values.end(), [&](const std::string& wanted) { return equal(atom.type, present, wanted); }));
    case Comparison::present:
      return Truth::yes;
    case Comparison::absent:
      return Truth::no;
  }
  return Truth::unknown;
}

namespace {

Truth compare(const Atom& atom, const std::string* present) {
  return present == nullptr ? compare_absent(atom.comparison) : policy::compare(atom, *present);
}

// One element's field, where the element may not be the one that the test means.
Truth ask_here(const Atom& atom, const BodyView& view, ElementIndex element) {
  const Truth meant = atom.narrowing ? view.matches(*atom.narrowing, element) : Truth::yes;
  if (meant == Truth::yes) return compare(atom, view.value(atom.field, element));
  if (meant == Truth::no) return compare_absent(atom.comparison);
  return Truth::unknown;
}

// Over the elements that the test means. One that only may be meant cannot decide anything by itself.
Truth ask_all(const Atom& atom, const BodyView& view) {
  const schemas::ListId list = *FieldTable::get()[atom.field].list;
  const bool is_some = atom.quantifier == Quantifier::some;
  bool is_empty = true;
  bool is_certain = false;
  Truth all = is_some ? Truth::no : Truth::yes;
  const auto& elements = view.body().elements;
  for (ElementIndex i = 0; i < elements.size(); ++i) {
    if (elements[i].list != list) continue;
    const Truth meant = atom.narrowing ? view.matches(*atom.narrowing, i) : Truth::yes;
    if (meant == Truth::no) continue;
    is_empty = false;
    is_certain = is_certain || meant == Truth::yes;
    const Truth here = compare(atom, view.value(atom.field, i));
    all = is_some ? either(all, both(meant, here)) : both(all, either(negated(meant), here));
  }
  if (is_certain) return all;
  const bool asks_presence = atom.comparison == Comparison::present || atom.comparison == Comparison::absent;
  return is_empty && asks_presence ? all : Truth::unknown;
}

class Compiler {
public:
  explicit Compiler(const std::string& agreement) : agreement_(agreement) {}

  void add_emergency() {
    push({.kind = Atom::Kind::emergency_declared,
          .narrowing = {},
          .values = {},
          .stage = {},
          .words = "emergency declared"});
  }

  void add(const Condition& condition) {
    switch (condition.kind) {
      case Condition::Kind::either:
      case Condition::Kind::both: {
        const auto join = condition.kind == Condition::Kind::either ? Step::Kind::either : Step::Kind::both;
        add(condition.parts.front());
        for (std::size_t i = 1; i < condition.parts.size(); ++i) {
          add(condition.parts[i]);
          compiled.program.push_back({join});
        }
        return;
      }
      case Condition::Kind::negation:
        add(condition.parts.front());
        compiled.program.push_back({Step::Kind::negated});
        return;
      case Condition::Kind::test:
        return push(test_atom(*condition.test));
      case Condition::Kind::recipient_in_case:
        return push({.kind = Atom::Kind::recipient_in_case,
                     .narrowing = {},
                     .values = {},
                            .stage = {},
                     .words = "recipient in case"});
      case Condition::Kind::sender_in_case:
        return push({.kind = Atom::Kind::sender_in_case,
                     .narrowing = {},
                     .values = {},
                            .stage = {},
                     .words = "sender in case"});
      case Condition::Kind::case_stage:
        return push({.kind = Atom::Kind::case_stage,
                     .narrowing = {},
                     .values = {},
                            .stage = {agreement_, condition.stage.text},
                     .words = "case stage is " + condition.stage.text});
      case Condition::Kind::emergency_declared:
        return add_emergency();
    }
  }

  CompiledCondition compiled;

private:
  void push(Atom atom) {
    auto at = std::find(compiled.atoms.begin(), compiled.atoms.end(), atom);
    if (at == compiled.atoms.end()) at = compiled.atoms.insert(at, std::move(atom));
    compiled.program.push_back({Step::Kind::atom, static_cast<std::uint16_t>(at - compiled.atoms.begin())});
  }

  static Atom test_atom(const Test& test) {
    const FieldTable& table = FieldTable::get();
    const auto field = table.field(test.path.full());
    CHECK(field, "a condition over what is not a field");
    Atom atom{.kind = Atom::Kind::test,
              .quantifier = test.quantifier,
              .comparison = test.comparison,
              .field = *field,
              .narrowing = narrowing_of(test.path),
              .values = {},
              .type = table[*field].type,
              .stage = {},
              .words = in_words(test)};
    for (const Value& value : test.values) atom.values.push_back(value.text);
    if (is_ranked(table[*field]) && !atom.values.empty()) atom.rank = rank_of(table[*field], atom.values.front());
    if (!table[*field].list) atom.quantifier = Quantifier::none;  // some and every of one thing
    return atom;
  }

  const std::string& agreement_;
};

Truth ask_stage(const CaseStage& asked, const CaseFacts& facts) {
  for (const CaseStage& known_stage : facts.stages)
    if (known_stage.agreement == asked.agreement) return known(known_stage.stage == asked.stage);
  return Truth::unknown;
}

}  // namespace

bool Atom::is_per_element() const {
  return kind == Kind::test && quantifier == Quantifier::none && FieldTable::get()[field].list.has_value();
}

Truth ask(const Atom& atom, const Circumstances& in, ElementIndex element) {
  const BodyView& view = in.view;
  switch (atom.kind) {
    case Atom::Kind::sender_in_case:
      return in.facts.sender_in_case;
    case Atom::Kind::recipient_in_case:
      return in.facts.recipient_in_case;
    case Atom::Kind::case_stage:
      return ask_stage(atom.stage, in.facts);
    case Atom::Kind::emergency_declared:
      return in.emergency;
    case Atom::Kind::test:
      break;
  }
  if (atom.quantifier != Quantifier::none) return ask_all(atom, view);
  const auto& list = FieldTable::get()[atom.field].list;
  if (!list) return compare(atom, view.value(atom.field, no_element));
  const ElementIndex here = view.within(element, *list);
  return here == no_element ? compare_absent(atom.comparison) : ask_here(atom, view, here);
}

std::optional<CompiledCondition> compile_condition(const Clause& clause, const std::string& agreement) {
  if (!clause.when && !clause.unless && !clause.emergency) return std::nullopt;
  Compiler compiler{agreement};
  std::size_t joined = 0;
  const auto join = [&] {
    if (joined++ > 0) compiler.compiled.program.push_back({Step::Kind::both});
  };
  if (clause.emergency) {
    compiler.add_emergency();
    join();
  }
  if (clause.when) {
    compiler.add(*clause.when);
    join();
  }
  if (clause.unless) {
    compiler.add(*clause.unless);
    compiler.compiled.program.push_back({Step::Kind::negated});
    join();
  }
  return std::move(compiler.compiled);
}

}  // namespace concordat::policy
