// The file that holds the seed of the log's signing key, and while the key is being changed another beside it, `.next`: made before the
// change is committed, and put in its place once it is. Which of the two signs, only the log can say.
//
// One process at a time, as the log itself. Files are hexadecimal, for their owner alone.
//
//   const LogSeed seed{config.log_seed};
//   TRY(const SigningKey key, seed.current());
//   TRY(const SigningKey next, seed.prepare());            // then: commit a batch with it
//   TRY(const Unit settled, seed.settle(log.verify_key()));  // also at every start
#pragma once

#include <filesystem>
#include <optional>

#include "base/crypto.h"
#include "base/file.h"
#include "base/result.h"

namespace concordat::broker {

class LogSeed {
public:
  explicit LogSeed(std::filesystem::path file) : file_(std::move(file)) {}
  Result<SigningKey, FileError> current() const;
  Result<std::optional<SigningKey>, FileError> next() const;  // nothing unless a change is under way
  Result<SigningKey, FileError> prepare() const;
  // Keeps the seed of the key that signs, and destroys every other.
  Result<Unit, FileError> settle(const VerifyKey& signs) const;

private:
  Result<Unit, FileError> finish_old() const;
  std::filesystem::path beside(const char* ending) const;
  std::filesystem::path file_;
};

}  // namespace concordat::broker
