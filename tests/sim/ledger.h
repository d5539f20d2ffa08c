// The ledger of a simulation: a real log in a folder, whose commits take time, can fail before or after
// they reached the disk, and can be cut off by a crash at either moment.
#pragma once

#include <filesystem>

#include "broker/ledger.h"
#include "tests/sim/dice.h"
#include "tests/sim/sim_clock.h"

namespace concordat::sim {

struct LedgerFaults {
  unsigned fails = 0;         // per mille of commits; half of them reached the disk all the same
  unsigned stays_closed = 0;  // per mille of attempts to open again
};

class SimLedger final : public broker::Ledger {
public:
  SimLedger(std::filesystem::path folder, const SimClock& clock, Dice& dice, const LedgerFaults& faults);

  void begin(audit::Batch batch) override;
  std::optional<broker::CommitResult> finished() override;
  Result<Unit, audit::LogError> reopen() override;
  const audit::Log& log() const override;

  bool is_open() const { return log_.has_value() && !failed_; }
  // The process dies: what was begun reached the disk, or did not.
  void crash();

private:
  enum class Fate { written, failed_before, failed_after };
  Result<audit::Log, audit::LogError> open() const;
  void write();

  std::filesystem::path folder_;
  const SimClock& clock_;
  Dice& dice_;
  const LedgerFaults& faults_;
  std::optional<audit::Log> log_;
  std::optional<audit::Batch> batch_;
  std::optional<broker::CommitResult> result_;
  Fate fate_ = Fate::written;
  Instant due_{};
  bool failed_ = false;
};

}  // namespace concordat::sim
