#include "broker/intake.h"

#include "broker/answers.h"
#include "broker/facts.h"
#include "broker/scan.h"
#include "broker/urgent.h"
#include "broker/voice.h"
#include "broker/waiting.h"
#include "policy/pathway.h"
#include "schemas/signed_envelope.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using schemas::AgencyId;

// What it says it answers or carries on.
std::vector<schemas::MessageId> answered_by(const schemas::Envelope& envelope) {
  std::vector<schemas::MessageId> found;
  if (envelope.in_reply_to) found.push_back(*envelope.in_reply_to);
  for (const schemas::Link& link : envelope.linked)
    if (link.relation == schemas::LinkRelation::continuation) found.push_back(link.message);
  return found;
}

}  // namespace

std::optional<std::string_view> Intake::hold_off(const AgencyId& agency, Instant now, const Verifier& verifier) {
  if (verifier.waiting() >= core_.limits.verify_queue_max) return "busy";
  if (!rate_.admit(agency, now)) return "rate-limited";
  return std::nullopt;
}

// Rates never refuse or delay an emergency: it is let in, and alarms.
std::optional<std::string_view> Intake::hold_off(const AgencyId& agency, ByteView envelope, Instant now, const Verifier& verifier) {
  const auto code = hold_off(agency, now, verifier);
  if (code != "rate-limited") return code;
  const auto read = schemas::read_signed_envelope(envelope);
  const bool is_emergency = read && (read->envelope.emergency || read->envelope.urgency == schemas::Urgency::emergency);
  if (!is_emergency) return code;
  say(Tone::alarm, "emergency-rate", agency.value());
  return std::nullopt;
}

std::optional<std::string_view> Intake::objection(const Verified& verified, const schemas::Submission& submission, Instant now) const {
  const schemas::Envelope& envelope = submission.envelope();
  if (envelope.sender != verified.agency) return "sender-mismatch";
  // The directory may have changed since the frame was verified.
  if (!core_.rules.directory->signing_key(envelope.sender, submission.sealed().seal.key, now)) return "unknown-key";
  if (envelope.created < now - core_.limits.freshness || envelope.created > now + core_.limits.clock_skew) return "stale";
  if (core_.cases.is_party(envelope.case_id, envelope.sender) && core_.cases.opened(envelope.case_id) != envelope.case_opened)
    return "case-opened-differs";
  return std::nullopt;
}

// What the log knows of earlier messages of the case decides of it: there may be none in flight.
bool Intake::looks_back(const schemas::Message& message) const {
  if (message.envelope.type == schemas::BodyType::recall) return true;
  return core_.cases.is_known(message.envelope.case_id) && Recalling::may_be_due(message.body);
}

void Intake::decide(Verified verified, Tick& tick) {
  if (!verified.outcome) {
    const schemas::DecodeError& error = verified.outcome.error();
    refuse(verified, nullptr, error.code, error.where, tick);
    return;
  }
  const std::shared_ptr<const schemas::Submission> submission = *verified.outcome;
  const schemas::Envelope& envelope = submission->envelope();
  const Instant now = core_.clock.now();
  const bool is_alone = tick.empty() && tick.sequence_of(0) == core_.log().next_sequence().value();
  if (!is_alone && looks_back(submission->message())) {
    core_.alone.push_back([this, later = std::make_shared<Verified>(std::move(verified))](Tick& then) { decide(*later, then); });
    return;
  }
  if (const Seen* seen = core_.seen.find(envelope.id)) {
    if (seen->sender != verified.agency || seen->content != verified.content) {
      refuse(verified, nullptr, "conflict", {}, tick);
    } else if (seen->first < core_.log().next_sequence().value()) {
      if (const auto answer = first_answer(core_.log(), envelope.id, *seen)) core_.network.reply(verified.session, *answer);
    }  // else its tick is on its way to the disk: the answer follows it
    return;
  }
  if (const auto code = objection(verified, *submission, now)) {
    refuse(verified, *code == "sender-mismatch" ? nullptr : &envelope, *code, {}, tick);
    return;
  }
  if (envelope.type == schemas::BodyType::recall) {
    recall(verified, tick);
    return;
  }
  // Whom the sender named, and nobody else; the pathway decides only where it named nobody.
  const auto recipients = envelope.recipients.empty() ? policy::resolve_recipients(*core_.rules.book, envelope, now)
                                                      : Result<std::vector<AgencyId>, policy::PathwayRefusal>{envelope.recipients};
  if (!recipients) {
    refuse(verified, &envelope, policy::name_of(recipients.error()), {"recipients"}, tick);
    return;
  }
  for (const AgencyId& recipient : *recipients) {
    if (core_.rules.directory->find(recipient) != nullptr) continue;
    refuse(verified, &envelope, "unknown-recipient", {"recipients"}, tick);
    return;
  }
  accept(verified, submission, *recipients, tick);
}

