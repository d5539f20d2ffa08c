// What a person says has been let go, by name: a clause whose `hold` was approved, or "leak guard" where the sender
// has said that what the guard found may leave.
//
//   approvals_named("4.6", texts)   // an approval for each of the agreements whose clause 4.6 holds
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "policy/agreement.h"
#include "policy/hold.h"

namespace concordat::console {

// The error is what is wrong with the name, in words.
Result<std::vector<policy::Approval>, std::string> approvals_named(const std::string& name, const std::vector<policy::Agreement>& texts);

}  // namespace concordat::console
