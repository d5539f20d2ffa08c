// What goes with a disclosure, or keeps it from going, besides its fields: the terms of the clauses that
// granted them, and what a `require` line misses.
#pragma once

#include <string>
#include <vector>

#include "policy/run.h"

namespace concordat::policy {

// The terms of these clauses of the plan, under that agreement.
schemas::Terms terms_of(const Plan& plan, const std::vector<PlanClauseIndex>& counting,
                        const CompiledAgreement& governing);

// Paths that a clause requires and the message lacks, as the agreement writes them, sorted.
std::vector<std::string> missing_from(const Run& run);

}  // namespace concordat::policy
