#include "policy/run.h"

#include <algorithm>
#include <bit>

namespace concordat::policy {

using schemas::ElementIndex;
using schemas::FieldTable;
using schemas::no_element;

Run::Run(const Plan& plan, const Circumstances& in, Answers& answers)
    : plan_(plan), view_(in.view), words_(in.view.words()), rows_(few_.data()) {
  const std::size_t size = (plan.tally.first_test() + plan.tally.tests.size()) * words_;
  if (size > few_.size()) {
    many_.resize(size);
    rows_ = many_.data();
  }
  std::fill_n(bits(Tally::always), words_, all_of(Truth::yes));
  ask(in, answers);
  run_tests();
}

void Run::ask(const Circumstances& in, Answers& answers) {
  const Tally& tally = plan_.tally;
  const std::size_t words = words_;
  TruthBits* to = bits(Tally::always + 1);
  const auto take = [&](const TruthBits* row) {
    *to++ = *row;
    for (std::size_t w = 1; w < words; ++w) *to++ = row[w];
  };
  const QuestionNumber* narrowing_number = tally.narrowing_numbers.data();
  for (const Narrowing& narrowing : tally.narrowings) take(answers.to(*narrowing_number++, narrowing));
  const Atom* atom = plan_.atoms.data();
  for (const Tally::AtomNumbers& numbers : tally.atom_numbers) {
    if (numbers.is_test) take(answers.to(numbers.own, *atom, numbers.meant));
    else to = std::fill_n(to, words, all_of(policy::ask(*atom, in, no_element)));
    ++atom;
  }
}

void Run::run_tests() {
  RowIndex row = plan_.tally.first_test();
  for (const Program& test : plan_.tally.tests) {
    for (std::size_t w = 0; w < words_; ++w)
      bits(row)[w] = run(test, [&](std::uint16_t asked) { return bits(asked)[w]; });
    ++row;
  }
}

Truth Run::holds(PlanClauseIndex clause, ElementIndex element) const {
  const Place at = place(element);
  return truth(bits(plan_.tally.clause_rows[clause])[at.word], at.bit);
}

bool Run::holds_anywhere(PlanClauseIndex clause) const {
  const TruthBits* const all = bits(plan_.tally.clause_rows[clause]);
  const std::uint64_t* const everything = view_.inside(no_element);
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
  const auto& lists = plan_.tally.atom_lists;
  std::size_t count = 0;
  for (const auto& list : lists) count += list ? view_.size(*list) : 1;
  std::vector<FactUsed> used(count);
  FactUsed* to = used.data();
  const TruthBits* row = bits(plan_.tally.first_atom());
  for (std::uint16_t i = 0; i < lists.size(); ++i, row += words_) {
    if (!lists[i]) {
      *to++ = {no_element, i, truth(row[0], 0)};
      continue;
    }
    const std::uint64_t* const elements = view_.elements(*lists[i]);
    for (std::size_t w = 0; w < words_; ++w)
      for (std::uint64_t left = elements[w]; left != 0; left &= left - 1) {
        const auto bit = static_cast<unsigned>(std::countr_zero(left));
        *to++ = {static_cast<ElementIndex>(w * 64 + bit - 1), i, truth(row[w], bit)};
      }
  }
  return used;
}

}  // namespace concordat::policy
