// What the broker knows of a case and a message does not say, as the gate is given it.
#pragma once

#include "broker/core.h"
#include "policy/truth.h"

namespace concordat::broker {

policy::CaseFacts facts_of(const Core& core, const schemas::Envelope& envelope, const schemas::AgencyId& recipient);

}  // namespace concordat::broker
