// What goes with a disclosure, or keeps it from going, besides its fields: the terms of the clauses that
// granted them, and what a `require` line misses.
#pragma once

#include <string>
#include <vector>

#include "policy/run.h"

namespace concordat::policy {

// What the plan's clauses say of keeping and use, under that agreement.
Obligations obligations_of(const Plan& plan, const CompiledAgreement& governing);
// The terms of these of its clauses, sorted.
schemas::Terms terms_of(const Obligations& obligations, const std::vector<PlanClauseIndex>& counting);

// Paths that a clause requires and the message lacks, as the agreement writes them, sorted.
std::vector<std::string> missing_from(const Run& run);

}  // namespace concordat::policy
