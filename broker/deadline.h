// When a time that an agreement gives is over: "4 hours", "1 working day", "2 months" from an instant.
#pragma once

#include "base/clock.h"
#include "policy/agreement.h"

namespace concordat::broker {

// Hours are hours. Days and longer end at the same hour in UTC. A working day is any but Saturday and Sunday, in London: a bank
// holiday counts as one, so that people are told a day too soon and never a day too late.
Instant deadline(Instant from, const policy::Span& within);

}  // namespace concordat::broker
