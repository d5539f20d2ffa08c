#include "adapters/link/session.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace concordat::link {
namespace {

using namespace std::chrono_literals;

constexpr auto heartbeat_every = 10s;
constexpr auto silence_max = 30s;
constexpr auto connecting_max = 10s;
constexpr auto clock_step_max = 5s;
constexpr auto house_every = 5s;
constexpr unsigned hellos_before_next_broker = 3;
constexpr unsigned frames_a_turn_max = 64;
constexpr std::size_t unsent_max = 1024;
constexpr std::size_t hellos_unanswered_max = 8;

Bytes evidence_of(const schemas::Welcome& welcome, const std::string& kept) {
  Bytes out;
  put_sized(out, as_bytes(kept));
  put_sized(out, schemas::encode_frame(welcome));
  return out;
}

}  // namespace

Session::Session(SessionSettings settings, Ports ports)
    : settings_(std::move(settings)),
      ports_(std::move(ports)),
      hello_due_(ports_.clock.now()),
      heard_(hello_due_),
      last_turn_(hello_due_),
      heartbeat_due_(hello_due_ + heartbeat_every),
      house_due_(hello_due_),
      resend_(5s, 60s, settings_.seed),
      retry_(500ms, 60s, settings_.seed + 1),
      hello_wait_(2s, 30s, settings_.seed + 2) {
  for (const Spool::Pending& pending : ports_.spool.pending()) {
    const auto record = ports_.spool.find_record(pending.id);
    if (record && record->answered()) unreported_.insert(pending.id);  // we stopped between the answer and its report
  }
}

void Session::turn(std::chrono::milliseconds patience) {
  keep_house(ports_.clock.now());
  greet(ports_.clock.now());
  flush();
  submit_due(ports_.clock.now());
  for (unsigned i = 0; i < frames_a_turn_max; ++i) {
    const auto frame = ports_.wire.receive(i == 0 ? patience : 0ms);
    if (!frame) break;
    if (state_ != State::halted) take(*frame, ports_.clock.now());
  }
  flush();
}

bool Session::idle() const {
  return ports_.spool.pending_count() == 0 && unreported_.empty() && ports_.inbox.held().empty() && unsent_.empty();
}

void Session::keep_house(Instant now) {
  if (now + clock_step_max < std::exchange(last_turn_, now) && state_ != State::halted) {
    house_due_ = now;  // the clock was set back: nothing that was due then may wait until then
    if (paused_until_) paused_until_ = now;
    lose(now, "clock-set-back");
  }
  if (now >= house_due_) {
    house_due_ = now + house_every;
    report_unreported();
    tell_unanswered(now);
    hand_on_held();
  }
  if (state_ == State::halted) return;
  if (paused_until_ && now >= *paused_until_) {
    paused_until_.reset();
    queue(schemas::Credit{settings_.window});
  }
  if (now - heard_ > (state_ == State::open ? silence_max : connecting_max)) lose(now, "broker-silent");
  if (state_ == State::open && now >= heartbeat_due_) {
    heartbeat_due_ = now + heartbeat_every;
    queue(schemas::Heartbeat{});
  }
}

void Session::greet(Instant now) {
  if (state_ != State::greeting || now < hello_due_) return;
  if (hellos_ >= hellos_before_next_broker) {
    lose(now, "broker-silent");
    return;
  }
  const schemas::Hello hello{.protocol = schemas::protocol_version, .software = settings_.software,
                             .checkpoint = ports_.kept.note(), .credit = paused_until_ ? 0 : settings_.window,
                             .session = key_};
  if (!say(hello)) return;  // nobody there yet: the transport is trying
  said_.push_back(ports_.kept.held() ? std::optional{ports_.kept.held()->checkpoint} : std::nullopt);
  if (said_.size() > hellos_unanswered_max) said_.pop_front();
  hello_due_ = now + hello_wait_.after(hellos_++);
}

void Session::lose(Instant now, std::string_view code) {
  ports_.host.note(code, "");
  ports_.wire.reconnect();
  unsent_.clear();
  said_.clear();
  hellos_ = 0;
  hello_due_ = now;
  heard_ = now;
  ask_to_greet(now);
}

void Session::ask_to_greet(Instant now) {
  state_ = State::greeting;
  hello_due_ = std::max(now, hello_due_);  // not twice in a breath
  hold_back(now);
}

void Session::halt(std::string_view code, Bytes evidence) {
  state_ = State::halted;
  unsent_.clear();
  ports_.host.raise({code, "", std::move(evidence)});
}

