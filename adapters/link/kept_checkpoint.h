// The last checkpoint of the log that this link accepted, on disk. It only ever moves forward, and only by proof, so
// a broker that rewrites, forks or rolls back its log meets somebody who remembers.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "audit/prove.h"
#include "base/file.h"
#include "base/result.h"

namespace concordat::link {

class KeptCheckpoint {
public:
  // A file that does not hold a checkpoint of this log is an error: starting without memory would be forgetting.
  static Result<KeptCheckpoint, FileError> open(const std::filesystem::path& file, const audit::PinnedLog& log);

  const std::optional<audit::SignedCheckpoint>& held() const { return held_; }
  std::string note() const { return held_ ? held_->note : std::string{}; }
  std::uint64_t size() const { return held_ ? held_->checkpoint.size : 0; }
  // Whether `newer` is what ours became by appending only; the first ever is accepted as it is.
  Result<Unit, audit::ProofError> judge(const audit::Checkpoint& newer, std::span<const Digest> consistency) const;
  // Stores one that judge() passed.
  Result<Unit, FileError> keep(const audit::SignedCheckpoint& newer);

private:
  explicit KeptCheckpoint(std::filesystem::path file) : file_(std::move(file)) {}
  std::filesystem::path file_;
  std::optional<audit::SignedCheckpoint> held_;
};

}  // namespace concordat::link
