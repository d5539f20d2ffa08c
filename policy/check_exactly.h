// The whole check: read_agreement(), and the warnings that no reading of the text alone can give, because they
// speak of every message there could be: a clause that never counts, changes nothing, or is capped everywhere.
#pragma once

#include <string_view>

#include "policy/check.h"

namespace concordat::policy {

// Adds them to what read_agreement() found, if there are no errors.
void judge_exactly(Parsed& parsed);
Parsed read_agreement_exactly(std::string_view text, const Parties* directory);

}  // namespace concordat::policy
