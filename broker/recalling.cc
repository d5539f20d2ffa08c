#include "broker/recalling.h"

#include <algorithm>

#include "broker/answers.h"
#include "broker/facts.h"
#include "broker/parcel.h"
#include "broker/scan.h"
#include "broker/urgent.h"
#include "broker/voice.h"
#include "broker/waiting.h"
#include "schemas/decode.h"
#include "schemas/not_told.h"
#include "schemas/signed_envelope.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using schemas::AgencyId;
using schemas::RecallAction;

constexpr std::string_view needs_decision = "needs-decision";
constexpr std::string_view recalled = "recalled";

Bytes message_annex(const schemas::MessageId& message) {
  audit::AnnexWriter annex;
  annex.add(annex_message, format_uuid(message.value()));
  return annex.finish();
}

audit::Event event_to(const schemas::Envelope& envelope, const AgencyId& to, EventKind kind, Instant now) {
  return {.kind = kind, .at = now, .actor = envelope.sender.value(), .counterpart = to.value(),
          .message_type = std::string{schemas::name_of(envelope.type)}, .purpose = envelope.purpose};
}

schemas::RecipientOutcome told(const Tick& tick, std::size_t event) {
  const audit::Event& written = tick.event(event);
  return outcome_of(written.kind, written.counterpart, written.code, written.agreement, tick.sequence_of(event), written.annex);
}

bool had_any(const policy::PastDisclosure& past, const schemas::RecallOrder& order) {
  return order.paths.empty() || std::any_of(order.paths.begin(), order.paths.end(), [&](const std::string& path) { return past.had(path); });
}

void change(Core& core, std::uint64_t sequence, const schemas::DisclosureId& disclosure, const std::function<void(AskedRow&)>& set, Tick& tick) {
  RecallRow row = *core.recalls.find(sequence);
  for (AskedRow& asked : row.asked)
    if (asked.disclosure == disclosure) set(asked);
  tick.replace(audit::Table::waiting, sequence, encode_row(row));
  core.recalls.add(sequence, std::move(row));
}

}  // namespace

Result<PastMessage, Recalling::Objection> Recalling::look_up(const schemas::Submission& submission) const {
  const schemas::Envelope& envelope = submission.envelope();
  const auto order = schemas::recall_of(submission.body());
  if (!order) return Fail{Objection{"missing-field", {"recall.action", "recall.message"}}};
  if (!envelope.recipients.empty()) return Fail{Objection{"recall-names-recipients", {"recipients"}}};
  for (const std::string& path : order->paths)
    if (!schemas::is_recall_path(path)) return Fail{Objection{"invalid-value", {"recall.paths.path"}}};
  auto past = past_of(core_, envelope.case_id, order->message);
  if (!past) return Fail{Objection{"log-unavailable", {}}};
  // Another's message is as unknown as none at all.
  if (!*past || (*past)->sender != envelope.sender) return Fail{Objection{"recall-unknown", {"recall.message"}}};
  if (schemas::is_subject_not_to_be_told(submission.message())) (*past)->telling = PastMessage::Telling::stops;
  return std::move(**past);
}

std::map<AgencyId, policy::PastDisclosure> Recalling::whom(const schemas::RecallOrder& order, const PastMessage& past) const {
  std::map<AgencyId, policy::PastDisclosure> found;
  for (const auto& [agency, had] : past.had)
    if (had_any(had, order) && core_.rules.directory->find(agency) != nullptr) found.emplace(agency, had);
  return found;
}

std::size_t Recalling::recipients(const schemas::Submission& submission, const PastMessage& past) const {
  return whom(*schemas::recall_of(submission.body()), past).size();
}

