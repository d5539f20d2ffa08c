// Whether a person may be heard at all: known to the directory in force, of an agency that stands, with a key that is valid
// now, over a statement that is fresh and was not heard before. What they may do with it is each act's own rule.
#pragma once

#include <chrono>
#include <set>
#include <string_view>

#include "base/result.h"
#include "schemas/act.h"
#include "schemas/directory.h"

namespace concordat::broker {

inline constexpr std::chrono::minutes act_freshness{15};  // older is `act-stale`
inline constexpr std::chrono::minutes act_skew{2};        // so is what is dated later than now by more

// The person, or a code of docs/codes.md.
Result<const schemas::Person*, std::string_view> judge_signer(const schemas::Act& act, const schemas::Statement& said, const schemas::Directory& directory,
                                                              const std::set<Digest>& heard, Instant now);

}  // namespace concordat::broker
