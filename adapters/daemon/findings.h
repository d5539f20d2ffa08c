// What the leak guard finds in a message before it is sealed. The adapter does not know who will be given what, so names are
// left out here: nearly every concern names the person it is about. The broker looks again, for each recipient.
#pragma once

#include "adapters/native.h"

namespace concordat::adapters {

// One problem for each passage and kind of thing: `leak-guard`, the passage's path, what it seems to hold; never the value.
Problems findings_of(const schemas::Message& message);

}  // namespace concordat::adapters
