#include "broker/urgent.h"

#include <algorithm>

#include "policy/pathway.h"

namespace concordat::broker {

Call call_for(const Core& core, const schemas::Envelope& envelope, const std::optional<schemas::AgencyId>& recipient, Instant now) {
  const auto contact = policy::contact_for(*core.rules.book, envelope, recipient.value_or(envelope.sender), now);
  if (contact) return {contact->name, contact->number, contact->respond_within};
  const schemas::Organisation* organisation = recipient ? core.rules.directory->find(*recipient) : nullptr;
  if (organisation == nullptr || organisation->duty_contact.empty()) return {};
  return {organisation->name, organisation->duty_contact};
}

std::vector<schemas::Desk> desks_of(const Core& core, const schemas::AgencyId& agency, Instant now) {
  std::vector<schemas::Desk> desks;
  const auto index = core.rules.book->agency(agency);
  if (!index) return desks;
  const auto agreements = core.rules.book->agreements();
  for (std::uint16_t i = 0; i < agreements.size(); ++i) {
    if (!agreements[i].parties[*index] || core.rules.book->footing(i, now) == policy::Footing::absent) continue;
    for (const policy::Pathway& pathway : agreements[i].pathways)
      desks.push_back({std::string{schemas::name_of(pathway.type)}, pathway.purpose.text, pathway.call_name, pathway.call_number});
  }
  std::sort(desks.begin(), desks.end());
  desks.erase(std::unique(desks.begin(), desks.end()), desks.end());
  return desks;
}

void note(Core& core, std::size_t event, NoteRow row, Tick& tick) {
  tick.store(audit::Table::notes, event, encode_row(row));
  tick.after([&core, sequence = tick.sequence_of(event), row = std::move(row)](audit::Committed&) { tell(core, sequence, row); });
}

}  // namespace concordat::broker
