// The pipeline: one thread, in ticks. It drains what has come, decides, hands one batch to the ledger, and
// decides the next while that one reaches the disk; only then does anything leave. If a commit fails,
// both ticks are thrown away, delivery stops and submissions are refused `log-unavailable` until the log
// has been opened anew and read back.
//
// After a start nothing is appended while the vigil holds (vigil.h): links say hello, and everything else waits.
//
// A governance event is a barrier: alone in its tick, and nothing is decided until it is on disk.
//
//   Pipeline pipeline{core, verifier};
//   TRY(Unit started, pipeline.start());
//   pipeline.receive(session, frame);      // from the network
//   pipeline.step();                       // whenever something came, finished, or is due
//
// Runs over ports only (clock, network, ledger, verifier), so that one seed can drive all of it.
#pragma once

#include <deque>
#include <functional>
#include <optional>

#include "broker/core.h"
#include "broker/delivery.h"
#include "broker/desk.h"
#include "broker/intake.h"
#include "broker/tick.h"
#include "broker/verifier.h"
#include "broker/vigil.h"
#include "broker/watching.h"

namespace concordat::broker {

// A change of directory or agreements: what to record, and the rules from then on. With rows, what the register says once it
// has them is the rules.
struct Governance {
  struct Row {
    std::size_t event;
    RegisterRow row;
  };
  std::vector<audit::Event> events;
  Rules rules;
  std::vector<Row> rows = {};
};

class Pipeline {
public:
  Pipeline(Core& core, Verifier& verifier);

  // Reads the log back and records `started`. Call once, before anything else.
  Result<Unit, audit::LogError> start();
  // Records `stopped` and waits for nothing more to be in flight. Nothing may be received afterwards.
  void stop();

  void receive(const Session& session, schemas::Frame frame);          // from a link
  void receive_malformed(const Session& session, std::string_view code);
  void ask(const Session& officer, schemas::Ask ask);                  // from the admin endpoint
  void govern(Governance change);
  // Called with what counts from now on, each time that changes.
  void when_rules_change(std::function<void(const Rules& now)> then) { rules_heard_ = std::move(then); }

  void step();
  bool is_available() const { return available_; }
  bool has_work() const { return available_ && !vigil_.holds() && !ready_ && !barrier_ && (!work_.empty() || !core_.alone.empty() || desk_.is_busy()); }
  bool is_idle() const { return !in_flight_ && !ready_ && work_.empty() && core_.alone.empty() && verifier_.waiting() == 0; }

private:
  using Work = std::function<void(Tick& tick)>;

  bool is_known(const schemas::AgencyId& agency, const Session& session) const;
  void hello(const schemas::AgencyId& agency, const Session& session, const schemas::Hello& hello);
  Result<Unit, audit::LogError> recall_witnesses();
  void write_witnesses();
  void cosigned(const schemas::AgencyId& agency, const schemas::Cosignature& said);
  void show_checkpoint(LinkSession& link);
  void submit(const schemas::AgencyId& agency, const Session& session, schemas::Submit submit);
  void finish_commit();
  void begin_commit();
  void fill(Tick& tick);
  bool fill_barrier(Tick& tick);
  bool fill_alone(Tick& tick);
  bool fill_governance(Tick& tick);
  void adopt();
  void turn_the_calendar();
  void fail(audit::LogError error);
  void halt();
  void try_to_reopen();
  std::uint64_t next_sequence() const;

  Core& core_;
  Verifier& verifier_;
  Holding holding_;
  Reviewing reviewing_;
  Delivery delivery_;
  Recalling recalling_;
  Intake intake_;
  Watching watching_;
  Desk desk_;
  Vigil vigil_;
  std::deque<Work> work_;
  std::deque<Governance> governance_;
  std::optional<Tick> in_flight_;
  std::optional<Tick> ready_;
  std::function<void(const Rules&)> rules_heard_ = [](const Rules&) {};
  bool waiting_due_ = false;  // the rules changed: what waits for an agreement is decided afresh
  bool barrier_ = false;    // what is in flight must be on disk before anything is decided
  bool available_ = false;
  bool halted_ = false;     // for good, in this process
  Instant retry_at_{};
  Instant swept_at_{};
  Instant watched_at_{};
  Instant witnesses_written_at_{};
  Instant turned_at_{};
};

}  // namespace concordat::broker
