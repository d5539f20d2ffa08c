// The vault: seals what the broker stores for a while (parcels, waiting submissions) under data keys that
// lie in a folder of their own. A new key each hour and at each start; when nothing is left under an
// old key it is destroyed, and with it, in freed pages and backups too, everything it ever sealed.
//
// Owned by the pipeline's thread.
#pragma once

#include <filesystem>
#include <optional>

#include "audit/key_ring.h"
#include "base/bytes.h"
#include "base/result.h"

namespace concordat::broker {

struct SealedBox {
  std::uint32_t generation;
  std::array<std::byte, 32> salt;
  Bytes sealed;
};

class Vault {
public:
  // Opens the folder and begins a new key.
  static Result<Vault, FileError> open(const std::filesystem::path& folder, Instant now);

  // `bound_to` must be given again to open: what the box is, and for whom.
  SealedBox seal(ByteView bound_to, ByteView plain) const;
  // Nothing if the key is destroyed or the box or what it is bound to was altered.
  std::optional<Bytes> open_box(ByteView bound_to, const SealedBox& box) const;

  std::uint32_t generation() const { return ring_.current().generation; }
  Instant since() const { return ring_.current().created; }
  bool has_older() const { return ring_.generations().size() > 1; }
  Result<Unit, FileError> rotate(Instant now) { return ring_.rotate(now); }
  // Destroys every key but the current one: only once nothing is sealed under them.
  Result<Unit, FileError> destroy_older();

private:
  explicit Vault(audit::KeyRing ring) : ring_(std::move(ring)) {}
  audit::KeyRing ring_;
};

}  // namespace concordat::broker
