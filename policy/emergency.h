// An emergency: whether a message declares one, and how long an agreement's emergency clauses outlive it.
#pragma once

#include "base/clock.h"
#include "policy/truth.h"
#include "schemas/message.h"

namespace concordat::policy {

// Yes, if the envelope gives its code and the body says who declares it and why; no, if the envelope gives
// none. A declaration that lacks its person or its reason is unknown: no grant rests on it, and no cap
// gives way to it.
Truth emergency_declared(const schemas::Message& message);

// Emergency clauses count for 90 more days, to 00:00 in London, once their agreement has lapsed on
// `until`.
Instant emergency_end(Date until);

}  // namespace concordat::policy
