// The outbox: parcels whose record is on disk and whose recipient has not yet said it has them. Holds
// labels in memory, payloads sealed in the log's environment; opening a stored parcel pairs it again
// with its record, which makes the outbox the second and last maker of a Dispatch.
//
// Order: the urgent lane first, else first in, first out for each recipient. Owned by the pipeline's thread.
#pragma once

#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "audit/log.h"
#include "broker/dispatch.h"
#include "broker/limits.h"
#include "broker/rows.h"
#include "broker/vault.h"

namespace concordat::broker {

struct Waybill {  // one parcel's way, apart from its content
  enum class State { queued, sent, parked, dead };
  ParcelLabel label;
  std::uint64_t row;      // sequence its row is stored under
  std::uint64_t record;   // sequence of its `disclosed` entry
  State state = State::queued;
  std::uint32_t attempts = 0;
  Instant due;            // of the next (re)delivery
};

class Outbox {
public:
  explicit Outbox(const Limits& limits) : limits_(limits) {}

  // The row to store with the record of this parcel.
  static Bytes stow(const Parcel& parcel, std::uint64_t record, Shelf shelf, const Vault& vault);

  void add(ParcelLabel label, std::uint64_t row, std::uint64_t record, Instant now);
  Result<Unit, audit::LogError> recover(const audit::Log& log, const Vault& vault, Instant now);

  // Which parcels may go to this recipient now, in order, at most `count`.
  std::vector<schemas::DisclosureId> due(const schemas::AgencyId& recipient, Instant now, std::size_t count) const;
  std::vector<schemas::DisclosureId> overdue(Instant accepted_before) const;  // queued or sent, not parked
  std::vector<Waybill> all() const;
  std::size_t in_flight(const schemas::AgencyId& recipient) const;
  Waybill* find(const schemas::DisclosureId& disclosure);
  std::size_t size() const { return waybills_.size(); }
  std::size_t dead() const;

  // Reads, unseals and pairs with its record. Nothing if the row, its key or its record is gone.
  std::optional<Dispatch> open(const schemas::DisclosureId& disclosure, const audit::Log& log, const Vault& vault) const;

  void sent(const schemas::DisclosureId& disclosure, Instant now);   // and when to try again
  void park(const schemas::DisclosureId& disclosure);                // its agreement does not let it go
  void requeue(const schemas::DisclosureId& disclosure, Instant now);
  void move(const schemas::DisclosureId& disclosure, std::uint64_t row, Waybill::State state);
  void extend(const schemas::DisclosureId& disclosure, Instant now);  // queued, and its time to be delivered begins again
  void remove(const schemas::DisclosureId& disclosure);
  void forget_session(const schemas::AgencyId& recipient, Instant now);  // what was sent is due again

  // Sealed anew under the vault's current key: the row's sequence and its new value, for those under an older one.
  static std::optional<Bytes> reseal(ByteView row, const Vault& vault);

private:
  using Place = std::pair<int, std::uint64_t>;  // urgent first, then by record
  static Place place_of(const Waybill& waybill);
  void set_state(Waybill& waybill, Waybill::State state);
  std::chrono::milliseconds backoff(const Waybill& waybill) const;

  const Limits& limits_;
  std::unordered_map<schemas::DisclosureId, Waybill> waybills_;
  struct Lane {
    std::map<Place, schemas::DisclosureId> parcels;
    std::size_t in_flight = 0;
  };
  std::map<schemas::AgencyId, Lane> lanes_;
};

}  // namespace concordat::broker
