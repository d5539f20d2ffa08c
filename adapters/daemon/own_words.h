// Documents in our own words, which every in-folder takes beside its native ones, known by how their names end:
//
//   NAME.concordat.json  {"body": {"referral": {…}}, "envelope": {"purpose": "…"}}     a message as canonical JSON
//   NAME.recall.json     {"reference": "RHS-2026-0147", "action": "erase", "reason": "Sent about the wrong pupil"}
//
// A recall names what it recalls by `message` (its id), `document` (the file that was sent) or `reference` (the sending
// system's own): of the latter two, every message that came of it. `paths` narrow it; `corrected` holds the right values,
// as a canonical body does, at the positions of the recalled message. What a canonical document's envelope says goes into
// the sidecar, over which the one beside the document stands.
#pragma once

#include "adapters/daemon/config.h"
#include "adapters/daemon/ledger.h"
#include "adapters/daemon/sidecar.h"

namespace concordat::adapters {

inline constexpr std::string_view canonical_ending = ".concordat.json";
inline constexpr std::string_view recall_ending = ".recall.json";

bool is_in_own_words(std::string_view name);

struct OwnWords {
  Translated translated;
  Sidecar said;  // by the document itself
};

struct OwnWordsPorts {
  const EnvelopeSettings& settings;
  const schemas::AgencyId& agency;
  const Ledger& ledger;
  Instant now;
};

Outcome<OwnWords> read_own_words(const NativeInput& input, const OwnWordsPorts& ports);

// What a native document calls entered in error, of a message that was sent: that message's recall.
schemas::Body recall_body(const schemas::MessageId& message, std::string_view action, std::string_view reason);

// A recall as a file in the in-folder.
struct RecallFile {
  schemas::MessageId message;
  std::string action;
  std::vector<std::string> paths;
  std::string reason;
};
std::string recall_json(const RecallFile& recall);

}  // namespace concordat::adapters
