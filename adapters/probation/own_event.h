// The domain event that we render ourselves, `concordat.TYPE.received`: its detail says each field under HMPPS's own key or
// under the model's, so it comes back as it went.
#pragma once

#include "adapters/json.h"

namespace concordat::adapters::probation {

// One of ours that nobody has marked since: a marked one is read as HMPPS's are, and every part of it restricted.
bool is_own_event(const Json& event);
Outcome<Translated> translate_own_event(const Json& event);

}  // namespace concordat::adapters::probation