bool Session::say(const schemas::Frame& frame) { return ports_.wire.send(schemas::encode_frame(frame)); }

void Session::queue(const schemas::Frame& frame) {
  if (unsent_.size() < unsent_max) unsent_.push_back(schemas::encode_frame(frame));
}

void Session::flush() {
  while (!unsent_.empty() && ports_.wire.send(unsent_.front())) unsent_.pop_front();
}

void Session::take(ByteView bytes, Instant now) {
  auto frame = schemas::decode_frame(bytes);
  if (frame && std::holds_alternative<schemas::Boxed>(*frame)) {
    const auto inner = schemas::open_boxed(*key_, std::get<schemas::Boxed>(*frame));
    if (!inner) {  // of a session before this one, or meant for another
      ports_.host.note("foreign-frame", "");
      return;
    }
    frame = schemas::decode_frame(*inner);
  }
  if (!frame) {
    ports_.host.note("malformed-frame", "");
    return;
  }
  heard_ = now;
  std::visit(
      [&](auto& said) {
        using Said = std::remove_cvref_t<decltype(said)>;
        if constexpr (std::is_same_v<Said, schemas::Welcome>) take_welcome(said, now);
        else if constexpr (std::is_same_v<Said, schemas::Accepted>) take_accepted(std::move(said));
        else if constexpr (std::is_same_v<Said, schemas::Refused>) take_refused(std::move(said), now);
        else if constexpr (std::is_same_v<Said, schemas::Deliver>) take_delivery(said, now);
        else if constexpr (std::is_same_v<Said, schemas::SeenCheckpoint>) take_checkpoint(said, now);
        else if constexpr (std::is_same_v<Said, schemas::Status>) take_status(said);
        else if constexpr (std::is_same_v<Said, schemas::Acknowledged>) take_confirmation(said);
        else if constexpr (std::is_same_v<Said, schemas::Credit>) credit_ = said.count;
        else if constexpr (!std::is_same_v<Said, schemas::Heartbeat>) ports_.host.note("unexpected-frame", "");
      },
      *frame);
}

void Session::take_welcome(const schemas::Welcome& welcome, Instant now) {
  if (welcome.protocol != schemas::protocol_version) {
    ports_.host.note("wrong-protocol", "");
    return;
  }
  if (said_.empty()) {
    ports_.host.note("unexpected-frame", "");
    return;
  }
  const auto followed = ports_.kept.follow(welcome.key_changes);
  if (!followed) {
    ports_.host.note("disk-refused", "");
    return;
  }
  if (!*followed) {
    halt("log-key-contradicted", evidence_of(welcome, ports_.kept.note()));
    return;
  }
  auto checkpoint = audit::verify_checkpoint(welcome.checkpoint, ports_.kept.keys());
  if (checkpoint && !ports_.kept.judge(*checkpoint, welcome.consistency) && answers_older_hello(*checkpoint, welcome)) return;
  if (!checkpoint || !ports_.kept.judge(*checkpoint, welcome.consistency)) {
    halt("checkpoint-inconsistent", evidence_of(welcome, ports_.kept.note()));
    return;
  }
  if (!ports_.kept.keep({*checkpoint, welcome.checkpoint})) {
    ports_.host.note("disk-refused", "");  // without memory of it nothing more is believed: greet again later
    return;
  }
  if (!ports_.spool.desks().keep(welcome.desks)) ports_.host.note("disk-refused", "");
  cosign();
  said_.pop_front();
  if (state_ != State::open) ports_.host.note("welcomed", "");
  state_ = State::open;
  hellos_ = 0;
  credit_ = welcome.credit;
  narrow_ = 0;
  heartbeat_due_ = now + heartbeat_every;
}

// Two hellos were on their way, and what came between moved us on: the second answer proves the way from where we
// were. It is no fork, and nothing of it is believed. Each hello excuses one such answer and no more.
bool Session::answers_older_hello(const audit::Checkpoint& checkpoint, const schemas::Welcome& welcome) {
  const auto older = std::find_if(said_.begin(), said_.end(), [&](const std::optional<audit::Checkpoint>& said) {
    return said != (ports_.kept.held() ? std::optional{ports_.kept.held()->checkpoint} : std::nullopt) &&
           (!said || audit::verify_advance(*said, checkpoint, welcome.consistency));
  });
  if (older == said_.end()) return false;
  said_.erase(said_.begin(), older + 1);
  return true;
}

}  // namespace concordat::link