std::vector<schemas::RecipientOutcome> Recalling::carry_out(const RecallAsked& asked, const PastMessage& past, Tick& tick) {
  const schemas::Envelope& envelope = asked.submission->envelope();
  const schemas::RecallOrder order = *schemas::recall_of(asked.submission->body());
  RecallRow row{.recall = envelope.id, .message = order.message, .case_id = envelope.case_id, .sender = envelope.sender,
                .action = std::string{schemas::name_of(order.action)}, .since = core_.clock.now()};
  if (past.telling == PastMessage::Telling::stops) row.stage = RecallRow::Stage::undecided;
  std::vector<schemas::RecipientOutcome> outcomes;
  for (const auto& [agency, had] : whom(order, past))
    outcomes.push_back(row.stage == RecallRow::Stage::undecided ? hold(asked, agency, tick) : disclose(asked, agency, had, row, tick));
  if (row.stage == RecallRow::Stage::undecided) row.content = seal_recall(row, {asked.accepted, to_bytes(asked.frame)}, core_.vault);
  const bool goes = row.stage == RecallRow::Stage::going;
  record(std::move(row), asked, past.accepted, tick);
  if (goes) withdraw(order, past, tick);
  return outcomes;
}

schemas::RecipientOutcome Recalling::disclose(const RecallAsked& asked, const AgencyId& to, const policy::PastDisclosure& past, RecallRow& row, Tick& tick) {
  const schemas::Message& message = asked.submission->message();
  const Instant now = core_.clock.now();
  const policy::Disclosure disclosure = policy::Gate{*core_.rules.book}.recall(asked.submission, to, now, facts_of(core_, message.envelope, to), past);
  const auto parcel = std::make_shared<Parcel>(Parcel::pack(disclosure, core_.log().origin(), asked.accepted));
  const schemas::DisclosureId id = parcel->label().disclosure;
  audit::Event event = event_to(message.envelope, to, EventKind::disclosed, now);
  event.reference = id.value();
  event.annex = verdict_annex(message, disclosure.verdicts(), {}, *core_.rules.book, {});
  const std::size_t index = tick.add(std::move(event));
  const std::uint64_t sequence = tick.sequence_of(index);
  tick.store(audit::Table::parcels, index, Outbox::stow(*parcel, sequence, Shelf::queued, core_.vault));
  watching_.begin(message.envelope, id, to, asked.accepted, index, tick);
  tick.after([this, parcel, sequence](audit::Committed&) { core_.outbox.add(parcel->label(), sequence, sequence, core_.clock.now()); });
  row.asked.push_back({.agency = to, .disclosure = id, .record = sequence});
  return told(tick, index);
}

schemas::RecipientOutcome Recalling::hold(const RecallAsked& asked, const AgencyId& to, Tick& tick) {
  audit::Event event = event_to(asked.submission->envelope(), to, EventKind::waiting, core_.clock.now());
  event.code = needs_decision;
  event.annex = message_annex(asked.submission->envelope().id);
  return told(tick, tick.add(std::move(event)));
}

void Recalling::record(RecallRow row, const RecallAsked& asked, std::uint64_t about, Tick& tick) {
  const schemas::Envelope& envelope = asked.submission->envelope();
  audit::AnnexWriter annex;
  annex.add(annex_message, format_uuid(envelope.id.value())).add(annex_case, format_uuid(envelope.case_id.value()));
  annex.add(annex_recalled, format_uuid(row.message.value()));
  for (const AskedRow& one : row.asked) annex.add(annex_asked, one.agency.value());
  const bool waits = row.stage == RecallRow::Stage::undecided;
  const std::size_t index = tick.add({.kind = EventKind::recall, .at = row.since, .actor = row.sender.value(), .code = row.action,
                                      .message_type = std::string{schemas::name_of(envelope.type)}, .purpose = envelope.purpose,
                                      .about = audit::Sequence{about}, .annex = annex.finish()});
  const std::uint64_t sequence = tick.sequence_of(index);
  tick.store(audit::Table::waiting, index, encode_row(row));
  say(waits ? Tone::alarm : Tone::note, waits ? needs_decision : std::string_view{"recall"}, row.sender.value(), sequence);
  if (waits) note(core_, index, {row.sender, row.recall, "", "held", std::string{needs_decision}, row.since}, tick);
  tick.after([this, row = std::move(row), sequence](audit::Committed&) { core_.recalls.add(sequence, row); });
}

