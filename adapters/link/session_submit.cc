#include <algorithm>
#include <array>

#include "adapters/link/session.h"

namespace concordat::link {
namespace {

// Refusals of the moment: the same bytes may be taken later. Every other refusal is final.
constexpr std::array<std::string_view, 5> temporary_codes{"log-unavailable", "rate-limited", "busy", "say-hello", "starting"};
bool is_temporary(std::string_view code) {
  return std::find(temporary_codes.begin(), temporary_codes.end(), code) != temporary_codes.end();
}

std::string name_of(const schemas::MessageId& id) { return format_uuid(id.value()); }

}  // namespace

std::size_t Session::in_flight() const {
  return static_cast<std::size_t>(std::count_if(flights_.begin(), flights_.end(),
                                                [](const auto& flight) { return flight.second.leg == Flight::Leg::sent; }));
}

void Session::submit_due(Instant now) {
  if (state_ != State::open || !unsent_.empty()) return;
  const std::size_t window = narrow_ == 0 ? credit_ : std::min(narrow_, credit_);
  std::size_t sent = in_flight();
  if (ports_.spool.pending_count() == 0) return;
  for (const Spool::Pending& pending : ports_.spool.pending()) {
    if (unreported_.contains(pending.id)) continue;
    Flight& flight = flights_[pending.id];
    const bool again = flight.leg == Flight::Leg::sent;
    if (flight.due > now || (!again && sent >= window)) continue;
    const auto submission = ports_.spool.read(pending.id);
    if (!submission) {
      ports_.host.note("disk-refused", name_of(pending.id));
      continue;
    }
    if (!ports_.wire.send(submission->frame)) return;
    if (!again) ++sent;
    flight.leg = Flight::Leg::sent;
    flight.due = now + resend_.after(flight.attempts++);
  }
}

void Session::hold_back(Instant now) {
  for (auto& [id, flight] : flights_) {
    flight.leg = Flight::Leg::waiting;
    flight.due = std::min(flight.due, now);
  }
}

void Session::take_accepted(schemas::Accepted accepted) {
  const schemas::MessageId id = accepted.message;
  flights_.erase(id);
  auto record = ports_.spool.find_record(id);
  if (!ports_.spool.knows(id) || (record && record->answered())) return;  // not ours, or answered before
  if (!record) {
    ports_.host.note("disk-refused", name_of(id));  // still pending: it is sent again, and answered again
    return;
  }
  record->accepted = std::move(accepted);
  if (ports_.spool.store(*record)) finish(*record);
  else ports_.host.note("disk-refused", name_of(id));
}

void Session::take_refused(schemas::Refused refused, Instant now) {
  if (refused.code == "say-hello") {
    ask_to_greet(now);
    return;
  }
  if (!refused.message) {
    take_unnamed_refusal(refused, now);
    return;
  }
  const schemas::MessageId id = *refused.message;
  if (is_temporary(refused.code)) {
    const auto flight = flights_.find(id);
    if (flight == flights_.end()) return;
    flight->second.leg = Flight::Leg::waiting;
    flight->second.due = now + retry_.after(flight->second.attempts);
    ports_.host.note(refused.code, name_of(id));
    return;
  }
  auto record = ports_.spool.find_record(id);
  if (!ports_.spool.knows(id) || !record || record->answered()) return;
  flights_.erase(id);
  tell_own(*record, refused.code, now);
  record->refused = std::move(refused);
  if (ports_.spool.store(*record)) finish(*record);
  else ports_.host.note("disk-refused", name_of(id));
}

// The broker could not read far enough to say which. With one in flight it is that one; else they go one at a time
// until it shows.
void Session::take_unnamed_refusal(const schemas::Refused& refused, Instant now) {
  if (refused.code == "checkpoint-inconsistent") {  // its log does not continue what it once told us: by its own word
    halt(refused.code, to_bytes(as_bytes(ports_.kept.note())));
    return;
  }
  ports_.host.note(refused.code, "");
  if (state_ != State::open) return;  // of our hello: it is said again
  if (is_temporary(refused.code)) {
    for (auto& [id, flight] : flights_) {
      if (flight.leg != Flight::Leg::sent) continue;
      flight.leg = Flight::Leg::waiting;
      flight.due = now + retry_.after(flight.attempts);
    }
    return;
  }
  const auto sent = std::find_if(flights_.begin(), flights_.end(), [](const auto& f) { return f.second.leg == Flight::Leg::sent; });
  if (sent == flights_.end()) return;
  if (in_flight() > 1) {
    narrow_ = 1;
    hold_back(now);
    return;
  }
  narrow_ = 0;
  take_refused({sent->first, refused.code, refused.where}, now);
}

void Session::take_status(const schemas::Status& status) {
  const std::string name = name_of(status.message);
  if (!ports_.spool.knows(status.message)) {
    ports_.host.note("unknown-message", name);
    queue(schemas::Noted{status.sequence});  // or it would come for ever
    return;
  }
  auto record = ports_.spool.find_record(status.message);
  if (!record) {
    ports_.host.note("disk-refused", name);
    return;
  }
  auto& statuses = record->statuses;
  const auto at = std::lower_bound(statuses.begin(), statuses.end(), status.sequence,
                                   [](const schemas::Status& s, std::uint64_t sequence) { return s.sequence < sequence; });
  if (at == statuses.end() || at->sequence != status.sequence) statuses.insert(at, status);
  if (!ports_.spool.store(*record)) {
    ports_.host.note("disk-refused", name);
    return;
  }
  // Not noted before the host has it, so that a crash cannot keep it from the host: the broker tells again.
  if (finish(*record)) queue(schemas::Noted{status.sequence});
}

// The record is on disk. When the host cannot take it, it gets it later, and the submission stays until then.
bool Session::finish(const Record& record) {
  if (ports_.host.take_record(record) && ports_.spool.settle(record)) {
    unreported_.erase(record.id);
    return true;
  }
  unreported_.insert(record.id);
  ports_.host.note("disk-refused", name_of(record.id));
  return false;
}

void Session::report_unreported() {
  const std::set<schemas::MessageId> again = unreported_;
  for (const schemas::MessageId& id : again)
    if (const auto record = ports_.spool.find_record(id)) finish(*record);
}

}  // namespace concordat::link
