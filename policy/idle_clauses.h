// Clauses that do nothing, found exactly: no message there could be shows otherwise. For the check's warnings; the
// solver decides, so this is no part of what the broker links.
//
//   for (const IdleClause& idle : idle_clauses(agreement)) agreement.clauses[idle.clause].label
#pragma once

#include <cstdint>
#include <vector>

#include "policy/agreement.h"
#include "policy/parties.h"
#include "policy/notional_parties.h"
#include "policy/solver.h"

namespace concordat::policy {

enum class Idleness : std::uint8_t {
  never_counts,       // its condition never lets it say anything about any field
  changes_nothing,    // every field comes out the same without it, and it carries no terms
  capped_everywhere,  // whatever it grants is held back whenever it would be granted
};

struct IdleClause {
  std::size_t clause;  // in the agreement's order
  Idleness why;        // the first that is so
};

// Of an agreement that check() accepts. Judged by itself: other agreements only cap further.
std::vector<IdleClause> idle_clauses(const Agreement& agreement, Solver::Reasoner reasoner);

}  // namespace concordat::policy