// `envelope` is there when the refusal settles that message: a repeat then gets the same answer.
void Intake::refuse(const Verified& verified, const schemas::Envelope* envelope, std::string_view code, std::vector<std::string> where, Tick& tick) {
  const Instant now = core_.clock.now();
  std::optional<schemas::MessageId> message;
  if (verified.outcome) message = (*verified.outcome)->envelope().id;
  else message = verified.outcome.error().message;
  audit::AnnexWriter annex;
  if (message) annex.add(annex_message, format_uuid(message->value()));
  for (const std::string& place : where) annex.add(annex_where, place);
  audit::Event event{.kind = EventKind::refused, .at = now, .actor = verified.agency.value(), .code = std::string{code}, .annex = annex.finish()};
  if (envelope != nullptr) {
    event.message_type = schemas::name_of(envelope->type);
    event.purpose = envelope->purpose;
  }
  const std::size_t index = tick.add(std::move(event));
  if (envelope != nullptr) {
    const SeenRow row{envelope->id, envelope->sender, verified.content, 1, now};
    tick.store(audit::Table::seen, index, encode_row(row));
    core_.seen.add(row, tick.sequence_of(index));
    if (policy::is_urgent(*envelope)) {
      const Call call = call_for(core_, *envelope, envelope->recipients.empty() ? std::nullopt : std::optional{envelope->recipients.front()}, now);
      note(core_, index, {envelope->sender, envelope->id, "", "not-delivered", std::string{code}, now, call.name, call.number}, tick);
    }
    if (core_.subjects) core_.subjects->note((*verified.outcome)->message(), index, 1, tick);
  }
  say(Tone::warning, code, verified.agency.value(), tick.sequence_of(index));
  tick.after([this, session = verified.session, message, code = std::string{code}, where = std::move(where)](audit::Committed&) {
    core_.network.reply(session, schemas::Refused{message, code, where});
  });
}

std::size_t Intake::write_accepted(const Verified& verified, const schemas::Envelope& envelope, std::size_t outcomes, Tick& tick) {
  const Instant now = core_.clock.now();
  audit::AnnexWriter annex;
  annex.add(annex_message, format_uuid(envelope.id.value())).add(annex_case, format_uuid(envelope.case_id.value()));
  for (const schemas::MessageId& answered : answered_by(envelope)) annex.add(annex_answers, format_uuid(answered.value()));
  const std::size_t index = tick.add({.kind = EventKind::accepted, .at = now, .actor = envelope.sender.value(),
                                      .message_type = std::string{schemas::name_of(envelope.type)}, .purpose = envelope.purpose,
                                      .reference = verified.content, .annex = annex.finish()});
  const SeenRow seen{envelope.id, envelope.sender, verified.content, static_cast<std::uint32_t>(1 + outcomes), now};
  tick.store(audit::Table::seen, index, encode_row(seen));
  core_.seen.add(seen, tick.sequence_of(index));
  return index;
}

void Intake::recall(const Verified& verified, Tick& tick) {
  const std::shared_ptr<const schemas::Submission> submission = *verified.outcome;
  const schemas::Envelope& envelope = submission->envelope();
  const auto past = recalling_.look_up(*submission);
  if (!past && past.error().code == "log-unavailable") {  // for now: the link sends it again
    core_.network.reply(verified.session, schemas::Refused{envelope.id, std::string{past.error().code}, {}});
    return;
  }
  if (!past) {
    refuse(verified, &envelope, past.error().code, past.error().where, tick);
    return;
  }
  const std::size_t index = write_accepted(verified, envelope, recalling_.recipients(*submission, *past), tick);
  schemas::Accepted answer{envelope.id, tick.sequence_of(index), recalling_.carry_out({submission, verified.frame, core_.clock.now()}, *past, tick)};
  if (core_.subjects) core_.subjects->note(submission->message(), index, tick.size() - index, tick);
  tick.after([this, session = verified.session, answer = std::move(answer)](audit::Committed&) { core_.network.reply(session, answer); });
}

