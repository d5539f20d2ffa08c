#include "broker/vault.h"

#include "base/crypto.h"

namespace concordat::broker {
namespace {

Secret<32> box_key(const Secret<32>& data_key, const std::array<std::byte, 32>& salt) {
  return hkdf_sha256(data_key.expose(), salt, as_bytes("concordat box 1"));
}

}  // namespace

Result<Vault, FileError> Vault::open(const std::filesystem::path& folder, Instant now) {
  TRY(audit::KeyRing ring, audit::KeyRing::open(folder, now, 0));
  Vault vault{std::move(ring)};
  TRY(const Unit rotated, vault.rotate(now));
  static_cast<void>(rotated);
  return vault;
}

SealedBox Vault::seal(ByteView bound_to, ByteView plain) const {
  const auto salt = random_bytes<32>();
  return {ring_.current().generation, salt, aead_seal(box_key(ring_.current().key, salt), bound_to, plain)};
}

std::optional<Bytes> Vault::open_box(ByteView bound_to, const SealedBox& box) const {
  const Secret<32>* key = ring_.find(box.generation);
  if (key == nullptr) return std::nullopt;
  return aead_open(box_key(*key, box.salt), bound_to, box.sealed);
}

Result<Unit, FileError> Vault::destroy_older() {
  for (const std::uint32_t generation : ring_.generations()) {
    if (generation == ring_.current().generation) continue;
    TRY(const Unit gone, ring_.destroy(generation));
    static_cast<void>(gone);
  }
  return Unit{};
}

}  // namespace concordat::broker
