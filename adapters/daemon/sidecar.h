// The small JSON files that may lie beside documents in the in-folder: NAME.envelope.json, which overrides what the
// envelope would say, and NAME.ack.json, by which a person says that they have a delivery, or what was done about a recall.
//
//   case.xml.envelope.json  {"purpose": "channel-referral", "recipients": ["police/met"], "due": "2026-05-01"}
//   case.xml.envelope.json  {"emergency": "riskToLife", "declaredBy": "A. Duty", "emergencyReason": "A threat made today"}
//   case.xml.envelope.json  {"cleared": ["concern[0].narrative[0].text"], "clearedBy": "A. Duty"}
//   seen.ack.json           {"disclosure": "ab12…", "name": "A. Duty", "telephone": "020 7946 0000"}
//   done.ack.json           {"disclosure": "cd34…", "name": "A. Duty", "telephone": "020 7946 0000", "did": "erased"}
//   done.ack.json           {"disclosure": "cd34…", …, "did": "not-done", "because": "Held under a court order"}
#pragma once

#include "adapters/native.h"
#include "schemas/frame.h"

namespace concordat::adapters {

struct Sidecar {
  std::optional<std::string> purpose;
  std::optional<std::vector<schemas::AgencyId>> recipients;
  std::optional<schemas::AgreementName> agreement;
  std::optional<schemas::Urgency> urgency;
  std::optional<schemas::Emergency> emergency;
  std::optional<schemas::CaseId> case_id;
  std::optional<schemas::MessageId> in_reply_to;
  std::optional<Date> due;
  // Who declares the emergency, and why: without both it counts for nothing.
  std::optional<std::string> declared_by;
  std::optional<std::string> emergency_reason;
  // Passages that a named person has checked for what must not be shared: positional paths, and who.
  std::vector<std::string> cleared;
  std::optional<std::string> cleared_by;
};

Outcome<Sidecar> read_sidecar(ByteView json);
// What either says; where both do, the upper.
Sidecar over(Sidecar lower, const Sidecar& upper);
Outcome<schemas::Acknowledged> read_acknowledgement(ByteView json);

}  // namespace concordat::adapters
