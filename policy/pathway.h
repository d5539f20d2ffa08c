// Where a message goes when its sender names nobody, and whom to call when it does not arrive: the
// pathways of the agreement that governs it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/book.h"
#include "schemas/message.h"

namespace concordat::policy {

enum class PathwayRefusal : std::uint8_t { no_pathway, ambiguous_agreement, ambiguous_recipient };
std::string_view name_of(PathwayRefusal refusal);  // "ambiguous-recipient"

// The recipients, in the pathway's order, each once and never the sender. A kind is the one agency of that
// kind, party to the agreement and active, that serves the message's area.
Result<std::vector<schemas::AgencyId>, PathwayRefusal> resolve_recipients(const AgreementBook& book,
                                                                          const schemas::Envelope& envelope,
                                                                          Instant now);

struct PathwayContact {
  std::string name;
  std::string number;
  std::optional<Span> respond_within;
};
// For NOT DELIVERED: the contact of the pathway that takes such a message to that recipient, whoever named
// the recipient; of its type and purpose at least, if none names the recipient.
std::optional<PathwayContact> contact_for(const AgreementBook& book, const schemas::Envelope& envelope,
                                          const schemas::AgencyId& recipient, Instant now);

// When a person must have acknowledged what was accepted then; nothing if the pathway sets no time.
std::optional<Instant> respond_by(const PathwayContact& contact, Instant accepted);

}  // namespace concordat::policy
