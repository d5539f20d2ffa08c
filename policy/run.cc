#include "policy/run.h"

#include <algorithm>

namespace concordat::policy {

using schemas::ElementIndex;
using schemas::FieldTable;
using schemas::no_element;

Run::Run(const Plan& plan, const Circumstances& in) : plan_(plan), in_(in), words_(in.view.words()) {
  const Tally& tally = plan_.tally;
  rows_.resize((tally.first_test() + tally.tests.size()) * words_);
  fill(Tally::always, Truth::yes);
  for (std::size_t i = 0; i < tally.narrowings.size(); ++i)
    match(static_cast<RowIndex>(1 + i), tally.narrowings[i]);
  for (std::size_t i = 0; i < plan_.atoms.size(); ++i)
    ask(static_cast<RowIndex>(tally.first_atom() + i), plan_.atoms[i], tally.narrowed_by[i]);
  run_tests();
}

void Run::fill(RowIndex row, Truth truth) {
  std::fill_n(bits(row), words_, all_of(truth));
}

void Run::set(RowIndex row, ElementIndex element, Truth truth) {
  const std::uint64_t* const inside = in_.view.inside(element);
  TruthBits* const all = bits(row);
  for (std::size_t w = 0; w < words_; ++w) all[w] = chosen_by(inside[w], all_of(truth), all[w]);
}

void Run::match(RowIndex row, const Narrowing& narrowing) {
  const auto& fields = in_.view.body().fields;
  const std::uint64_t* const covered = in_.view.covered(narrowing.list);
  TruthBits* const all = bits(row);
  for (std::size_t w = 0; w < words_; ++w) all[w] = {covered[w], covered[w]};
  for (const KeyMatch& key : narrowing.keys) {
    std::vector<TruthBits> one(words_, all_of(Truth::unknown));
    for (auto i = in_.view.first(key.key); i != BodyView::no_field; i = in_.view.next(i)) {
      const std::uint64_t* const inside = in_.view.inside(fields[i].element);
      for (std::size_t w = 0; w < words_; ++w)
        one[w] = chosen_by(inside[w], all_of(known(fields[i].value == key.value)), one[w]);
    }
    for (std::size_t w = 0; w < words_; ++w) all[w] = both(all[w], one[w]);
  }
}

void Run::ask(RowIndex row, const Atom& atom, RowIndex narrowed_by) {
  if (atom.kind != Atom::Kind::test) return fill(row, policy::ask(atom, in_, no_element));
  const auto& fields = in_.view.body().fields;
  fill(row, compare(atom, nullptr));
  // What lies in an element is told of the element.
  for (auto i = in_.view.first(atom.field); i != BodyView::no_field; i = in_.view.next(i))
    set(row, fields[i].element, compare(atom, &fields[i].value));
  if (atom.quantifier != Quantifier::none) return fill(row, over_all(row, atom, narrowed_by));
  if (narrowed_by != Tally::always) narrow(row, atom, narrowed_by);
}

// Where the element is not the one that the test means, it is as if it had no value; where it only may be,
// nothing is known.
void Run::narrow(RowIndex row, const Atom& atom, RowIndex narrowed_by) {
  const std::uint64_t* const covered = in_.view.covered(*FieldTable::get()[atom.field].list);
  const TruthBits* const meant = bits(narrowed_by);
  const TruthBits absent = all_of(compare(atom, nullptr));
  TruthBits* const all = bits(row);
  for (std::size_t w = 0; w < words_; ++w) {
    const TruthBits known_ones = chosen_by(meant[w].yes, all[w], absent);
    const std::uint64_t unsure = meant[w].maybe & ~meant[w].yes & covered[w];
    all[w] = chosen_by(unsure, all_of(Truth::unknown), known_ones);
  }
}

// Over the elements that the test means. One that only may be meant cannot decide anything by itself.
Truth Run::over_all(RowIndex row, const Atom& atom, RowIndex narrowed_by) const {
  const std::uint64_t* const covered = in_.view.covered(*FieldTable::get()[atom.field].list);
  TruthBits some{0, 0};
  TruthBits but{0, 0};  // what keeps it from being every
  TruthBits any_meant{0, 0};
  for (std::size_t w = 0; w < words_; ++w) {
    const TruthBits here = bits(row)[w];
    const TruthBits meant = both(bits(narrowed_by)[w], {covered[w], covered[w]});
    any_meant = either(any_meant, meant);
    some = either(some, both(meant, here));
    but = either(but, both(meant, negated(here)));
  }
  const auto first = [](TruthBits any) {
    if (any.yes != 0) return Truth::yes;
    return any.maybe != 0 ? Truth::unknown : Truth::no;
  };
  const Truth all = atom.quantifier == Quantifier::some ? first(some) : negated(first(but));
  if (any_meant.yes != 0) return all;
  const bool asks_presence = atom.comparison == Comparison::present || atom.comparison == Comparison::absent;
  return any_meant.maybe == 0 && asks_presence ? all : Truth::unknown;
}

void Run::run_tests() {
  RowIndex row = plan_.tally.first_test();
  for (const Program& test : plan_.tally.tests) {
    for (std::size_t w = 0; w < words_; ++w)
      bits(row)[w] = run(test, [&](std::uint16_t asked) { return bits(asked)[w]; });
    ++row;
  }
}

bool Run::holds_anywhere(PlanClauseIndex clause) const {
  const TruthBits* const all = bits(plan_.tally.clause_rows[clause]);
  const std::uint64_t* const everything = in_.view.inside(no_element);
  for (std::size_t w = 0; w < words_; ++w)
    if ((all[w].yes & everything[w]) != 0) return true;
  return false;
}

bool Run::is_lifted(PlanClauseIndex clause, Place at) const {
  const auto& by = plan_.clauses[clause].lifted_by;
  return std::any_of(by.begin(), by.end(),
                     [&](PlanClauseIndex lifter) { return is_yes(plan_.tally.clause_rows[lifter], at); });
}

std::vector<FactUsed> Run::facts_used() const {
  std::vector<FactUsed> used;
  used.reserve(plan_.atoms.size());
  const auto& elements = in_.view.body().elements;
  for (std::uint16_t i = 0; i < plan_.atoms.size(); ++i) {
    const Atom& atom = plan_.atoms[i];
    const auto row = static_cast<RowIndex>(plan_.tally.first_atom() + i);
    if (!atom.is_per_element()) {
      used.push_back({i, no_element, truth(row, place(no_element))});
      continue;
    }
    const schemas::ListId list = *FieldTable::get()[atom.field].list;
    for (ElementIndex at = 0; at < elements.size(); ++at)
      if (elements[at].list == list) used.push_back({i, at, truth(row, place(at))});
  }
  return used;
}

}  // namespace concordat::policy
