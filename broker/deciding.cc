#include "broker/deciding.h"

#include "broker/answers.h"
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

}  // namespace

policy::CaseFacts Deciding::facts_of(const schemas::Envelope& envelope, const AgencyId& recipient) const {
  const auto party = [&](const AgencyId& agency) {
    return core_.cases.is_party(envelope.case_id, agency) ? policy::Truth::yes : policy::Truth::no;
  };
  return {.sender_in_case = party(envelope.sender), .recipient_in_case = party(recipient)};
}

schemas::RecipientOutcome Deciding::decide(const Question& question, Tick& tick) {
  const schemas::Envelope& envelope = question.submission->envelope();
  const Instant now = core_.clock.now();
  const policy::Decision decision =
      policy::Gate{*core_.rules.book}.decide(question.submission, question.recipient, now, facts_of(envelope, question.recipient));
  audit::Event event{.kind = EventKind::refused, .at = now, .actor = envelope.sender.value(), .counterpart = question.recipient.value(),
                     .message_type = std::string{schemas::name_of(envelope.type)}, .purpose = envelope.purpose};
  const auto* disclosure = std::get_if<policy::Disclosure>(&decision);
  return told(tick, disclosure != nullptr ? disclose(question, *disclosure, std::move(event), tick)
                                          : withhold(question, decision, std::move(event), tick));
}

std::size_t Deciding::disclose(const Question& question, const policy::Disclosure& disclosure, audit::Event event, Tick& tick) {
  auto parcel = std::make_shared<Parcel>(Parcel::pack(disclosure, core_.log().origin(), question.accepted));
  const ParcelLabel& label = parcel->label();
  event.kind = EventKind::disclosed;
  event.reference = label.disclosure.value();
  event.agreement = audit::AgreementRef{label.agreement, label.agreement_digest.value()};
  std::vector<std::string> facts_used;
  for (const policy::FactUsed& fact : disclosure.facts()) facts_used.push_back(disclosure.words(fact));
  event.annex = verdict_annex(question.submission->message(), disclosure.verdicts(), facts_used, *core_.rules.book);
  const std::size_t index = tick.add(std::move(event));
  const std::uint64_t sequence = tick.sequence_of(index);
  tick.store(audit::Table::parcels, index, Outbox::stow(*parcel, sequence, Shelf::queued, core_.vault));
  watching_.begin(question.submission->envelope(), label.disclosure, question.recipient, question.accepted, index, tick);
  tick.after([this, parcel, sequence](audit::Committed&) { core_.outbox.add(parcel->label(), sequence, sequence, core_.clock.now()); });
  return index;
}

std::size_t Deciding::withhold(const Question& question, const policy::Decision& decision, audit::Event event, Tick& tick) {
  const policy::AgreementBook& book = *core_.rules.book;
  const schemas::Message& message = question.submission->message();
  const policy::Evaluation evaluation =
      policy::evaluate(book, message, question.recipient, event.at, facts_of(message.envelope, question.recipient));
  std::vector<std::string> facts_used;
  for (const policy::FactUsed& fact : evaluation.facts) facts_used.push_back(policy::words_of(fact, evaluation, message.body));
  event.annex = verdict_annex(message, evaluation.verdicts, facts_used, book);
  if (evaluation.governing) {
    const policy::CompiledAgreement& governing = book.agreements()[*evaluation.governing];
    event.agreement = audit::AgreementRef{schemas::format_agreement_name(governing.name), governing.digest.value()};
  }
  std::size_t index = 0;
  if (const auto* waiting = std::get_if<policy::Waiting>(&decision)) {
    event.kind = EventKind::waiting;
    event.code = waiting->why == policy::Footing::suspended ? "agreement-suspended" : "agreement-lapsed";
    index = tick.add(std::move(event));
    tick.store(audit::Table::waiting, index, stow_waiting(question.recipient, question.accepted, question.frame, core_.vault));
    say(Tone::alarm, "waiting", question.recipient.value(), tick.sequence_of(index));
  } else {
    event.code = policy::name_of(std::get<policy::Refusal>(decision).code);
    index = tick.add(std::move(event));
  }
  tell_undelivered(question, index, tick);
  return index;
}

void Deciding::tell_undelivered(const Question& question, std::size_t event, Tick& tick) {
  const schemas::Envelope& envelope = question.submission->envelope();
  if (!is_urgent(envelope)) return;
  const audit::Event& why = tick.event(event);
  const Call call = call_for(core_, envelope, question.recipient, why.at);
  note(core_, event, {envelope.sender, envelope.id, question.recipient.value(), "not-delivered", why.code, why.at, call.name, call.number}, tick);
  say(Tone::alarm, "not-delivered", question.recipient.value(), tick.sequence_of(event));
}

}  // namespace concordat::broker
