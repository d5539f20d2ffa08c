// What differs between two agreements besides the outcomes of fields: headers, purposes, pathways, and what clauses
// say that travels, asks or holds. Compared as they are written, clause by clause, so a change that comes to nothing is listed all the same.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/agreement.h"
#include "policy/agreement_diff.h"

namespace concordat::policy {

struct Change {
  std::string what;    // "in force", "clause 4.2: keep"
  std::string before;  // empty: not said
  std::string after;
  // Where it can let more or less pass whatever the fields' outcomes: a requirement, a hold, a warning not to tell.
  std::optional<Direction> direction;
};

std::vector<Change> changes_between(const Agreement& before, const Agreement& after);

}  // namespace concordat::policy
