// A plan run over one message: the truth of every row of its tally, for the message and for each of its
// elements, 64 of them at a time. Everything is asked once, when it is made.
#pragma once

#include <array>
#include <vector>

#include "policy/answers.h"
#include "policy/evaluation.h"
#include "policy/plan.h"

namespace concordat::policy {

// Does not outlive the plan or the view. What another plan asked of the same message is in the answers already.
class Run {
public:
  Run(const Plan& plan, const Circumstances& in, Answers& answers);
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  const Plan& plan() const { return plan_; }
  const BodyView& view() const { return view_; }

  // A row's truth in one column.
  struct Place {
    std::size_t word;
    std::size_t bit;
  };
  static Place place(schemas::ElementIndex element) {
    const std::size_t column = BodyView::column(element);
    return {column / 64, column % 64};
  }
  // Rows as they stand: words() of the view each.
  const TruthBits* rows() const { return rows_; }
  bool is_yes(RowIndex row, Place at) const { return (bits(row)[at.word].yes >> at.bit & 1) != 0; }
  bool may_be(RowIndex row, Place at) const { return (bits(row)[at.word].maybe >> at.bit & 1) != 0; }
  Truth holds(PlanClauseIndex clause, schemas::ElementIndex element) const;
  // Whether it holds for the message, or for any element of it.
  bool holds_anywhere(PlanClauseIndex clause) const;
  // Whether a clause's caps give way there to an emergency clause.
  bool is_lifted(PlanClauseIndex clause, Place at) const;

  std::vector<FactUsed> facts_used() const;

private:
  const TruthBits* bits(RowIndex row) const { return rows_ + row * words_; }
  TruthBits* bits(RowIndex row) { return rows_ + row * words_; }
  // What is yes is no less than maybe.
  static Truth truth(TruthBits word, std::size_t bit) { return static_cast<Truth>((word.yes >> bit & 1) + (word.maybe >> bit & 1)); }
  void ask(const Circumstances& in, Answers& answers);
  void run_tests();

  const Plan& plan_;
  const BodyView& view_;
  std::size_t words_;
  std::array<TruthBits, 64> few_;  // where they are enough, the heap is asked for nothing
  std::vector<TruthBits> many_;
  TruthBits* rows_;
};

}  // namespace concordat::policy