// What is known to be wrong may still be corrected behind it; what nobody may have or use must not arrive at all.
void Recalling::withdraw(const schemas::RecallOrder& order, const PastMessage& past, Tick& tick) {
  if (order.action == RecallAction::rectify) return;
  for (const Waybill& waybill : core_.outbox.all()) {
    const ParcelLabel& label = waybill.label;
    const auto had = past.had.find(label.recipient);
    const bool is_meant = label.message == order.message && label.sender == past.sender && (had == past.had.end() || had_any(had->second, order));
    if (is_meant) delivery_.withdraw(label.disclosure, recalled, tick);
  }
  withdraw_waiting(order.message, past, tick);
}

// Of what nobody has decided it is not known which fields would leave: it is withdrawn whole.
void Recalling::withdraw_waiting(const schemas::MessageId& message, const PastMessage& past, Tick& tick) {
  const std::map<std::uint64_t, HeldRow> held = core_.held.all();
  for (const auto& [sequence, row] : held) {
    if (row.message != message || row.sender != past.sender) continue;
    end_waiting(sequence, message, past, row.recipient.value(), tick);
    core_.held.remove(sequence);
  }
  std::vector<std::pair<std::uint64_t, std::string>> found;
  const auto scanned = scan_rows(core_.log(), audit::Table::waiting, [&](std::uint64_t sequence, ByteView value) {
    const auto waiting = open_waiting(value, core_.vault);
    const auto frame = waiting ? schemas::decode_frame(waiting->frame) : Result<schemas::Frame, schemas::FrameError>{Fail{schemas::FrameError::malformed}};
    if (!frame || !std::holds_alternative<schemas::Submit>(*frame)) return;
    const auto envelope = schemas::read_signed_envelope(std::get<schemas::Submit>(*frame).envelope);
    if (envelope && envelope->envelope.id == message && envelope->envelope.sender == past.sender) found.emplace_back(sequence, waiting->recipient.value());
  });
  if (!scanned) say(Tone::alarm, audit::log_error_code(scanned.error()), "recall");
  for (const auto& [sequence, recipient] : found) end_waiting(sequence, message, past, recipient, tick);
}

void Recalling::end_waiting(std::uint64_t sequence, const schemas::MessageId& message, const PastMessage& past, std::string_view recipient, Tick& tick) {
  const Instant now = core_.clock.now();
  const std::size_t index = tick.add({.kind = EventKind::returned, .at = now, .actor = past.sender.value(), .counterpart = std::string{recipient},
                                      .code = std::string{recalled}, .about = audit::Sequence{sequence}, .annex = message_annex(message)});
  note(core_, index, {past.sender, message, std::string{recipient}, "returned", std::string{recalled}, now}, tick);
  tick.erase(audit::Table::waiting, sequence);
}

Result<Recalling::Opened, std::string_view> Recalling::open(std::uint64_t record, const schemas::Officer& officer) const {
  const RecallRow* known = core_.recalls.find(record);
  if (known == nullptr || known->stage != RecallRow::Stage::undecided) return Fail{std::string_view{"no-such-recall"}};
  if (officer.role != "igOfficer") return Fail{std::string_view{"not-permitted"}};
  if (known->sender != officer.agency) return Fail{std::string_view{"not-yours"}};
  const auto stored = core_.log().get(audit::Table::waiting, audit::Sequence{record});
  auto row = stored && *stored ? decode_recall(**stored) : std::nullopt;
  auto content = row ? open_recall(*row, core_.vault) : std::nullopt;
  auto frame = content ? schemas::decode_frame(content->frame) : Result<schemas::Frame, schemas::FrameError>{Fail{schemas::FrameError::malformed}};
  if (!frame || !std::holds_alternative<schemas::Submit>(*frame)) return Fail{std::string_view{"no-such-recall"}};
  // Its key was valid when it was accepted; that is what counts.
  const auto key_of = [&](const AgencyId& sender, const schemas::KeyFingerprint& key) {
    return core_.rules.directory->signing_key(sender, key, content->accepted);
  };
  auto submission = schemas::Decoder::decode(std::get<schemas::Submit>(*frame), key_of);
  if (!submission) return Fail{std::string_view{"unknown-key"}};
  return Opened{std::move(*row), std::move(*content), *submission};
}

