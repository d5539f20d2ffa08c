// A plan run over one message: the truth of every row of its tally, for the message and for each of its elements,
// 64 of them at a time. Everything is asked once, when it is made.
#pragma once

#include <vector>

#include "policy/condition.h"
#include "policy/evaluation.h"
#include "policy/plan.h"

namespace concordat::policy {

// Does not outlive the plan or what the circumstances refer to.
class Run {
public:
  Run(const Plan& plan, const Circumstances& in);

  const Plan& plan() const { return plan_; }
  const BodyView& view() const { return in_.view; }

  // A row's truth in one column.
  struct Place {
    std::size_t word;
    std::size_t bit;
  };
  Place place(schemas::ElementIndex element) const {
    const std::size_t column = in_.view.column(element);
    return {column / 64, column % 64};
  }
  bool is_yes(RowIndex row, Place at) const { return (bits(row)[at.word].yes >> at.bit & 1) != 0; }
  bool may_be(RowIndex row, Place at) const { return (bits(row)[at.word].maybe >> at.bit & 1) != 0; }
  Truth truth(RowIndex row, Place at) const {
    if (is_yes(row, at)) return Truth::yes;
    return may_be(row, at) ? Truth::unknown : Truth::no;
  }
  Truth holds(PlanClauseIndex clause, schemas::ElementIndex element) const {
    return truth(plan_.tally.clause_rows[clause], place(element));
  }
  // Whether it holds for the message, or for any element of it.
  bool holds_anywhere(PlanClauseIndex clause) const;
  // Whether a clause's caps give way there to an emergency clause.
  bool is_lifted(PlanClauseIndex clause, Place at) const;

  std::vector<FactUsed> facts_used() const;

private:
  const TruthBits* bits(RowIndex row) const { return rows_.data() + row * words_; }
  TruthBits* bits(RowIndex row) { return rows_.data() + row * words_; }
  void fill(RowIndex row, Truth truth);
  void set(RowIndex row, schemas::ElementIndex element, Truth truth);
  void match(RowIndex row, const Narrowing& narrowing);
  void ask(RowIndex row, const Atom& atom, RowIndex narrowed_by);
  void narrow(RowIndex row, const Atom& atom, RowIndex narrowed_by);
  Truth over_all(RowIndex row, const Atom& atom, RowIndex narrowed_by) const;
  void run_tests();

  const Plan& plan_;
  Circumstances in_;
  std::size_t words_;
  std::vector<TruthBits> rows_;  // words_ each
};

}  // namespace concordat::policy
