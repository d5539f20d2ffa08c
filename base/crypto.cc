#include "base/crypto.h"

// SHA-256 by its own functions: OpenSSL 3 deprecates them for EVP, whose providers cost more than a short hash
// (docs/adr/0040). Everything else goes through EVP.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include "base/check.h"

namespace concordat {
namespace {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* pointer) const noexcept {
    Free(pointer);
  }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Deleter<Free>>;
using DigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using CipherContext = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;

const unsigned char* raw(ByteView bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* raw_out(std::span<std::byte> bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

// Fetched once: a fetch per call costs more than the hash. Never freed: the process owns them.
const EVP_CIPHER* gcm_algorithm() {
  static const EVP_CIPHER* const algorithm = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  CHECK(algorithm != nullptr, "OpenSSL has no AES-256-GCM");
  return algorithm;
}

constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;

}  // namespace

void cleanse(std::span<std::byte> bytes) noexcept { OPENSSL_cleanse(bytes.data(), bytes.size()); }

struct Hasher::State {
  SHA256_CTX context;
};
Hasher::Hasher() : state_(std::make_unique<State>()) { reset(); }
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;
void Hasher::reset() {
  CHECK(SHA256_Init(&state_->context) == 1, "SHA-256 init");
}
Hasher& Hasher::add(ByteView bytes) {
  CHECK(SHA256_Update(&state_->context, bytes.data(), bytes.size()) == 1, "SHA-256 update");
  return *this;
}
Hasher& Hasher::add_u32(std::uint32_t value) {
  const std::array<std::byte, 4> big{static_cast<std::byte>(value >> 24), static_cast<std::byte>(value >> 16),
                                     static_cast<std::byte>(value >> 8), static_cast<std::byte>(value)};
  return add(big);
}
Hasher& Hasher::add_sized(ByteView bytes) {
  return add_u32(static_cast<std::uint32_t>(bytes.size())).add(bytes);
}
Digest Hasher::finish() {
  Digest digest{};
  CHECK(SHA256_Final(raw_out(digest.bytes), &state_->context) == 1, "SHA-256");
  return digest;
}

Digest sha256(ByteView bytes) {
  thread_local Hasher hasher;
  hasher.reset();
  return hasher.add(bytes).finish();
}

Digest hmac_sha256(ByteView key, ByteView message) {
  std::array<std::byte, 64> block{};
  if (key.size() > block.size()) {
    const Digest shortened = sha256(key);
    std::copy(shortened.bytes.begin(), shortened.bytes.end(), block.begin());
  } else {
    std::copy(key.begin(), key.end(), block.begin());
  }
  std::array<std::byte, 64> inner = block;
  std::array<std::byte, 64> outer = block;
  for (std::byte& b : inner) b ^= std::byte{0x36};
  for (std::byte& b : outer) b ^= std::byte{0x5c};
  thread_local Hasher hasher;
  hasher.reset();
  const Digest first = hasher.add(inner).add(message).finish();
  hasher.reset();
  const Digest digest = hasher.add(outer).add(first.bytes).finish();
  cleanse(block);
  cleanse(inner);
  cleanse(outer);
  return digest;
}

Secret<32> hkdf_sha256(ByteView key, ByteView salt, ByteView info) {
  Digest extracted = hmac_sha256(salt, key);
  Bytes first = to_bytes(info);
  first.push_back(std::byte{1});
  Digest expanded = hmac_sha256(extracted.bytes, first);
  Secret<32> out{expanded.bytes};
  cleanse(extracted.bytes);
  cleanse(expanded.bytes);
  return out;
}

void random_fill(std::span<std::byte> out) {
  CHECK(RAND_bytes(raw_out(out), static_cast<int>(out.size())) == 1, "no randomness");
}

Secret<32> random_secret() {
  auto bytes = random_bytes<32>();
  Secret<32> out{bytes};
  cleanse(bytes);
  return out;
}

struct SigningKey::State {
  Key key;
  Secret<32> seed;
  VerifyKey verify_key;
};
SigningKey::SigningKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

SigningKey SigningKey::generate() { return from_seed(random_secret().expose()); }

SigningKey SigningKey::from_seed(std::span<const std::byte, 32> seed) {
  Key key{EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw(seed), seed.size())};
  CHECK(key != nullptr, "Ed25519 key from seed");
  VerifyKey verify_key{};
  std::size_t size = verify_key.bytes.size();
  CHECK(EVP_PKEY_get_raw_public_key(key.get(), raw_out(verify_key.bytes), &size) == 1 && size == 32, "Ed25519 public key");
  return SigningKey{std::unique_ptr<State>(new State{std::move(key), Secret<32>{seed}, verify_key})};
}

Signature SigningKey::sign(ByteView message) const {
  DigestContext context{EVP_MD_CTX_new()};
  Signature signature{};
  std::size_t size = signature.bytes.size();
  CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, state_->key.get()) == 1, "Ed25519 sign init");
  CHECK(EVP_DigestSign(context.get(), raw_out(signature.bytes), &size, raw(message), message.size()) == 1 && size == 64,
        "Ed25519 sign");
  return signature;
}
const VerifyKey& SigningKey::verify_key() const { return state_->verify_key; }
const Secret<32>& SigningKey::seed() const { return state_->seed; }

