#include "broker/delivery.h"

#include <algorithm>

#include "base/text.h"
#include "broker/answers.h"
#include "broker/recalling.h"
#include "broker/standing.h"
#include "broker/voice.h"
#include "schemas/codes.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using schemas::AgencyId;
using schemas::DisclosureId;

Bytes message_annex(const schemas::MessageId& message) {
  audit::AnnexWriter annex;
  annex.add(annex_message, format_uuid(message.value()));
  return annex.finish();
}

audit::Event event_about(const Waybill& waybill, EventKind kind, Instant now) {
  const ParcelLabel& label = waybill.label;
  const bool is_governed = !label.agreement.empty();  // a recall is not
  return {.kind = kind, .at = now, .actor = label.sender.value(), .counterpart = label.recipient.value(),
          .message_type = std::string{schemas::name_of(label.type)}, .purpose = label.purpose,
          .agreement = is_governed ? std::optional{audit::AgreementRef{label.agreement, label.agreement_digest.value()}} : std::nullopt,
          .about = audit::Sequence{waybill.record}, .reference = label.disclosure.value(), .annex = message_annex(label.message)};
}

std::optional<schemas::FieldId> field_at(std::string_view positional) {
  std::string plain;
  bool is_inside = false;
  for (const char c : positional) {
    is_inside = is_inside || c == '[';
    if (!is_inside) plain.push_back(c);
    if (c == ']') is_inside = false;
  }
  return schemas::FieldTable::get().field(plain);
}

// A parcel packed before a field was suspended may hold it; what its record says left is what it holds. An erased record says nothing.
bool holds_any(const Core& core, std::uint64_t record, const std::vector<schemas::FieldId>& fields) {
  const auto annex = core.log().annex(audit::Sequence{record});
  const auto pairs = annex && *annex ? audit::read_annex(**annex) : std::nullopt;
  if (!pairs) return true;
  return std::any_of(pairs->begin(), pairs->end(), [&](const audit::AnnexPair& pair) {
    if (pair.key != annex_verdict) return false;
    const auto parts = split(pair.value, '\t');
    const auto level = parts.size() == 5 ? schemas::level_named(parts[1]) : std::nullopt;
    if (!level) return true;
    const auto field = field_at(parts[0]);
    return *level >= schemas::Level::existence && (!field || std::find(fields.begin(), fields.end(), *field) != fields.end());
  });
}

Way way_of(const ParcelLabel& label) { return {label.sender, label.recipient}; }

// Lapse and suspension of an agreement, or of part of it, hold back everything but a recall.
bool may_go(const Core& core, const Waybill& waybill, Instant now) {
  const ParcelLabel& label = waybill.label;
  if (label.type == schemas::BodyType::recall) return true;
  if (standing_of(*core.rules.book, label.agreement_digest, way_of(label), now) != policy::Footing::in_force) return false;
  const auto suspended = suspended_between(*core.rules.book, way_of(label), now);
  return suspended.empty() || !holds_any(core, waybill.record, suspended);
}

// Of a Recall: what was done about it. Nothing if it only was read, or says what no answer is.
std::optional<schemas::RecallAnswer> answer_in(const schemas::Acknowledged& read) { return schemas::recall_answer_named(read.did); }

}  // namespace

void Delivery::send_due(Tick& tick) {
  const Instant now = core_.clock.now();
  for (auto& [agency, link] : core_.sessions.all()) {
    if (now - link.heard > core_.limits.session_silence) continue;
    const schemas::Organisation* organisation = core_.rules.directory->find(agency);
    const bool stands = organisation != nullptr && organisation->standing == schemas::Standing::active &&
                        organisation->connects_with(link.session.transport_key, now);
    if (!stands) continue;
    const std::size_t in_flight = core_.outbox.in_flight(agency);
    // A redelivery is in flight already, so it needs no room of its own.
    const std::size_t room = link.window > in_flight ? link.window - in_flight : 0;
    std::size_t fresh = 0;
    for (const DisclosureId& id : core_.outbox.due(agency, now, room + in_flight)) {
      const Waybill* waybill = core_.outbox.find(id);
      if (waybill->state == Waybill::State::queued && fresh++ >= room) continue;
      send_one(link, id, tick);
    }
  }
}

