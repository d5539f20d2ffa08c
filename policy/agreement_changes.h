// What differs between two agreements besides the outcomes of fields: headers, purposes, pathways, and what clauses
// say that travels, asks or holds. Compared as they are written, so a change that comes to nothing is listed too.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/agreement_diff.h"

namespace concordat::policy {

struct Change {
  std::string what;    // "in force", "clause 4.2: keep"
  std::string before;  // as the agreement writes it; empty: not said
  std::string after;
  // Where it may let more or less pass, whatever the outcomes of fields: what is required, held, or not to be told.
  std::optional<Direction> direction;
};

// Of two texts that parse.
std::vector<Change> changes_between(std::string_view before, std::string_view after);

}  // namespace concordat::policy
