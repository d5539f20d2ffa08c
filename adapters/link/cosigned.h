// Whether other agencies have seen the history that a delivery comes from. A broker that shows this link a log of its
// own cannot show it the cosignatures of those to whom it shows another.
#pragma once

#include "adapters/link/verify.h"

namespace concordat::link {

// That the delivery carries a checkpoint which the receipt's continues and which at least `witness.cosigners_needed`
// other agencies have cosigned, none of them longer ago than `witness.cosigned_within`.
Result<Unit, Unverified> check_cosigned(const schemas::Deliver& deliver, const audit::Checkpoint& receipt, const Witness& witness);

}  // namespace concordat::link
