// The last checkpoint of the log that this link accepted, on disk, and the changes of the log's key that it has followed. It only
// ever moves forward, and only by proof, so a broker that rewrites, forks or rolls back its log meets somebody who remembers; and
// so does whoever has stolen a key that was changed.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "audit/log_keys.h"
#include "audit/notes_file.h"
#include "audit/prove.h"
#include "base/file.h"
#include "base/result.h"

namespace concordat::link {

class KeptCheckpoint {
public:
  // A file that does not hold a checkpoint of this log is an error: starting without memory would be forgetting.
  // `key-changes` lies beside `file`.
  static Result<KeptCheckpoint, FileError> open(const std::filesystem::path& file, audit::LogKeys keys);

  const std::optional<audit::SignedCheckpoint>& held() const { return held_; }
  std::string note() const { return held_ ? held_->note : std::string{}; }
  std::uint64_t size() const { return held_ ? held_->checkpoint.size : 0; }
  const audit::LogKeys& keys() const { return keys_; }
  // Follows the log's key, and stores what is new. False: a note contradicts what is known, or changed the key where we had already
  // seen the old one sign on. Notes that do not touch the keys known are passed over.
  Result<bool, FileError> follow(const std::vector<std::string>& notes);
  // Whether `newer` is what ours became by appending only; the first ever is accepted as it is.
  Result<Unit, audit::ProofError> judge(const audit::Checkpoint& newer, std::span<const Digest> consistency) const;
  // Stores one that judge() passed.
  Result<Unit, FileError> keep(const audit::SignedCheckpoint& newer);

private:
  KeptCheckpoint(std::filesystem::path file, audit::LogKeys keys) : file_(std::move(file)), keys_(std::move(keys)) {}
  std::filesystem::path key_changes() const { return file_.parent_path() / audit::key_changes_name; }
  std::filesystem::path file_;
  audit::LogKeys keys_;
  std::optional<audit::SignedCheckpoint> held_;
};

}  // namespace concordat::link
