// Delivery: parcels on their way out, and what recipients say of them. Every send, redelivery too, first
// asks whether the recipient, its key and the governing agreement still allow it; an acknowledgement is
// written down, the sender told, the parcel erased.
#pragma once

#include "broker/core.h"
#include "broker/tick.h"
#include "broker/watching.h"

namespace concordat::broker {

class Delivery {
public:
  explicit Delivery(Core& core) : core_(core), watching_(core) {}

  // Sends what is due, urgent first, as far as each link's window goes.
  void send_due(Tick& tick);
  // Tells senders' links what they have not yet noted.
  void send_notes(const schemas::AgencyId& sender);

  void acknowledged(const schemas::AgencyId& recipient, const schemas::Ack& ack, Tick& tick);
  void refused_by(const schemas::AgencyId& recipient, const schemas::Nack& nack, Tick& tick);
  void read_by_person(const schemas::AgencyId& recipient, const schemas::Acknowledged& read, Tick& tick);
  void noted(const schemas::AgencyId& sender, const schemas::Noted& noted, Tick& tick);

  // What could not be delivered for too long goes to the dead letters, and the sender is told.
  void bury_overdue(Tick& tick);
  // Back on its way, by an officer's hand. False if there is no such dead letter.
  bool retry(std::uint64_t record, std::string_view officer, Tick& tick);
  // Given back to its sender for good, by an officer's hand: what was to be said must be said some other way. False as above.
  bool give_back(std::uint64_t record, std::string_view officer, Tick& tick);
  // It will not be delivered: its parcel is gone for good, and the sender is told why.
  void withdraw(const schemas::DisclosureId& id, std::string_view code, Tick& tick);
  // After governance: what was parked is looked at again.
  void unpark();

private:
  void send_one(LinkSession& link, const schemas::DisclosureId& id, Tick& tick);
  std::optional<Evidence> evidence_for(std::uint64_t record, const schemas::AgencyId& recipient, std::uint64_t from_size);
  void bury(const schemas::DisclosureId& id, std::string_view code, Tick& tick);
  std::optional<Waybill> dead_letter(std::uint64_t record) const;
  void end(const Waybill& waybill, audit::Event returned, Tick& tick);
  // Shelves the parcel under a new event; until that is on disk it can only be dead, as its row cannot be read.
  void reshelve(const schemas::DisclosureId& id, Shelf shelf, std::size_t event, Tick& tick);
  // What became of a parcel, for its sender: of an urgent one that did not arrive, with whom to call instead.
  void tell_sender(std::size_t event, const ParcelLabel& label, std::string_view state, std::string_view code, Tick& tick);
  void wait(const schemas::DisclosureId& id, Tick& tick);

  Core& core_;
  Watching watching_;
};

}  // namespace concordat::broker
