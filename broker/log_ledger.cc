#include "broker/log_ledger.h"

#include "base/check.h"

namespace concordat::broker {

Result<std::unique_ptr<LogLedger>, audit::LogError> LogLedger::open(Opener opener, std::function<void()> wake) {
  TRY(audit::Log log, opener());
  return std::unique_ptr<LogLedger>(new LogLedger{std::move(opener), std::move(log), std::move(wake)});
}

LogLedger::LogLedger(Opener opener, audit::Log log, std::function<void()> wake)
    : opener_(std::move(opener)), wake_(std::move(wake)), log_(std::move(log)), thread_([this] { run(); }) {}

LogLedger::~LogLedger() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void LogLedger::run() {
  std::unique_lock lock{mutex_};
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || batch_.has_value(); });
    if (!batch_) return;  // a batch handed over is committed even when stopping
    const audit::Batch batch = std::move(*batch_);
    batch_ = audit::Batch{};  // still under way, as far as begin() is concerned
    lock.unlock();
    CommitResult result = log_->commit(batch);
    lock.lock();
    batch_.reset();
    result_.emplace(std::move(result));
    lock.unlock();
    wake_();
    lock.lock();
  }
}

void LogLedger::begin(audit::Batch batch) {
  {
    const std::lock_guard lock{mutex_};
    CHECK(!batch_ && !result_, "a commit begun while another is under way");
    batch_.emplace(std::move(batch));
  }
  changed_.notify_all();
}

std::optional<CommitResult> LogLedger::finished() {
  const std::lock_guard lock{mutex_};
  if (!result_) return std::nullopt;
  std::optional<CommitResult> taken{std::move(result_)};
  result_.reset();
  return taken;
}

Result<Unit, audit::LogError> LogLedger::reopen() {
  const std::lock_guard lock{mutex_};
  CHECK(!batch_, "a log reopened while it commits");
  result_.reset();
  log_.reset();
  TRY(audit::Log log, opener_());
  log_.emplace(std::move(log));
  return Unit{};
}

const audit::Log& LogLedger::log() const {
  CHECK(log_, "the log is closed");
  return *log_;
}

}  // namespace concordat::broker