void Delivery::send_one(LinkSession& link, const DisclosureId& id, Tick& tick) {
  const Instant now = core_.clock.now();
  const Waybill& waybill = *core_.outbox.find(id);
  if (!may_go(core_, waybill, now)) return wait(id, tick);
  const auto dispatch = core_.outbox.open(id, core_.log(), core_.vault);
  const auto evidence = dispatch ? evidence_for(waybill.record, waybill.label.recipient, link.checkpoint_size) : std::nullopt;
  if (!evidence) {
    say(Tone::alarm, "parcel-unreadable", waybill.label.recipient.value(), waybill.record);
    core_.outbox.park(id);
    return;
  }
  if (core_.network.send(link.session, *dispatch, *evidence) != SendOutcome::sent) return;
  core_.outbox.sent(id, now);
  link.checkpoint_size = evidence->to_size;  // frames of one connection arrive in order
  link.shown = now;
}

// Under an agreement that may come back it stays, and its sender is told; under one that is gone for good it is returned.
void Delivery::wait(const DisclosureId& id, Tick& tick) {
  const Instant now = core_.clock.now();
  const Waybill& waybill = *core_.outbox.find(id);
  if (standing_of(*core_.rules.book, waybill.label.agreement_digest, way_of(waybill.label), now) == policy::Footing::absent) return bury(id, "agreement-gone", tick);
  audit::Event event = event_about(waybill, EventKind::waiting, now);
  event.code = "agreement-not-in-force";
  const std::size_t index = tick.add(std::move(event));
  tell_sender(index, waybill.label, core_.watches.find(id) != nullptr ? "not-delivered" : "waiting", "agreement-not-in-force", tick);
  say(Tone::alarm, "waiting", waybill.label.recipient.value(), waybill.record);
  core_.outbox.park(id);
}

// Proofs to the newest checkpoint, and from the one the link will hold when this reaches it.
std::optional<Evidence> Delivery::evidence_for(std::uint64_t record, const AgencyId& recipient, std::uint64_t from_size) {
  const audit::Log& log = core_.log();
  const auto checkpoint = log.checkpoint();
  const auto entry = log.entry(audit::Sequence{record});
  if (!checkpoint || !entry || !*entry) return std::nullopt;
  const std::uint64_t size = checkpoint->checkpoint.size;
  const auto inclusion = log.inclusion(audit::Sequence{record}, size);
  const auto consistency = from_size == size ? Result<audit::Proof, audit::LogError>{audit::Proof{}} : log.consistency(from_size, size);
  const auto bytes = audit::encode_entry(**entry);
  if (!inclusion || !consistency || !bytes) return std::nullopt;
  Evidence evidence{audit::encode_receipt({audit::Sequence{record}, *bytes, *inclusion, checkpoint->note}), *consistency, from_size, size};
  core_.witnesses.shown(*checkpoint);
  if (const auto witnessed = core_.witnesses.best(size, recipient)) {
    const auto continued = log.consistency(witnessed->size, size);
    if (continued) {
      evidence.witnessed = witnessed->note;
      evidence.continued = *continued;
    }
  }
  return evidence;
}

void Delivery::send_notes(const AgencyId& sender) {
  const LinkSession* link = core_.sessions.find(sender);
  if (link == nullptr) return;
  for (const auto& [sequence, row] : core_.notes.of(sender)) {
    if (core_.network.reply(link->session, status_of(sequence, row)) != SendOutcome::sent) return;
  }
}