void Intake::accept(const Verified& verified, std::shared_ptr<const schemas::Submission> submission, const std::vector<AgencyId>& recipients, Tick& tick) {
  const schemas::Envelope& envelope = submission->envelope();
  const Instant now = core_.clock.now();
  const std::size_t index = write_accepted(verified, envelope, recipients.size(), tick);
  const bool is_opened = !core_.cases.is_known(envelope.case_id);
  CaseRow row{.case_id = envelope.case_id, .opened = envelope.case_opened, .agency = envelope.sender, .disclosure = {}, .message = envelope.id,
              .sender = envelope.sender};
  if (is_opened) core_.cases.add(row);
  schemas::Accepted answer{envelope.id, tick.sequence_of(index), {}};
  std::optional<policy::CaseStage> moves_to;
  policy::Matter matter = policy::Gate{*core_.rules.book}.open(submission);
  for (const AgencyId& recipient : recipients) {
    Decided decided = deciding_.decide({.submission = submission, .recipient = recipient, .frame = verified.frame, .accepted = now, .matter = &matter}, tick);
    answer.outcomes.push_back(std::move(decided.outcome));
    if (decided.moves_to) moves_to = std::move(decided.moves_to);
  }
  if (core_.subjects) core_.subjects->note(submission->message(), index, tick.size() - index, tick);
  // What is decided here is decided by where the case stood; the Decision that moves it counts from the next on.
  if (is_opened) {
    row.moved_to = moves_to;
    tick.store(audit::Table::cases, index, encode_row(row));
    core_.cases.add(row);
  } else if (moves_to) {
    move_case(envelope, *moves_to, index, tick);
  }
  if (!is_opened) recalling_.find_due(submission->message(), tick);
  tick.after([this, session = verified.session, answer = std::move(answer)](audit::Committed&) { core_.network.reply(session, answer); });
}

void Intake::move_case(const schemas::Envelope& envelope, const policy::CaseStage& stage, std::size_t event, Tick& tick) {
  const CaseRow row{.case_id = envelope.case_id, .opened = envelope.case_opened, .agency = envelope.sender, .disclosure = {}, .message = envelope.id,
                    .sender = envelope.sender, .step = CaseRow::Step::moved, .moved_to = stage};
  tick.store(audit::Table::cases, event, encode_row(row));
  core_.cases.add(row);
}

void Intake::decide_waiting(Tick& tick) {
  struct Stored {
    std::uint64_t sequence;
    std::shared_ptr<const schemas::Submission> submission;
    WaitingSubmission waiting;
  };
  std::vector<Stored> found;
  const Instant now = core_.clock.now();
  const auto scanned = scan_rows(core_.log(), audit::Table::waiting, [&](std::uint64_t sequence, ByteView value) {
    auto waiting = open_waiting(value, core_.vault);
    if (!waiting) return;
    auto decoded = schemas::decode_frame(waiting->frame);
    if (!decoded || !std::holds_alternative<schemas::Submit>(*decoded)) return;
    // Its key was valid when it was accepted; that is what counts.
    const auto key_of = [&](const AgencyId& sender, const schemas::KeyFingerprint& key) {
      return core_.rules.directory->signing_key(sender, key, waiting->accepted);
    };
    auto submission = schemas::Decoder::decode(std::get<schemas::Submit>(*decoded), key_of);
    if (submission) found.push_back({sequence, *submission, std::move(*waiting)});
  });
  if (!scanned) return;
  for (const Stored& stored : found) {
    const schemas::Envelope& envelope = stored.submission->envelope();
    const AgencyId& recipient = stored.waiting.recipient;
    const auto standing = policy::weigh(*core_.rules.book, stored.submission->message(), recipient, now, facts_of(core_, envelope, recipient));
    if (standing.waits_for == policy::WaitsFor::renewal || standing.waits_for == policy::WaitsFor::resumption) continue;
    const std::size_t decided = tick.size();
    const auto [outcome, moves_to] = deciding_.decide({stored.submission, recipient, stored.waiting.frame, stored.waiting.accepted}, tick);
    if (core_.subjects) core_.subjects->note(stored.submission->message(), decided, tick.size() - decided, tick);
    const NoteRow row{envelope.sender, envelope.id, recipient.value(), std::string{state_after_waiting(outcome)}, outcome.code.empty() ? outcome.outcome : outcome.code, now};
    const std::size_t index = tick.add({.kind = EventKind::released, .at = now, .actor = envelope.sender.value(), .counterpart = recipient.value(),
                                        .code = outcome.outcome, .about = audit::Sequence{stored.sequence}});
    tick.erase(audit::Table::waiting, stored.sequence);
    note(core_, index, row, tick);
    if (moves_to) move_case(envelope, *moves_to, index, tick);
  }
}

}  // namespace concordat::broker
