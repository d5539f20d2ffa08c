// When a message does not arrive: how its sender is told, and whom its people call instead.
#pragma once

#include <string>

#include "broker/core.h"
#include "broker/tick.h"

namespace concordat::broker {

// Name and number of the pathway that takes such a message to that recipient; where no agreement has one, the
// recipient's own duty contact, as the directory gives it.
struct Call {
  std::string name;
  std::string number;
  std::optional<policy::Span> respond_within = std::nullopt;
};
Call call_for(const Core& core, const schemas::Envelope& envelope, const std::optional<schemas::AgencyId>& recipient, Instant now);

// The desks of all pathways that an agency may use now: it keeps them for when it cannot ask.
std::vector<schemas::Desk> desks_of(const Core& core, const schemas::AgencyId& agency, Instant now);

// Stores a note with the event that is its reason; once that is on disk, the sender is told.
void note(Core& core, std::size_t event, NoteRow row, Tick& tick);

}  // namespace concordat::broker