void Delivery::tell_sender(std::size_t event, const ParcelLabel& label, std::string_view state, std::string_view code, Tick& tick) {
  NoteRow row{label.sender, label.message, label.recipient.value(), std::string{state}, std::string{code}, core_.clock.now()};
  const WatchRow* watched = code.empty() ? nullptr : core_.watches.find(label.disclosure);
  if (watched != nullptr) {
    row.call_name = watched->call_name;
    row.call_number = watched->call_number;
  }
  note(core_, event, std::move(row), tick);
}

void Delivery::acknowledged(const AgencyId& recipient, const schemas::Ack& ack, Tick& tick) {
  Waybill* waybill = core_.outbox.find(ack.disclosure);
  if (waybill == nullptr || waybill->label.recipient != recipient) return;  // said before, or not its own
  const ParcelLabel label = waybill->label;
  const std::size_t index = tick.add(event_about(*waybill, EventKind::delivered, core_.clock.now()));
  const CaseRow joined{label.case_id, label.case_opened, recipient, label.disclosure, label.message, label.sender};
  tick.store(audit::Table::cases, index, encode_row(joined));
  tick.erase(audit::Table::parcels, waybill->row);
  core_.cases.add(joined);
  core_.outbox.remove(ack.disclosure);
  tell_sender(index, label, "delivered", "", tick);
  if (label.type == schemas::BodyType::recall) note_recall_delivered(core_, ack.disclosure, tick);
}

void Delivery::refused_by(const AgencyId& recipient, const schemas::Nack& nack, Tick& tick) {
  const Waybill* waybill = core_.outbox.find(nack.disclosure);
  if (waybill == nullptr || waybill->label.recipient != recipient || waybill->state == Waybill::State::dead) return;
  const std::string_view code = schemas::find_code(nack.code) != nullptr ? std::string_view{nack.code} : "unknown-code";
  say(Tone::alarm, "delivery-refused", recipient.value(), waybill->record);
  bury(nack.disclosure, code, tick);
}

// Said again until it is known to be on disk, so the same words of the same person are written down once.
void Delivery::read_by_person(const AgencyId& recipient, const schemas::Acknowledged& read, Tick& tick) {
  const CaseTable::Delivery* delivery = core_.cases.delivery(read.disclosure);
  if (delivery == nullptr || delivery->recipient != recipient) return;
  const auto confirm = [this, recipient, read] {
    if (const LinkSession* link = core_.sessions.find(recipient)) core_.network.reply(link->session, read);
  };
  const auto answer = answer_in(read);
  const bool is_recall = core_.recalls.asked_by(read.disclosure).has_value();
  if (!read.did.empty() && (!answer || !is_recall)) return;  // no answer that there is, or to nothing that was asked
  const Digest said = Hasher{}.add_sized(as_bytes(read.name)).add_sized(as_bytes(read.telephone)).add_sized(as_bytes(read.did)).add_sized(as_bytes(read.because)).finish();
  const std::uint64_t next = tick.sequence_of(tick.size());
  if (const std::uint64_t first = core_.cases.has_now(read.disclosure, said, next); first != next) {
    if (first < core_.log().next_sequence().value()) confirm();
    return;
  }
  audit::AnnexWriter annex;
  annex.add(annex_message, format_uuid(delivery->message.value())).add("person", read.name).add("telephone", read.telephone);
  if (!read.because.empty()) annex.add(annex_reason, read.because);
  const Instant now = core_.clock.now();
  const std::string_view state = answer ? schemas::name_of(*answer) : "acknowledged";
  const std::size_t index = tick.add({.kind = answer ? EventKind::recall_acknowledged : EventKind::acknowledged, .at = now, .actor = recipient.value(),
                                      .counterpart = delivery->sender.value(), .code = answer ? std::string{state} : std::string{},
                                      .reference = read.disclosure.value(), .annex = annex.finish()});
  note(core_, index, {delivery->sender, delivery->message, recipient.value(), std::string{state}, "", now}, tick);
  if (answer) note_recall_answer(core_, read.disclosure, *answer, tick.sequence_of(index), tick);
  watching_.end(read.disclosure, tick);
  tick.after([confirm](audit::Committed&) { confirm(); });
}

