// The live log, checked by the broker itself: fsck cannot run while a writer holds the lock. A log takes seconds a million
// entries, so it goes in pieces, with commits between them; it checks what was there when it began, and whatever is needed
// to account for what was erased meanwhile.
//
//   TRY(LiveCheck check, LiveCheck::begin(log, known));
//   while (TRY(bool more, check.advance(log, 8))) tell(check.size(), check.of());
//   const FsckReport report = check.finish();
#pragma once

#include <filesystem>
#include <memory>

#include "audit/checker.h"
#include "audit/log.h"

namespace concordat::audit {

class LiveCheck {
public:
  static Result<LiveCheck, LogError> begin(const Log& log, const std::optional<Checkpoint>& known);
  // Takes at most so many slices. False once there is nothing more to look at.
  Result<bool, LogError> advance(const Log& log, std::size_t slices);
  FsckReport finish() { return checker_->finish(); }
  std::uint64_t size() const { return checker_->size(); }
  std::uint64_t of() const { return end_; }

private:
  LiveCheck(CheckOptions options, std::uint64_t end) : checker_(std::make_unique<Checker>(std::move(options), Holds::annexes)), end_(end) {}
  std::unique_ptr<Checker> checker_;
  std::uint64_t end_;
};

// All of it at once.
Result<FsckReport, LogError> verify_live(const Log& log, const std::optional<Checkpoint>& known);
// The live log as tiles, headers alone; gives how many entries. An export that fails leaves no folder.
Result<std::uint64_t, LogError> export_log(const Log& log, const std::filesystem::path& folder);

}  // namespace concordat::audit
