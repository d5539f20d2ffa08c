// The organisations that an agreement's text alone knows: its parties, and two of each kind that it names whole. What is
// asked of an agreement by itself is asked of those.
#pragma once

#include "policy/agreement.h"
#include "policy/parties.h"

namespace concordat::policy {

Parties notional_parties(const Agreement& agreement);

}  // namespace concordat::policy
