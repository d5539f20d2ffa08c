#include "broker/deciding.h"

#include <utility>

#include "broker/answers.h"
#include "broker/facts.h"
#include "broker/parcel.h"
#include "broker/urgent.h"
#include "broker/voice.h"
#include "broker/waiting.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using schemas::AgencyId;

schemas::RecipientOutcome told(const Tick& tick, std::size_t event) {
  const audit::Event& written = tick.event(event);
  return outcome_of(written.kind, written.counterpart, written.code, written.agreement, tick.sequence_of(event), written.annex);
}

bool waits_for_a_person(policy::WaitsFor what) {
  return what == policy::WaitsFor::approval || what == policy::WaitsFor::leak_guard;
}

}  // namespace

Decided Deciding::decide(const Question& question, Tick& tick) {
  const schemas::Message& message = question.submission->message();
  const schemas::Envelope& envelope = message.envelope;
  const Instant now = core_.clock.now();
  const policy::Gate gate{*core_.rules.book};
  const policy::CaseFacts known = facts_of(core_, envelope, question.recipient);
  const policy::Decision decision = question.matter != nullptr
                                        ? gate.decide(*question.matter, question.recipient, now, known, question.approvals)
                                        : gate.decide(question.submission, question.recipient, now, known, question.approvals);
  const policy::Evaluation& evaluation = policy::evaluation_of(decision);
  const auto* disclosure = std::get_if<policy::Disclosure>(&decision);
  audit::Event event{.kind = EventKind::refused, .at = now, .actor = envelope.sender.value(), .counterpart = question.recipient.value(),
                     .message_type = std::string{schemas::name_of(envelope.type)}, .purpose = envelope.purpose};
  std::vector<std::string> facts;
  for (const policy::FactUsed& fact : evaluation.facts) facts.push_back(policy::words_of(fact, evaluation, message.body));
  event.annex = verdict_annex(message, evaluation.verdicts, facts, *core_.rules.book, evaluation.terms->keep,
                              disclosure != nullptr ? evaluation.footing : policy::Footing::in_force);
  if (evaluation.governing) {
    const policy::CompiledAgreement& governing = core_.rules.book->agreements()[*evaluation.governing];
    event.agreement = audit::AgreementRef{schemas::format_agreement_name(governing.name), governing.digest.value()};
  }
  const std::size_t index = disclosure != nullptr ? disclose(question, *disclosure, std::move(event), tick)
                                                  : withhold(question, decision, std::move(event), tick);
  const bool is_refused = std::holds_alternative<policy::Refusal>(decision);
  return {told(tick, index), is_refused ? std::nullopt : evaluation.moves_to};
}

void Deciding::follow_up(Tick& tick) {
  for (const auto& then : std::exchange(later_, {})) then(tick);
}

std::size_t Deciding::disclose(const Question& question, const policy::Disclosure& disclosure, audit::Event event, Tick& tick) {
  auto parcel = std::make_shared<Parcel>(Parcel::pack(disclosure, core_.log().origin(), question.accepted));
  const ParcelLabel& label = parcel->label();
  event.kind = EventKind::disclosed;
  event.reference = label.disclosure.value();
  const std::size_t index = tick.add(std::move(event));
  const std::uint64_t sequence = tick.sequence_of(index);
  tick.store(audit::Table::parcels, index, Outbox::stow(*parcel, sequence, Shelf::queued, core_.vault));
  watching_.begin(question.submission->envelope(), label.disclosure, question.recipient, question.accepted, index, tick);
  tick.after([this, parcel, sequence](audit::Committed&) { core_.outbox.add(parcel->label(), sequence, sequence, core_.clock.now()); });
  const policy::Evaluation& evaluation = disclosure.evaluation();
  if (evaluation.footing == policy::Footing::lapsed) say(Tone::alarm, "emergency-after-lapse", label.agreement, sequence);
  if (Reviewing::is_called_for(evaluation, question.submission->envelope()))
    later_.push_back([this, submission = question.submission, recipient = question.recipient, evaluation, sequence](Tick& then) {
      reviewing_.open(submission->message(), recipient, evaluation, sequence, then);
    });
  hold_rest(question, evaluation, index, tick);
  return index;
}

// What is held of something that otherwise leaves has an entry of its own.
void Deciding::hold_rest(const Question& question, const policy::Evaluation& evaluation, std::size_t decision, Tick& tick) {
  if (!Holding::holds_more(evaluation, question.refused, *core_.rules.book)) return;
  audit::Event event = tick.event(decision);
  event.kind = EventKind::waiting;
  event.code = policy::name_of(policy::WaitsFor::approval);
  event.about = audit::Sequence{tick.sequence_of(decision)};
  event.reference = {};
  later_.push_back([this, question, frame = to_bytes(question.frame), evaluation, event = std::move(event)](Tick& then) {
    const std::size_t index = then.add(event);
    Question whole = question;
    whole.frame = frame;
    holding_.park(whole, evaluation, index, then);
    const schemas::Envelope& envelope = question.submission->envelope();
    note(core_, index, {envelope.sender, envelope.id, question.recipient.value(), "held", event.code, event.at}, then);
  });
}

std::size_t Deciding::withhold(const Question& question, const policy::Decision& decision, audit::Event event, Tick& tick) {
  std::size_t index = 0;
  if (const auto* waiting = std::get_if<policy::Waiting>(&decision)) {
    event.kind = EventKind::waiting;
    event.code = policy::name_of(waiting->what);
    index = tick.add(std::move(event));
    if (waits_for_a_person(waiting->what)) {
      holding_.park(question, waiting->evaluation, index, tick);
    } else {
      tick.store(audit::Table::waiting, index, stow_waiting(question.recipient, question.accepted, question.frame, core_.vault));
      say(Tone::alarm, "waiting", question.recipient.value(), tick.sequence_of(index));
    }
  } else {
    event.code = policy::name_of(std::get<policy::Refusal>(decision).code);
    index = tick.add(std::move(event));
  }
  tell_undelivered(question, index, tick);
  return index;
}

void Deciding::tell_undelivered(const Question& question, std::size_t event, Tick& tick) {
  const schemas::Envelope& envelope = question.submission->envelope();
  if (!policy::is_urgent(envelope)) return;
  const audit::Event& why = tick.event(event);
  const Call call = call_for(core_, envelope, question.recipient, why.at);
  note(core_, event, {envelope.sender, envelope.id, question.recipient.value(), "not-delivered", why.code, why.at, call.name, call.number}, tick);
  say(Tone::alarm, "not-delivered", question.recipient.value(), tick.sequence_of(event));
}

}  // namespace concordat::broker
