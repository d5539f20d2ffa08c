// A session: the conversation of one link with its broker, as a state machine. It greets, submits and resends,
// verifies and acks, and notices silence. Everything lasting is in the spool, the inbox and the kept checkpoint, so
// losing a session loses nothing.
//
// One thread. It never sleeps but in the transport's receive, and takes time only from its clock.
//
//   Session session{settings, {spool, inbox, kept, wire, clock, host, [&] { return trust.directory(); }}};
//   while (running) session.turn(200ms);
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>

#include "adapters/link/backoff.h"
#include "adapters/link/host.h"
#include "adapters/link/inbox.h"
#include "adapters/link/kept_checkpoint.h"
#include "adapters/link/spool.h"
#include "adapters/link/transport.h"
#include "base/clock.h"
#include "schemas/directory.h"

namespace concordat::link {

struct SessionSettings {
  schemas::AgencyId self;
  std::string software;
  std::uint32_t window = 16;  // deliveries we take unacked
  std::uint64_t seed = 0;     // of the jitter
  std::size_t cosigners_needed = 0;  // how many other agencies must have cosigned the history a delivery comes from
  std::chrono::milliseconds cosigned_within = std::chrono::hours{24};
};

struct Ports {
  Spool& spool;
  Inbox& inbox;
  KeptCheckpoint& kept;
  Transport& wire;
  const Clock& clock;
  Host& host;
  std::function<std::shared_ptr<const schemas::Directory>()> directory;
  const SigningKey* witness = nullptr;  // our agency's, to cosign checkpoints; null: we are no witness
};

class Session {
public:
  enum class State {
    greeting,  // hello is out, or due
    open,
    halted,    // the log's history does not hold: nothing is sent or believed until a person has looked
  };

  Session(SessionSettings settings, Ports ports);

  // Sends what is due, then takes frames in: waits for the first at most `patience`, and for none after it.
  void turn(std::chrono::milliseconds patience);

  State state() const { return state_; }
  bool idle() const;  // nothing is pending, unreported or held
  // A person at this agency has it. Said to the broker again and again; true once it is known to be on its disk.
  [[nodiscard]] bool acknowledge(const schemas::Acknowledged& acknowledged);

private:
  struct Flight {  // one pending submission, on this connection
    unsigned attempts = 0;
    Instant due{};
    enum class Leg { waiting, sent } leg = Leg::waiting;
  };

  // session.cc: the connection
  void greet(Instant now);
  void lose(Instant now, std::string_view code);
  void take(ByteView bytes, Instant now);
  void take_welcome(const schemas::Welcome& welcome, Instant now);
  bool answers_older_hello(const audit::Checkpoint& checkpoint, const schemas::Welcome& welcome);
  void ask_to_greet(Instant now);
  void halt(std::string_view code, Bytes evidence);
  bool say(const schemas::Frame& frame);
  void queue(const schemas::Frame& frame);
  void flush();
  void keep_house(Instant now);  // what failed on the disk is tried again; heartbeat; silence

  // session_submit.cc: what we send
  void submit_due(Instant now);
  std::size_t in_flight() const;
  void take_accepted(schemas::Accepted accepted);
  void take_refused(schemas::Refused refused, Instant now);
  void take_unnamed_refusal(const schemas::Refused& refused, Instant now);
  void take_status(const schemas::Status& status);
  bool finish(const Record& record);  // false: the host or the disk could not take it yet
  void report_unreported();
  void hold_back(Instant now);  // everything sent is due again

  // session_urgent.cc: what people must hear of
  void tell_unanswered(Instant now);
  void tell_own(Record& record, std::string_view code, Instant now);  // NOT DELIVERED, if it is urgent; the record is not stored
  void take_confirmation(const schemas::Acknowledged& confirmed);

  // session_deliver.cc: what we get
  void take_delivery(const schemas::Deliver& deliver, Instant now);
  void take_checkpoint(const schemas::SeenCheckpoint& seen, Instant now);
  void cosign();
  void hand_on(const schemas::DisclosureId& id);
  void hand_on_held();
  void pause(Instant now);

  SessionSettings settings_;
  Ports ports_;
  State state_ = State::greeting;

  // What the broker sends is boxed under it, so that nobody found at our routing id can read it.
  const std::shared_ptr<const Secret<32>> key_ = std::make_shared<const Secret<32>>(random_secret());
  Instant hello_due_;
  unsigned hellos_ = 0;
  std::deque<std::optional<audit::Checkpoint>> said_;  // what each hello still unanswered said we hold
  Instant heard_;
  Instant last_turn_;
  Instant heartbeat_due_;
  Instant house_due_;
  std::deque<Bytes> unsent_;  // acks and the like; dropped with the connection, and made again by what repeats

  std::uint32_t credit_ = 0;  // submissions the broker takes unanswered
  std::uint32_t narrow_ = 0;  // not 0: at most so many, until a refusal without a name can be told whose it is
  std::map<schemas::MessageId, Flight> flights_;
  std::set<schemas::MessageId> unreported_;  // answered on disk, but the host could not take it yet
  std::set<schemas::MessageId> told_;        // urgent and unanswered: our own people have been told, or need not be
  struct Saying {
    schemas::Acknowledged words;
    Instant due;
    bool is_on_disk = false;  // the broker's
  };
  std::vector<Saying> sayings_;
  std::set<schemas::DisclosureId> stuck_;    // held, and cannot be opened again: alarmed once
  std::optional<Instant> paused_until_;      // the disk refuses deliveries

  Backoff resend_;
  Backoff retry_;
  Backoff hello_wait_;
};

}  // namespace concordat::link
