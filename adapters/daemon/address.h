// Addressing: what a document said, made into messages that can be sent. The envelope comes from the adapter's
// settings, from what the translation found, and from a sidecar, the later over the earlier. Several messages of one
// document are linked as siblings; each is about another person, so each has its own case, or that of the message it goes
// on from. A recall names nobody and no agreement: it goes to whoever had what it recalls.
#pragma once

#include "adapters/daemon/config.h"
#include "adapters/daemon/sidecar.h"
#include "base/clock.h"

namespace concordat::adapters {

struct PlannedIds {
  schemas::MessageId message;
  schemas::CaseId case_id;
  std::optional<schemas::MessageId> continues = {};  // an earlier message of ours that it goes on from
};

struct Addressing {
  const schemas::AgencyId& sender;
  const EnvelopeSettings& settings;
  const Sidecar& sidecar;
  Instant now;
};

// One for each translation, in order; `ids` has as many. More than 33 messages are a bulk return, and not linked.
Outcome<std::vector<schemas::Message>> address(std::vector<Translation> translations, const std::vector<PlannedIds>& ids,
                                               const Addressing& addressing);

}  // namespace concordat::adapters