void Delivery::noted(const AgencyId& sender, const schemas::Noted& noted, Tick& tick) {
  if (core_.notes.remove(sender, noted.sequence)) tick.erase(audit::Table::notes, noted.sequence);
}

void Delivery::bury(const DisclosureId& id, std::string_view code, Tick& tick) {
  const Waybill& waybill = *core_.outbox.find(id);
  audit::Event event = event_about(waybill, EventKind::returned, core_.clock.now());
  event.code = code;
  const ParcelLabel label = waybill.label;
  const std::size_t index = tick.add(std::move(event));
  reshelve(id, Shelf::dead, index, tick);
  tell_sender(index, label, "returned", code, tick);
  watching_.end(id, tick);
  say(Tone::alarm, "dead-lettered", label.recipient.value(), waybill.record);
}

void Delivery::withdraw(const DisclosureId& id, std::string_view code, Tick& tick) {
  const Waybill waybill = *core_.outbox.find(id);
  audit::Event event = event_about(waybill, EventKind::returned, core_.clock.now());
  event.code = code;
  end(waybill, std::move(event), tick);
}

void Delivery::end(const Waybill& waybill, audit::Event returned, Tick& tick) {
  const std::string code = returned.code;
  const std::size_t index = tick.add(std::move(returned));
  tick.erase(audit::Table::parcels, waybill.row);
  tell_sender(index, waybill.label, "returned", code, tick);
  watching_.end(waybill.label.disclosure, tick);
  core_.outbox.remove(waybill.label.disclosure);
}

void Delivery::reshelve(const DisclosureId& id, Shelf shelf, std::size_t event, Tick& tick) {
  Waybill& waybill = *core_.outbox.find(id);
  const auto stored = core_.log().get(audit::Table::parcels, audit::Sequence{waybill.row});
  auto row = stored && *stored ? decode_parcel(**stored) : std::nullopt;
  if (!row) return;  // erased meanwhile: there is nothing to shelve
  row->shelf = shelf;
  tick.store(audit::Table::parcels, event, encode_row(*row));
  tick.erase(audit::Table::parcels, waybill.row);
  core_.outbox.move(id, tick.sequence_of(event), Waybill::State::dead);
}

void Delivery::bury_overdue(Tick& tick) {
  const Instant now = core_.clock.now();
  for (const DisclosureId& id : core_.outbox.overdue(now - core_.limits.dead_letter_after)) {
    if (tick.size() >= core_.limits.tick_messages_max) return;
    bury(id, "dead-lettered", tick);
  }
}

std::optional<Waybill> Delivery::dead_letter(std::uint64_t record) const {
  for (Waybill& waybill : core_.outbox.all())
    if (waybill.record == record && waybill.state == Waybill::State::dead) return std::move(waybill);
  return std::nullopt;
}

bool Delivery::retry(std::uint64_t record, std::string_view officer, Tick& tick) {
  const auto dead = dead_letter(record);
  if (!dead) return false;
  audit::Event event = event_about(*dead, EventKind::retried, core_.clock.now());
  event.actor = officer;
  const std::size_t index = tick.add(std::move(event));
  reshelve(dead->label.disclosure, Shelf::queued, index, tick);
  tick.after([this, id = dead->label.disclosure](audit::Committed&) {
    if (core_.outbox.find(id) != nullptr) core_.outbox.extend(id, core_.clock.now());
  });
  return true;
}

bool Delivery::give_back(std::uint64_t record, std::string_view officer, Tick& tick) {
  const auto dead = dead_letter(record);
  if (!dead) return false;
  audit::Event event = event_about(*dead, EventKind::returned, core_.clock.now());
  event.actor = officer;
  event.code = "given-back";
  end(*dead, std::move(event), tick);
  return true;
}

void Delivery::unpark() {
  for (const Waybill& waybill : core_.outbox.all())
    if (waybill.state == Waybill::State::parked) core_.outbox.requeue(waybill.label.disclosure, core_.clock.now());
}

}  // namespace concordat::broker
