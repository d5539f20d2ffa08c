#include "broker/outbox.h"

#include <algorithm>

#include "broker/scan.h"

namespace concordat::broker {
namespace {

using schemas::DisclosureId;

Bytes bound_to(const DisclosureId& disclosure, std::string_view recipient) {
  Bytes bound = to_bytes(as_bytes("concordat parcel 1"));
  put_bytes(bound, disclosure.value().bytes);
  put_sized(bound, as_bytes(recipient));
  return bound;
}

struct Opened {
  ParcelLabel label;
  Bytes payload;
};

std::optional<Opened> unseal(const ParcelRow& row, const Vault& vault) {
  const auto plain = vault.open_box(bound_to(row.disclosure, row.recipient), {row.generation, row.salt, row.sealed});
  if (!plain) return std::nullopt;
  ByteReader reader{*plain};
  auto label = decode_label(reader);
  const ByteView payload = reader.sized();
  if (!label || !reader.done() || label->disclosure != row.disclosure || label->recipient.value() != row.recipient) return std::nullopt;
  return Opened{std::move(*label), to_bytes(payload)};
}

Bytes seal_row(const DisclosureId& disclosure, const std::string& recipient, std::uint64_t record, Shelf shelf, ByteView plain, const Vault& vault) {
  SealedBox box = vault.seal(bound_to(disclosure, recipient), plain);
  return encode_row(ParcelRow{disclosure, recipient, record, shelf, box.generation, box.salt, std::move(box.sealed)});
}

}  // namespace

Bytes Outbox::stow(const Parcel& parcel, std::uint64_t record, Shelf shelf, const Vault& vault) {
  Bytes plain = encode_label(parcel.label());
  put_sized(plain, parcel.payload());
  Bytes row = seal_row(parcel.label().disclosure, parcel.label().recipient.value(), record, shelf, plain, vault);
  cleanse(plain);
  return row;
}

std::optional<Bytes> Outbox::reseal(ByteView row, const Vault& vault) {
  const auto parcel = decode_parcel(row);
  if (!parcel || parcel->generation == vault.generation()) return std::nullopt;
  auto plain = vault.open_box(bound_to(parcel->disclosure, parcel->recipient), {parcel->generation, parcel->salt, parcel->sealed});
  if (!plain) return std::nullopt;
  Bytes anew = seal_row(parcel->disclosure, parcel->recipient, parcel->record, parcel->shelf, *plain, vault);
  cleanse(*plain);
  return anew;
}

Outbox::Place Outbox::place_of(const Waybill& waybill) {
  return {waybill.label.urgency == schemas::Urgency::routine ? 1 : 0, waybill.record};
}

void Outbox::add(ParcelLabel label, std::uint64_t row, std::uint64_t record, Instant now) {
  const DisclosureId id = label.disclosure;
  Waybill waybill{.label = std::move(label), .row = row, .record = record, .due = now};
  lanes_[waybill.label.recipient].parcels.emplace(place_of(waybill), id);
  waybills_.insert_or_assign(id, std::move(waybill));
}

Result<Unit, audit::LogError> Outbox::recover(const audit::Log& log, const Vault& vault, Instant now) {
  waybills_.clear();
  lanes_.clear();
  return scan_rows(log, audit::Table::parcels, [&](std::uint64_t sequence, ByteView value) {
    const auto row = decode_parcel(value);
    auto opened = row ? unseal(*row, vault) : std::nullopt;
    if (!opened) return;  // its key was destroyed: it is erased, and the record says so
    const DisclosureId id = opened->label.disclosure;
    cleanse(opened->payload);
    add(std::move(opened->label), sequence, row->record, now);
    if (row->shelf == Shelf::dead) set_state(waybills_.at(id), Waybill::State::dead);
  });
}

std::vector<DisclosureId> Outbox::due(const schemas::AgencyId& recipient, Instant now, std::size_t count) const {
  std::vector<DisclosureId> found;
  const auto lane = lanes_.find(recipient);
  if (lane == lanes_.end()) return found;
  for (const auto& [place, id] : lane->second.parcels) {
    if (found.size() >= count) break;
    const Waybill& waybill = waybills_.at(id);
    const bool may_go = waybill.state == Waybill::State::queued || waybill.state == Waybill::State::sent;
    if (may_go && waybill.due <= now) found.push_back(id);
  }
  return found;
}

std::vector<DisclosureId> Outbox::overdue(Instant accepted_before) const {
  std::vector<DisclosureId> found;
  for (const auto& [id, waybill] : waybills_) {
    const bool on_its_way = waybill.state == Waybill::State::queued || waybill.state == Waybill::State::sent;
    if (on_its_way && waybill.label.accepted < accepted_before) found.push_back(id);
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<Waybill> Outbox::all() const {
  std::vector<Waybill> found;
  for (const auto& [id, waybill] : waybills_) found.push_back(waybill);
  std::sort(found.begin(), found.end(), [](const Waybill& a, const Waybill& b) { return a.record < b.record; });
  return found;
}

std::size_t Outbox::in_flight(const schemas::AgencyId& recipient) const {
  const auto lane = lanes_.find(recipient);
  return lane == lanes_.end() ? 0 : lane->second.in_flight;
}

void Outbox::set_state(Waybill& waybill, Waybill::State state) {
  std::size_t& in_flight = lanes_[waybill.label.recipient].in_flight;
  if (waybill.state == Waybill::State::sent) --in_flight;
  if (state == Waybill::State::sent) ++in_flight;
  waybill.state = state;
}

std::size_t Outbox::dead() const {
  return static_cast<std::size_t>(std::count_if(waybills_.begin(), waybills_.end(),
                                                [](const auto& entry) { return entry.second.state == Waybill::State::dead; }));
}

Waybill* Outbox::find(const DisclosureId& disclosure) {
  const auto at = waybills_.find(disclosure);
  return at == waybills_.end() ? nullptr : &at->second;
}

std::optional<Dispatch> Outbox::open(const DisclosureId& disclosure, const audit::Log& log, const Vault& vault) const {
  const auto at = waybills_.find(disclosure);
  if (at == waybills_.end()) return std::nullopt;
  const auto stored = log.get(audit::Table::parcels, audit::Sequence{at->second.row});
  if (!stored || !*stored) return std::nullopt;
  const auto row = decode_parcel(**stored);
  auto opened = row ? unseal(*row, vault) : std::nullopt;
  if (!opened) return std::nullopt;
  auto receipt = log.reopen_receipt(audit::Sequence{row->record});
  if (!receipt || !*receipt || (*receipt)->reference() != disclosure.value()) return std::nullopt;
  return Dispatch::pair(Parcel{Passkey<Outbox>{}, std::move(opened->label), std::move(opened->payload)}, std::move(**receipt));
}

// Doubled each time up to the cap, and spread by up to a quarter so that recipients of one outage do not
// all come back at once; the spread is taken from the id, so a simulation repeats it.
std::chrono::milliseconds Outbox::backoff(const Waybill& waybill) const {
  const auto doubled = limits_.redeliver_after * (1LL << std::min(waybill.attempts, 10U));
  const auto capped = std::min<std::chrono::milliseconds>(doubled, limits_.redeliver_at_most);
  const auto spread = std::to_integer<int>(waybill.label.disclosure.value().bytes[0]);
  return capped + capped * spread / 1024;
}

void Outbox::sent(const DisclosureId& disclosure, Instant now) {
  Waybill& waybill = waybills_.at(disclosure);
  set_state(waybill, Waybill::State::sent);
  waybill.due = now + backoff(waybill);
  ++waybill.attempts;
}

void Outbox::park(const DisclosureId& disclosure) {
  set_state(waybills_.at(disclosure), Waybill::State::parked);
}

void Outbox::requeue(const DisclosureId& disclosure, Instant now) {
  Waybill& waybill = waybills_.at(disclosure);
  set_state(waybill, Waybill::State::queued);
  waybill.due = now;
}

void Outbox::move(const DisclosureId& disclosure, std::uint64_t row, Waybill::State state) {
  Waybill& waybill = waybills_.at(disclosure);
  waybill.row = row;
  set_state(waybill, state);
}

void Outbox::extend(const DisclosureId& disclosure, Instant now) {
  Waybill& waybill = waybills_.at(disclosure);
  waybill.label.accepted = now;
  waybill.attempts = 0;
  requeue(disclosure, now);
}

void Outbox::remove(const DisclosureId& disclosure) {
  const auto at = waybills_.find(disclosure);
  if (at == waybills_.end()) return;
  set_state(at->second, Waybill::State::queued);
  lanes_[at->second.label.recipient].parcels.erase(place_of(at->second));
  waybills_.erase(at);
}

void Outbox::forget_session(const schemas::AgencyId& recipient, Instant now) {
  const auto lane = lanes_.find(recipient);
  if (lane == lanes_.end()) return;
  for (const auto& [place, id] : lane->second.parcels)
    if (waybills_.at(id).state == Waybill::State::sent) requeue(id, now);
}

}  // namespace concordat::broker
