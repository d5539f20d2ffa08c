// The identities of the domain, each its own type: an agency is never a case, a case never a message.
// Made from text only by the functions here, which check the shape.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/strong.h"
#include "base/uuid.h"

namespace concordat::schemas {

using AgencyId = Strong<struct AgencyTag, std::string>;    // "police/met", "nhs/nelft/camhs"
using MessageId = Strong<struct MessageTag, Uuid>;         // UUIDv7, chosen by the sender
using CaseId = Strong<struct CaseTag, Uuid>;               // UUIDv7, chosen by whoever opens the case
using DisclosureId = Strong<struct DisclosureTag, Digest>;  // see docs/wire-format.md, Delivery
using AgreementDigest = Strong<struct AgreementDigestTag, Digest>;  // SHA-256 of the agreement's text

// KIND "/" ID ["/" ID], each part [a-z0-9-]{1,64}, starting with a letter or digit.
std::optional<AgencyId> parse_agency_id(std::string_view text);
std::string_view agency_kind(const AgencyId& agency);  // "police" of "police/met"

inline std::optional<MessageId> parse_message_id(std::string_view text) {
  const auto uuid = parse_uuid(text);
  return uuid ? std::optional{MessageId{*uuid}} : std::nullopt;
}
inline std::optional<CaseId> parse_case_id(std::string_view text) {
  const auto uuid = parse_uuid(text);
  return uuid ? std::optional{CaseId{*uuid}} : std::nullopt;
}

// "NAME/VERSION": what people call a version of an agreement; its digest is what the log names.
struct AgreementName {
  std::string name;
  int version = 0;
  friend auto operator<=>(const AgreementName&, const AgreementName&) = default;
};
std::optional<AgreementName> parse_agreement_name(std::string_view text);
std::string format_agreement_name(const AgreementName& name);

}  // namespace concordat::schemas
