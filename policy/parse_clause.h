// One clause: its label and title, its lines in any order, and the rules of what is said once.
#pragma once

#include "policy/agreement.h"
#include "policy/parser.h"

namespace concordat::policy {

// Reads from `clause`, or from `emergency` before it. `so_far` tells a `for` line from the end of a
// basis line, which may also say `for`: a declared purpose, or `any`, begins the line.
Clause parse_clause(Parser& parser, const Agreement& so_far);

}  // namespace concordat::policy
