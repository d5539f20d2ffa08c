// How much went where, and how the area is doing: what an overview and an operator are shown. Counts, agencies and times of
// the headers alone, which are public; nothing of anybody, so no access is recorded.
#pragma once

#include "broker/core.h"

namespace concordat::broker {

// Question "activity": of the entries from `ask.from` on, a bounded number, how many of each kind a day, from which agency, for what
// purpose. `next` is where to go on; `more` says whether there is more.
schemas::Answer activity(const Core& core, const schemas::Ask& ask);

// Question "workings": each agency's connection, keys and queue, and the disk that the log lies on.
schemas::Answer workings(const Core& core);

}  // namespace concordat::broker
