#include "tests/sim/ledger.h"

#include "base/check.h"
#include "tests/sim/area.h"

namespace concordat::sim {

SimLedger::SimLedger(std::filesystem::path folder, const SimClock& clock, Dice& dice, const LedgerFaults& faults)
    : folder_(std::move(folder)), clock_(clock), dice_(dice), faults_(faults) {
  auto log = open();
  CHECK(log.has_value(), "the simulation's log does not open");
  log_.emplace(std::move(*log));
}

Result<audit::Log, audit::LogError> SimLedger::open() const {
  return audit::Log::open({.folder = folder_ / "log",
                           .day_keys = folder_ / "day-keys",
                           .origin = std::string{log_origin},
                           .key = Area::log_key(),
                           .clock = &clock_,
                           .map_bytes = std::size_t{64} << 20});
}

void SimLedger::begin(audit::Batch batch) {
  CHECK(!batch_ && !result_, "a commit begun while another is under way");
  batch_.emplace(std::move(batch));
  due_ = clock_.now() + std::chrono::milliseconds{dice_.below(30)};
  fate_ = !dice_.falls(faults_.fails) ? Fate::written : dice_.falls(500) ? Fate::failed_before : Fate::failed_after;
  // The committing thread may be done before anybody looks: readers then see what is not yet announced.
  if (dice_.falls(300)) write();
}

void SimLedger::write() {
  if (result_) return;
  if (fate_ == Fate::failed_before) {
    result_.emplace(Fail{dice_.falls(300) ? audit::LogError::full : audit::LogError::disk});
    return;
  }
  broker::CommitResult done = log_->commit(*batch_);
  CHECK(done.has_value(), "the simulation's disk failed by itself");
  if (fate_ == Fate::failed_after) result_.emplace(Fail{audit::LogError::disk});
  else result_.emplace(std::move(done));
}

std::optional<broker::CommitResult> SimLedger::finished() {
  if (!batch_ || clock_.now() < due_) return std::nullopt;
  write();
  std::optional<broker::CommitResult> taken{std::move(result_)};
  result_.reset();
  batch_.reset();
  failed_ = !taken->has_value();
  return taken;
}

Result<Unit, audit::LogError> SimLedger::reopen() {
  CHECK(!batch_, "a log reopened while it commits");
  log_.reset();
  if (dice_.falls(faults_.stays_closed)) return Fail{audit::LogError::disk};
  TRY(audit::Log log, open());
  log_.emplace(std::move(log));
  failed_ = false;
  return Unit{};
}

const audit::Log& SimLedger::log() const {
  CHECK(is_open(), "the log is read although it failed");
  return *log_;
}

void SimLedger::crash() {
  if (batch_ && !result_ && dice_.falls(500)) {
    fate_ = Fate::written;
    write();
  }
  log_.reset();
}

}  // namespace concordat::sim
