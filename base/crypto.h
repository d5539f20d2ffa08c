// Cryptography, and the only way to OpenSSL: SHA-256, HMAC, HKDF, Ed25519, AES-256-GCM, randomness.
// Every algorithm is fetched once per process. Functions are thread-safe; a Hasher is not shared.
//
//   const Digest d = sha256(bytes);
//   const SigningKey key = SigningKey::generate();
//   const Signature s = key.sign(message);
//   CHECK(verify(key.verify_key(), message, s), "own signature");
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>

#include "base/bytes.h"
#include "base/digest.h"
#include "base/secret.h"

namespace concordat {

Digest sha256(ByteView bytes);

// Incremental SHA-256 (FIPS 180-4). finish() may be called once; reset() starts again.
class Hasher {
public:
  Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  ~Hasher();
  Hasher& add(ByteView bytes);
  Hasher& add(std::string_view text) { return add(as_bytes(text)); }
  Hasher& add_u32(std::uint32_t value);   // big-endian
  Hasher& add_sized(ByteView bytes);      // u32 length, then the bytes
  Digest finish();
  void reset();

private:
  struct State;
  std::unique_ptr<State> state_;
};

Digest hmac_sha256(ByteView key, ByteView message);                           // RFC 2104
Secret<32> hkdf_sha256(ByteView key, ByteView salt, ByteView info);           // RFC 5869, L = 32

void random_fill(std::span<std::byte> out);
template <std::size_t N>
std::array<std::byte, N> random_bytes() {
  std::array<std::byte, N> out;
  random_fill(out);
  return out;
}
Secret<32> random_secret();

// Ed25519 (RFC 8032).
struct VerifyKey {
  std::array<std::byte, 32> bytes;
  friend constexpr auto operator<=>(const VerifyKey&, const VerifyKey&) = default;
};
struct Signature {
  std::array<std::byte, 64> bytes;
  friend constexpr auto operator<=>(const Signature&, const Signature&) = default;
};
class SigningKey {
public:
  static SigningKey generate();
  static SigningKey from_seed(std::span<const std::byte, 32> seed);
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  ~SigningKey();
  Signature sign(ByteView message) const;
  const VerifyKey& verify_key() const;
  const Secret<32>& seed() const;  // to store it; nowhere else

private:
  struct State;
  explicit SigningKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};
// True only for a valid signature. A malformed key or signature is false.
bool verify(const VerifyKey& key, ByteView message, const Signature& signature);

// AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce in front and the 128-bit tag behind:
// nonce(12) | ciphertext | tag(16). A key is used for one message only, or for fewer than 2^32.
Bytes aead_seal(const Secret<32>& key, ByteView associated, ByteView plain);
std::optional<Bytes> aead_open(const Secret<32>& key, ByteView associated, ByteView sealed);

}  // namespace concordat
