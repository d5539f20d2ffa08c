// All that an agreement's tree says, places apart, as text: two trees are the same if their texts are.
#pragma once

#include <string>

#include "policy/agreement.h"

namespace concordat::policy {

std::string tree_text(const Agreement& agreement);

}  // namespace concordat::policy
