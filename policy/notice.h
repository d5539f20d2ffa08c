// What the recipient is told it may not have got: computed from the plan alone, so that it is the same
// for every message and tells nothing of this one.
#pragma once

#include <vector>

#include "policy/plan.h"

namespace concordat::policy {

std::vector<schemas::Notice> notices_of(const Plan& plan, const AgreementBook& book, std::uint16_t governing,
                                        schemas::BodyType type);

}  // namespace concordat::policy