std::string Recalling::release(std::uint64_t record, const schemas::Officer& officer, Tick& tick) {
  const auto held = open(record, officer);
  if (!held) return std::string{held.error()};
  auto past = look_up(*held->submission);
  if (!past) return std::string{past.error().code};
  past->telling = PastMessage::Telling::freely;  // by this officer's word
  const Instant now = core_.clock.now();
  tick.add({.kind = EventKind::released, .at = now, .actor = officer.agency.value() + "/" + officer.name, .counterpart = held->row.sender.value(),
            .code = "approved", .about = audit::Sequence{record}, .annex = message_annex(held->row.recall)});
  const RecallAsked asked{held->submission, held->content.frame, held->content.accepted};
  const std::size_t first = tick.size();
  for (const schemas::RecipientOutcome& outcome : carry_out(asked, *past, tick))
    note(core_, static_cast<std::size_t>(outcome.sequence - tick.sequence_of(0)),
         {held->row.sender, held->row.recall, outcome.recipient, std::string{state_after_waiting(outcome)}, outcome.code.empty() ? outcome.outcome : outcome.code, now}, tick);
  if (core_.subjects) core_.subjects->note(held->submission->message(), first, tick.size() - first, tick);
  tick.erase(audit::Table::waiting, record);
  core_.recalls.remove(record);
  return {};
}

std::string Recalling::refuse(std::uint64_t record, const schemas::Officer& officer, Tick& tick) {
  const auto held = open(record, officer);
  if (!held) return std::string{held.error()};
  const RecallRow& row = held->row;
  const Instant now = core_.clock.now();
  const auto past = look_up(*held->submission);
  std::vector<std::string> recipients;
  if (past)
    for (const auto& [agency, had] : whom(*schemas::recall_of(held->submission->body()), *past)) recipients.push_back(agency.value());
  for (const std::string& recipient : recipients) {
    const std::size_t index = tick.add({.kind = EventKind::refused, .at = now, .actor = officer.agency.value() + "/" + officer.name, .counterpart = recipient,
                                        .code = "hold-refused", .about = audit::Sequence{record}, .annex = message_annex(row.recall)});
    note(core_, index, {row.sender, row.recall, recipient, "refused", "hold-refused", now}, tick);
  }
  tick.erase(audit::Table::waiting, record);
  core_.recalls.remove(record);
  return {};
}

bool Recalling::may_be_due(const schemas::Body& body) {
  const schemas::FieldTable& table = schemas::FieldTable::get();
  return std::any_of(body.fields.begin(), body.fields.end(), [&](const schemas::Field& field) {
    return table[field.id].path.ends_with("address.confidential") && field.value == "yes";
  });
}

void Recalling::find_due(const schemas::Message& message, Tick& tick) {
  if (!may_be_due(message.body)) return;
  const schemas::Envelope& envelope = message.envelope;
  const auto due = open_addresses(core_, envelope.case_id, envelope.sender);
  if (!due) return say(Tone::alarm, audit::log_error_code(due.error()), "recall");
  const Instant now = core_.clock.now();
  for (const auto& [earlier, accepted] : *due) {
    if (earlier == envelope.id) continue;
    const std::size_t index = tick.add({.kind = EventKind::waiting, .at = now, .actor = envelope.sender.value(), .code = std::string{address_due},
                                        .about = audit::Sequence{accepted}, .annex = message_annex(earlier)});
    note(core_, index, {envelope.sender, earlier, "", "recall-due", std::string{address_due}, now}, tick);
    say(Tone::alarm, address_due, envelope.sender.value(), tick.sequence_of(index));
  }
}

void note_recall_delivered(Core& core, const schemas::DisclosureId& disclosure, Tick& tick) {
  if (const auto sequence = core.recalls.asked_by(disclosure))
    change(core, *sequence, disclosure, [&](AskedRow& asked) { asked.delivered = core.clock.now(); }, tick);
}

void note_recall_answer(Core& core, const schemas::DisclosureId& disclosure, schemas::RecallAnswer answer, std::uint64_t answer_record, Tick& tick) {
  if (const auto sequence = core.recalls.asked_by(disclosure))
    change(core, *sequence, disclosure, [&](AskedRow& asked) {
      asked.answered = core.clock.now();
      asked.answer = schemas::name_of(answer);
      asked.answer_record = answer_record;
    }, tick);
}

}  // namespace concordat::broker
