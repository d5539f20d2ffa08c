// What the log knows of a message that is to be recalled: who sent it, who was given which of its fields at which view, and to
// whom it went on in messages that say they answer or continue it. It reads the case's entries and their annexes; what was
// erased there is no longer known.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "broker/core.h"
#include "policy/recall.h"

namespace concordat::broker {

struct PastMessage {
  schemas::AgencyId sender;
  std::uint64_t accepted = 0;  // its entry's sequence
  std::map<schemas::AgencyId, policy::PastDisclosure> had;
  enum class Telling : std::uint8_t { freely, stops } telling = Telling::freely;  // somebody in it is not to be told
};

// Nothing if no such message of that case was accepted.
Result<std::optional<PastMessage>, audit::LogError> past_of(const Core& core, const schemas::CaseId& case_id, const schemas::MessageId& message);

// Messages of a case by that sender in which an address went out that was not confidential then, and whose recall the log does
// not say to be due: message, and sequence of its `accepted` entry.
Result<std::map<schemas::MessageId, std::uint64_t>, audit::LogError> open_addresses(const Core& core, const schemas::CaseId& case_id,
                                                                                    const schemas::AgencyId& sender);

}  // namespace concordat::broker
