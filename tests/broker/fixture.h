// A broker of one test: the real pipeline over a ledger whose commits the test holds back and fails, a
// network that only remembers, and the simulation's area of five agencies.
#pragma once

#include <gtest/gtest.h>

#include "broker/pipeline.h"
#include "tests/audit/scratch.h"
#include "tests/sim/area.h"
#include "tests/sim/inline_verifier.h"
#include "tests/sim/sim_clock.h"

namespace concordat::broker {

class HeldLedger final : public Ledger {
public:
  enum class Fate { written, lost, written_unknown };

  HeldLedger(const audit::Scratch& scratch, const Clock& clock);
  void begin(audit::Batch batch) override;
  std::optional<CommitResult> finished() override;
  Result<Unit, audit::LogError> reopen() override;
  const audit::Log& log() const override { return *log_; }

  bool is_holding = false;  // what was begun does not finish
  bool is_closed = false;   // it does not open again
  Fate fate = Fate::written;  // of what finishes from now on
  std::size_t begun = 0;

private:
  Result<audit::Log, audit::LogError> open() const;
  const audit::Scratch& scratch_;
  const Clock& clock_;
  std::optional<audit::Log> log_;
  std::optional<audit::Batch> batch_;
};

class Memory final : public Network {
public:
  struct Sent {
    std::string to;
    schemas::DisclosureId disclosure;
    std::uint64_t record;
    schemas::Urgency urgency;
  };
  SendOutcome reply(const Session& to, const Reply& reply) override;
  SendOutcome send(const Session& to, const Dispatch& dispatch, const Evidence& evidence) override;

  template <class Said>
  std::vector<Said> all() const {
    std::vector<Said> found;
    for (const auto& [to, reply] : replies)
      if (const auto* said = std::get_if<Said>(&reply)) found.push_back(*said);
    return found;
  }
  std::vector<std::string> refusals() const;  // their codes

  std::vector<std::pair<std::string, Reply>> replies;
  std::vector<Sent> sent;
};

enum class Indexed { no, yes };

class BrokerTest : public testing::Test {
protected:
  BrokerTest();

  enum Agency : std::size_t { council, nhs, police, probation, school };
  Session session(Agency agency, std::uint64_t connection = 100) const;
  // From here on people can be found in the log, with a search index beside it or without.
  void find_people(Indexed indexed);
  // Greets the broker, so that this agency may speak and be delivered to.
  void hello(Agency agency);
  schemas::Message referral(Agency from, std::vector<Agency> to);
  Bytes sealed(const schemas::Message& message, Agency by) const;  // a Submit frame
  void receive(Agency from, ByteView frame);
  void submit(const schemas::Message& message, Agency from) { receive(from, sealed(message, from)); }
  void ack(Agency from, const Memory::Sent& sent);
  // Steps, and lets time go by, until nothing is left to do (or what is begun is held back).
  void run();
  std::vector<audit::Entry> entries(audit::EventKind kind) const;
  std::uint64_t log_size() const { return ledger_.log().next_sequence().value(); }
  std::vector<audit::StoredRow> rows(audit::Table table) const;

  audit::Scratch scratch_;
  sim::Area area_;
  sim::SimClock clock_;
  sim::Dice dice_{1};
  HeldLedger ledger_{scratch_, clock_};
  Memory network_;
  Core core_;
  sim::InlineVerifier verifier_{dice_};
  Pipeline pipeline_;
};

}  // namespace concordat::broker
