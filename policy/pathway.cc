#include "policy/pathway.h"

#include <algorithm>
#include <array>

#include "policy/governing.h"
#include "policy/time_limit.h"

namespace concordat::policy {
namespace {

using schemas::AgencyId;
using schemas::Envelope;

bool takes(const Pathway& pathway, const Envelope& envelope) {
  return pathway.type == envelope.type && pathway.purpose.text == envelope.purpose;
}

bool applies(const CompiledAgreement& agreement, const Envelope& envelope, AgencyIndex sender) {
  if (!is_meant(envelope.agreement, agreement.name)) return false;
  return is_of_place(agreement, envelope) && agreement.parties[sender] &&
         std::any_of(agreement.pathways.begin(), agreement.pathways.end(),
                     [&](const Pathway& pathway) { return takes(pathway, envelope); });
}

// Those in force; where there are none, the lapsed and suspended: the message will wait under them.
std::vector<std::uint16_t> candidates(const AgreementBook& book, const Envelope& envelope, Instant now) {
  const auto sender = book.agency(envelope.sender);
  if (!sender) return {};
  std::vector<std::uint16_t> in_force;
  std::vector<std::uint16_t> waiting;
  for (std::uint16_t i = 0; i < book.agreements().size(); ++i) {
    const Footing footing = book.footing(i, now);
    if (footing == Footing::absent || !applies(book.agreements()[i], envelope, *sender)) continue;
    (footing == Footing::in_force ? in_force : waiting).push_back(i);
  }
  return in_force.empty() ? waiting : in_force;
}

// The one agency that a party of a pathway means, or nothing.
std::optional<AgencyId> resolve(const AgreementBook& book, const CompiledAgreement& agreement,
                                const Party& party, const std::string& area) {
  std::optional<AgencyId> found;
  for (AgencyIndex i = 0; i < book.parties().agencies.size(); ++i) {
    const Agency& agency = book.parties().agencies[i];
    if (!agreement.parties[i] || agency.standing != Agency::Standing::active) continue;
    if (!party.is_kind()) {
      if (agency.id.value() == party.text) return agency.id;
      continue;
    }
    const bool serves = std::find(agency.areas.begin(), agency.areas.end(), area) != agency.areas.end();
    if (schemas::agency_kind(agency.id) != party.text || !serves) continue;
    if (found) return std::nullopt;
    found = agency.id;
  }
  return found;
}

bool names(const Party& party, const AgencyId& agency) {
  return party.is_kind() ? schemas::agency_kind(agency) == party.text : agency.value() == party.text;
}

}  // namespace

std::string_view name_of(PathwayRefusal refusal) {
  constexpr std::array<std::string_view, 3> codes{"no-pathway", "ambiguous-agreement", "ambiguous-recipient"};
  return codes[static_cast<std::size_t>(refusal)];
}

Result<std::vector<AgencyId>, PathwayRefusal> resolve_recipients(const AgreementBook& book,
                                                                 const Envelope& envelope, Instant now) {
  const auto found = candidates(book, envelope, now);
  if (found.empty()) return Fail{PathwayRefusal::no_pathway};
  if (found.size() > 1) return Fail{PathwayRefusal::ambiguous_agreement};
  const CompiledAgreement& agreement = book.agreements()[found.front()];
  std::vector<AgencyId> recipients;
  for (const Pathway& pathway : agreement.pathways) {
    if (!takes(pathway, envelope)) continue;
    for (const Party& party : pathway.to) {
      const auto recipient = resolve(book, agreement, party, envelope.area);
      if (!recipient) return Fail{PathwayRefusal::ambiguous_recipient};
      if (*recipient == envelope.sender) continue;
      if (std::find(recipients.begin(), recipients.end(), *recipient) == recipients.end())
        recipients.push_back(*recipient);
    }
  }
  if (recipients.empty()) return Fail{PathwayRefusal::no_pathway};
  return recipients;
}

std::optional<PathwayContact> contact_for(const AgreementBook& book, const Envelope& envelope,
                                          const AgencyId& recipient, Instant now) {
  const Pathway* of_type = nullptr;
  for (std::uint16_t at : candidates(book, envelope, now))
    for (const Pathway& pathway : book.agreements()[at].pathways) {
      if (!takes(pathway, envelope)) continue;
      if (of_type == nullptr) of_type = &pathway;
      if (std::any_of(pathway.to.begin(), pathway.to.end(),
                      [&](const Party& party) { return names(party, recipient); }))
        return PathwayContact{pathway.call_name, pathway.call_number, pathway.respond_within};
    }
  if (of_type == nullptr) return std::nullopt;
  return PathwayContact{of_type->call_name, of_type->call_number, of_type->respond_within};
}

std::optional<Instant> respond_by(const PathwayContact& contact, Instant accepted) {
  return contact.respond_within ? std::optional{due_after(accepted, *contact.respond_within)} : std::nullopt;
}

}  // namespace concordat::policy
