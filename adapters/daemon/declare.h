// What a sidecar adds to a message's body: who declares an emergency and why, and which passages a named person has checked
// for what must not be shared.
#pragma once

#include "adapters/daemon/sidecar.h"
#include "schemas/message.h"

namespace concordat::adapters {

void declare(schemas::Body& body, const Sidecar& sidecar);
// The schema version that the message's fields need.
std::uint16_t schema_of(const schemas::Body& body);

}  // namespace concordat::adapters
