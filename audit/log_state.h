// The insides of a Log, shared by the files that implement it and by nobody else.
#pragma once

#include <atomic>
#include <mutex>

#include "audit/lock.h"
#include "audit/log.h"
#include "audit/reseal.h"

namespace concordat::audit {

struct Log::State {
  State(Options given, FolderLock held, Env opened, KeyRing ring)
      : options(std::move(given)), lock(std::move(held)), env(std::move(opened)),
        key(std::make_shared<const SigningKey>(std::move(options.key))), keys(key->verify_key(), options.origin), day_keys(std::move(ring)) {}

  Options options;
  FolderLock lock;
  Env env;

  std::mutex committing;  // one commit at a time; guards tip, key and the changing of day_keys
  Tip tip;
  std::shared_ptr<const SigningKey> key;  // that signs; options.key is moved from

  mutable std::mutex published;  // guards what readers see: held only to copy or to swap
  LogKeys keys;
  KeyRing day_keys;
  SignedCheckpoint latest;
  std::optional<LogError> poison;

  std::optional<LogError> poisoned() const {
    const std::lock_guard guard{published};
    return poison;
  }
};

// What a commit with erasures does to the annexes that stay, and to whose keys.
struct Log::Erasing {
  std::vector<Resealing> resealings;
};

LogError log_error_of(StoreError error);

// The files beside the log that say its keys, for whoever has a copy and nothing else. What they say can be found in the log too.
Result<Unit, FileError> state_keys(const std::filesystem::path& folder, const LogKeys& keys);

}  // namespace concordat::audit
