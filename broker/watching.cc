#include "broker/watching.h"

#include <algorithm>

#include "broker/answers.h"
#include "broker/voice.h"
#include "policy/evaluation.h"
#include "policy/time_limit.h"

namespace concordat::broker {
namespace {

constexpr std::string_view undelivered = "undelivered";
constexpr std::string_view unacknowledged = "unacknowledged";

// As the pathway says; an emergency's never later than the broker's own limit, and an urgent message's no later
// where the pathway is silent.
Instant answer_by(const schemas::Envelope& envelope, const Call& call, Instant accepted, const Limits& limits) {
  const bool is_emergency = envelope.urgency == schemas::Urgency::emergency || envelope.emergency;
  const Instant bound = accepted + (is_emergency ? limits.emergency_answer_within : limits.urgent_answer_within);
  if (!call.respond_within) return bound;
  const Instant agreed = policy::due_after(accepted, *call.respond_within);
  return is_emergency ? std::min(agreed, bound) : agreed;
}

}  // namespace

void Watching::begin(const schemas::Envelope& envelope, const schemas::DisclosureId& disclosure, const schemas::AgencyId& recipient, Instant accepted,
                     std::size_t event, Tick& tick) {
  if (!policy::is_urgent(envelope)) return;
  const Instant now = core_.clock.now();
  const Call call = call_for(core_, envelope, recipient, now);
  const WatchRow row{.disclosure = disclosure, .message = envelope.id, .sender = envelope.sender, .recipient = recipient.value(),
                     .call_name = call.name, .call_number = call.number, .deliver_by = now + core_.limits.urgent_deliver_within,
                     .answer_by = answer_by(envelope, call, accepted, core_.limits)};
  tick.store(audit::Table::waiting, event, encode_row(row));
  // In memory only once it is on disk: until then its row cannot be taken away again.
  tick.after([this, row, sequence = tick.sequence_of(event)](audit::Committed&) { core_.watches.add(sequence, row); });
}

void Watching::end(const schemas::DisclosureId& disclosure, Tick& tick) {
  if (const auto sequence = core_.watches.remove(disclosure)) tick.erase(audit::Table::waiting, *sequence);
}

void Watching::sweep(Tick& tick) {
  const Instant now = core_.clock.now();
  const std::map<std::uint64_t, WatchRow> watched = core_.watches.all();
  for (const auto& [sequence, row] : watched) {
    if (tick.size() >= 4 * core_.limits.tick_messages_max) return;
    if (row.answer_by <= now) {
      tell_late(sequence, row, unacknowledged, tick);
    } else if (row.deliver_by <= now && row.told == WatchRow::Told::nothing && core_.outbox.find(row.disclosure) != nullptr) {
      tell_late(sequence, row, undelivered, tick);
    }
  }
}

void Watching::tell_late(std::uint64_t sequence, WatchRow row, std::string_view code, Tick& tick) {
  const Instant now = core_.clock.now();
  audit::AnnexWriter annex;
  annex.add(annex_message, format_uuid(row.message.value()));
  const std::size_t index = tick.add({.kind = audit::EventKind::waiting, .at = now, .actor = row.sender.value(), .counterpart = row.recipient,
                                      .code = std::string{code}, .about = audit::Sequence{sequence}, .reference = row.disclosure.value(),
                                      .annex = annex.finish()});
  note(core_, index, {row.sender, row.message, row.recipient, "not-delivered", std::string{code}, now, row.call_name, row.call_number}, tick);
  say(Tone::alarm, code, row.recipient, sequence);
  if (code == unacknowledged) return end(row.disclosure, tick);
  row.told = WatchRow::Told::undelivered;
  tick.replace(audit::Table::waiting, sequence, encode_row(row));
  core_.watches.add(sequence, std::move(row));
}

}  // namespace concordat::broker
