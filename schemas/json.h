// A message as canonical JSON, for people, files and other languages: keys are the names in
// wire/message.capnp, absent is absent, bytes are base64, element ids hexadecimal.
//
//   {"envelope": {"messageId": "…", "sender": "police/met", …},
//    "body": {"referral": {"subject": {"birthDate": "2011-06-09"}, "concern": [{"category": "missing"}]}}}
//
// Reading is for what people write too: element ids may be left out, and what the envelope leaves out
// comes from the defaults, if they have it. Whatever is unknown, mistyped or not a value of its field
// is refused, all problems at once, each with its place and never a value.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "schemas/message.h"

namespace concordat::schemas {

// What may be left out of the JSON. With `now`: a fresh message id, a fresh case opened today, created now.
struct EnvelopeDefaults {
  std::optional<Instant> now = {};
  std::optional<CaseId> case_id = {};
  std::optional<Date> case_opened = {};
  std::optional<AgencyId> sender = {};
  std::vector<AgencyId> recipients = {};
  std::string scheme = {};
  std::string purpose = {};
  std::string area = {};
  std::optional<AgreementName> agreement = {};
  std::optional<Marking> marking = {};
  std::optional<Urgency> urgency = {};
};

// Without defaults only `schema`, `linked`, `recipients`, `agreement` and what is truly optional may be
// missing.
Result<Message, std::vector<Problem>> message_from_json(std::string_view json, const EnvelopeDefaults& defaults = {});

// Pretty-printed, ending in a line feed; the same message always gives the same text.
std::string message_to_json(const Message& message);
// The same without its envelope: what a translated document is before its agency is known.
std::string body_to_json(BodyType type, const Body& body);

}  // namespace concordat::schemas
