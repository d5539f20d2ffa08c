// The log's keys as an officer comes to know them from what a broker tells: from the one that the officer trusts, by the notes of changes
// that an answer carries as "keyChanges". Whatever leads nowhere from there is passed over, so a broker cannot put a key of its own in.
//
//   const audit::LogKeys keys = keys_told(officer, *Told::parse(answer.json));
//   audit::verify_receipt(answer.bytes, keys);
#pragma once

#include "audit/log_keys.h"
#include "console/asking/officer.h"
#include "console/asking/told.h"

namespace concordat::console {

audit::LogKeys keys_told(const OfficerFacts& officer, const Told& answer);

}  // namespace concordat::console
