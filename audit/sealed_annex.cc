#include "audit/sealed_annex.h"

#include <algorithm>

#include "base/crypto.h"

namespace concordat::audit {
namespace {

constexpr std::string_view purpose = "concordat annex 1";
constexpr std::size_t key_salt_bytes = 32;
constexpr std::size_t salt_bytes = 32;

Secret<32> annex_key(const Secret<32>& day_key, ByteView key_salt) {
  return hkdf_sha256(day_key.expose(), key_salt, as_bytes(purpose));
}

Bytes associated_bytes(Sequence sequence, const Digest& hash) {
  Bytes out;
  put_u64(out, sequence.value());
  put_bytes(out, hash.bytes);
  return out;
}

// The salt of the commitment, then the annex.
Result<Bytes, AnnexError> open_row(const KeyRing& day_keys, Sequence sequence, const Digest& hash, ByteView row) {
  const auto generation = annex_generation(row);
  if (!generation) return Fail{AnnexError::altered};
  const RingKey* const day_key = day_keys.find_key(*generation);
  if (day_key == nullptr) return Fail{AnnexError::key_absent};
  auto plain = aead_open(annex_key(day_key->key, row.subspan(4, key_salt_bytes)), associated_bytes(sequence, hash),
                         row.subspan(4 + key_salt_bytes));
  Digest salt{};
  if (!plain || plain->size() < salt_bytes) return Fail{AnnexError::altered};
  std::copy_n(plain->begin(), salt_bytes, salt.bytes.begin());
  if (annex_hash(salt, ByteView{*plain}.subspan(salt_bytes)) != hash) return Fail{AnnexError::altered};
  return std::move(*plain);
}

}  // namespace

Bytes seal_annex(const RingKey& day_key, Sequence sequence, const Digest& hash, const Digest& salt,
                 ByteView annex) {
  Bytes plain = to_bytes(salt.bytes);
  put_bytes(plain, annex);
  const auto key_salt = random_bytes<key_salt_bytes>();
  Bytes row;
  put_u32(row, day_key.generation);
  put_bytes(row, key_salt);
  put_bytes(row, aead_seal(annex_key(day_key.key, key_salt), associated_bytes(sequence, hash), plain));
  cleanse(plain);
  return row;
}

std::optional<std::uint32_t> annex_generation(ByteView row) {
  if (row.size() < 4 + key_salt_bytes) return std::nullopt;
  return get_u32(row.first<4>());
}

std::optional<Bytes> reseal_annex(const KeyRing& day_keys, const RingKey& day_key, Sequence sequence, const Digest& hash, ByteView row) {
  auto plain = open_row(day_keys, sequence, hash, row);
  if (!plain) return std::nullopt;
  Digest salt{};
  std::copy_n(plain->begin(), salt.bytes.size(), salt.bytes.begin());
  Bytes anew = seal_annex(day_key, sequence, hash, salt, ByteView{*plain}.subspan(salt.bytes.size()));
  cleanse(*plain);
  return anew;
}

Result<Bytes, AnnexError> open_annex(const KeyRing& day_keys, Sequence sequence, const Digest& hash,
                                     ByteView row) {
  TRY(Bytes plain, open_row(day_keys, sequence, hash, row));
  Bytes annex = to_bytes(ByteView{plain}.subspan(salt_bytes));
  cleanse(plain);
  return annex;
}

}  // namespace concordat::audit
