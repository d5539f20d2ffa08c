// A plan run over one message: the truth of its atoms and clauses, for the message and for each of its
// elements. Everything is asked once, when it is made.
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

  Truth holds(PlanClauseIndex clause, schemas::ElementIndex element) const {
    const std::size_t row = rows_[clause];
    return clauses_[plan_.clauses[clause].is_per_element ? row + column(element) : row];
  }
  // Whether it holds for the message, or for any element of it.
  bool holds_anywhere(PlanClauseIndex clause) const;
  // Whether a clause's caps give way there to an emergency clause.
  bool is_lifted(PlanClauseIndex clause, schemas::ElementIndex element) const;

  std::vector<FactUsed> facts_used() const;

private:
  // Elements in their order, and then the message itself.
  std::size_t columns() const { return in_.view.body().elements.size() + 1; }
  std::size_t column(schemas::ElementIndex element) const {
    return element == schemas::no_element ? columns() - 1 : element;
  }
  void ask_atoms();
  void run_clauses();
  Truth run_program(const Program& program, schemas::ElementIndex element) const;

  const Plan& plan_;
  Circumstances in_;
  std::vector<Truth> atoms_;    // by atom, then by column; of an atom asked once, its one truth in the last
  std::vector<Truth> clauses_;  // in rows: by column where the clause is asked per element, else one truth
  std::vector<std::uint32_t> rows_;
};

}  // namespace concordat::policy
