#include <algorithm>

#include "adapters/link/session.h"
#include "schemas/signed_envelope.h"

namespace concordat::link {
namespace {

using namespace std::chrono_literals;

constexpr auto answer_within = 45s;      // past that, an urgent message's people are told: within a minute of its making
constexpr auto say_again_after = 5s;
constexpr std::size_t sayings_max = 1024;

// A status of our own making; the broker's begin at 1.
constexpr std::uint64_t own_sequence = 0;

bool has_own(const Record& record) { return !record.statuses.empty() && record.statuses.front().sequence == own_sequence; }

}  // namespace

// What the broker has not answered for in time, for whatever reason: the people who wait for it hear so from us.
void Session::tell_unanswered(Instant now) {
  for (const Spool::Pending& pending : ports_.spool.pending()) {
    if (pending.urgency == schemas::Urgency::routine) return;  // the urgent come first
    const auto made = uuid_time(pending.id.value());
    if (told_.contains(pending.id) || (made && *made <= now && now - *made < answer_within)) continue;
    auto record = ports_.spool.find_record(pending.id);
    if (!record) continue;
    told_.insert(pending.id);
    if (record->answered() || has_own(*record)) continue;
    tell_own(*record, "unanswered", now);
    if (ports_.spool.store(*record)) finish(*record);
    else told_.erase(pending.id);
  }
}

void Session::tell_own(Record& record, std::string_view code, Instant now) {
  const auto submission = ports_.spool.read(record.id);
  if (!submission || submission->urgency == schemas::Urgency::routine) return;
  schemas::Status status{own_sequence, record.id, "", "not-delivered", std::string{code}, now};
  const auto frame = schemas::decode_frame(submission->frame);
  const auto* submit = frame ? std::get_if<schemas::Submit>(&*frame) : nullptr;
  const auto signed_envelope = submit != nullptr ? schemas::read_signed_envelope(submit->envelope)
                                                 : Result<schemas::SignedEnvelope, schemas::EnvelopeProblem>{Fail{schemas::EnvelopeProblem{}}};
  if (signed_envelope) {
    const schemas::Envelope& envelope = signed_envelope->envelope;
    if (const schemas::Desk* desk = ports_.spool.desks().find(schemas::name_of(envelope.type), envelope.purpose)) {
      status.call_name = desk->name;
      status.call_number = desk->number;
    }
  }
  if (has_own(record)) record.statuses.front() = std::move(status);
  else record.statuses.insert(record.statuses.begin(), std::move(status));
}

bool Session::acknowledge(const schemas::Acknowledged& acknowledged) {
  auto at = std::find_if(sayings_.begin(), sayings_.end(), [&](const Saying& saying) { return saying.words == acknowledged; });
  if (at != sayings_.end() && at->is_on_disk) {
    sayings_.erase(at);
    return true;
  }
  if (state_ != State::open || !unsent_.empty()) return false;
  const Instant now = ports_.clock.now();
  if (at == sayings_.end()) {
    if (sayings_.size() >= sayings_max) return false;
    at = sayings_.insert(at, {acknowledged, now, false});
  }
  if (now >= at->due && say(acknowledged)) at->due = now + say_again_after;
  return false;
}

void Session::take_confirmation(const schemas::Acknowledged& confirmed) {
  for (Saying& saying : sayings_)
    if (saying.words == confirmed) saying.is_on_disk = true;
}

}  // namespace concordat::link
