// A plan run over one message: the truth of its atoms and clauses. Atoms asked once are asked at once,
// those of an element when they are needed.
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
    return plan_.clauses[clause].is_per_element ? run_program(plan_.clauses[clause], element)
                                                : whole_[clause];
  }
  // Whether it holds for the message, or for any element of it.
  bool holds_anywhere(PlanClauseIndex clause) const;
  // Whether a clause's caps give way there to an emergency clause.
  bool is_lifted(PlanClauseIndex clause, schemas::ElementIndex element) const;

  std::vector<FactUsed> facts_used() const;

private:
  Truth run_program(const PlanClause& clause, schemas::ElementIndex element) const;

  const Plan& plan_;
  Circumstances in_;
  std::vector<Truth> once_;
  std::vector<Truth> whole_;
};

}  // namespace concordat::policy
