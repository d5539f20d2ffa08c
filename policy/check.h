// The check before anything can be proposed: names that must exist, comparisons that must make sense,
// dates in order, and the law's own conditions for special data. Pure; every finding is reported.
//
//   Parsed parsed = parse(text);
//   const auto found = check(parsed.agreement, nullptr);
#pragma once

#include <string_view>
#include <vector>

#include "policy/agreement.h"
#include "policy/parse.h"
#include "policy/parties.h"

namespace concordat::policy {

// With a directory, its kinds are known kinds too, and every agency named must be in it; without one
// (nullptr) the built-in kinds are known and any agency of theirs is taken at its word.
std::vector<Diagnostic> check(const Agreement& agreement, const Parties* directory);

// parse() and, if the text can be read, check(): what `concordat agreement check` reports, in file order.
Parsed read_agreement(std::string_view text, const Parties* directory);

}  // namespace concordat::policy
