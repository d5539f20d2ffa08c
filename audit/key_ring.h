// A ring of 32-byte keys, one owner-only file for each generation, kept in a folder of their own so
// that destroying a file erases whatever was sealed under it: the log's day keys, the broker's hourly
// data keys. docs/audit-format.md, section 8, says the file's form.
//
// Not shared between threads. The folder belongs to one ring at a time.
//
//   TRY(KeyRing ring, KeyRing::open("/var/lib/concordat/keys/parcels", clock.now(), 0));
//   seal(ring.current().key, ...);            // and store ring.current().generation beside it
//   TRY(Unit rotated, ring.rotate(clock.now()));
//   TRY(Unit gone, ring.destroy(generation));
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <vector>

#include "base/clock.h"
#include "base/file.h"
#include "base/result.h"
#include "base/secret.h"

namespace concordat::audit {

struct RingKey {
  std::uint32_t generation;
  Instant created;
  Secret<32> key;
};

// Overwrites a file of key material, removes it and syncs its folder.
Result<Unit, FileError> destroy_file(const std::filesystem::path& file);

class KeyRing {
public:
  // Makes folder and first key when there is none. The current generation is above `past`, which is the
  // newest one known to have been used: so a number is never used again, even when the folder was lost.
  static Result<KeyRing, FileError> open(const std::filesystem::path& folder, Instant now,
                                         std::uint32_t past);
  // Only what is there; makes nothing. For those who may open but not seal.
  static Result<KeyRing, FileError> load(const std::filesystem::path& folder);

  const RingKey& current() const;                          // the newest; there must be one
  const Secret<32>* find(std::uint32_t generation) const;  // nullptr when destroyed or never here
  const RingKey* find_key(std::uint32_t generation) const;  // the same, with its number and age
  std::vector<std::uint32_t> generations() const;          // ascending
  Result<Unit, FileError> rotate(Instant now);             // a new current key, on disk before it is used
  const std::filesystem::path& folder() const { return folder_; }
  // Overwrites, removes, syncs; never the current one.
  Result<Unit, FileError> destroy(std::uint32_t generation);

private:
  explicit KeyRing(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path file_of(std::uint32_t generation) const;
  Result<Unit, FileError> make(std::uint32_t generation, Instant now);
  std::filesystem::path folder_;
  std::map<std::uint32_t, RingKey> keys_;
  std::vector<std::uint32_t> overwritten_;  // destroyed but for the name: open() finishes that
};

}  // namespace concordat::audit
