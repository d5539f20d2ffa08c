// The ledger in production: audit::Log, with a thread of its own that does nothing but commit.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "broker/ledger.h"

namespace concordat::broker {

class LogLedger final : public Ledger {
public:
  using Opener = std::function<Result<audit::Log, audit::LogError>()>;
  // `wake` is called from the committing thread when a commit has finished.
  static Result<std::unique_ptr<LogLedger>, audit::LogError> open(Opener opener, std::function<void()> wake);
  ~LogLedger() override;

  void begin(audit::Batch batch) override;
  std::optional<CommitResult> finished() override;
  Result<Unit, audit::LogError> reopen() override;
  const audit::Log& log() const override;

private:
  LogLedger(Opener opener, audit::Log log, std::function<void()> wake);
  void run();

  Opener opener_;
  std::function<void()> wake_;
  std::optional<audit::Log> log_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<audit::Batch> batch_;
  std::optional<CommitResult> result_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace concordat::broker