bool verify(const VerifyKey& key, ByteView message, const Signature& signature) {
  const Key loaded{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(key.bytes), key.bytes.size())};
  if (!loaded) return false;
  const DigestContext context{EVP_MD_CTX_new()};
  if (EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, loaded.get()) != 1) return false;
  // The return code alone decides: a bad Ed25519 signature returns 0 with an empty error queue.
  return EVP_DigestVerify(context.get(), raw(signature.bytes), signature.bytes.size(), raw(message),
                          message.size()) == 1;
}

Bytes aead_seal(const Secret<32>& key, ByteView associated, ByteView plain) {
  Bytes out(nonce_bytes + plain.size() + tag_bytes);
  const std::span<std::byte> all{out};
  random_fill(all.first(nonce_bytes));
  const CipherContext context{EVP_CIPHER_CTX_new()};
  int written = 0;
  CHECK(EVP_EncryptInit_ex2(context.get(), gcm_algorithm(), raw(ByteView{key.expose()}), raw(ByteView{all.first(nonce_bytes)}),
                            nullptr) == 1,
        "AES-GCM init");
  CHECK(EVP_EncryptUpdate(context.get(), nullptr, &written, raw(associated), static_cast<int>(associated.size())) == 1,
        "AES-GCM associated data");
  CHECK(EVP_EncryptUpdate(context.get(), raw_out(all.subspan(nonce_bytes)), &written, raw(plain),
                          static_cast<int>(plain.size())) == 1,
        "AES-GCM encrypt");
  CHECK(EVP_EncryptFinal_ex(context.get(), raw_out(all.subspan(nonce_bytes + plain.size())), &written) == 1, "AES-GCM final");
  CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tag_bytes),
                            raw_out(all.last(tag_bytes))) == 1,
        "AES-GCM tag");
  return out;
}

std::optional<Bytes> aead_open(const Secret<32>& key, ByteView associated, ByteView sealed) {
  if (sealed.size() < nonce_bytes + tag_bytes) return std::nullopt;
  const ByteView body = sealed.subspan(nonce_bytes, sealed.size() - nonce_bytes - tag_bytes);
  std::array<std::byte, tag_bytes> tag{};
  std::copy(sealed.end() - tag_bytes, sealed.end(), tag.begin());
  Bytes out(body.size() + 1);  // one more, so that data() is never null for an empty message
  const CipherContext context{EVP_CIPHER_CTX_new()};
  int written = 0;
  CHECK(EVP_DecryptInit_ex2(context.get(), gcm_algorithm(), raw(ByteView{key.expose()}), raw(sealed), nullptr) == 1,
        "AES-GCM init");
  if (EVP_DecryptUpdate(context.get(), nullptr, &written, raw(associated), static_cast<int>(associated.size())) != 1 ||
      EVP_DecryptUpdate(context.get(), raw_out(std::span<std::byte>{out}), &written, raw(body),
                        static_cast<int>(body.size())) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag_bytes), tag.data()) != 1 ||
      EVP_DecryptFinal_ex(context.get(), raw_out(std::span<std::byte>{out}.subspan(body.size())), &written) != 1) {
    cleanse(out);
    return std::nullopt;
  }
  out.resize(body.size());
  return out;
}

}  // namespace concordat
