#include "base/passwords.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>

#include "base/check.h"

namespace concordat {
namespace {

constexpr std::uint64_t memory_bytes_max = 256ULL * 1024 * 1024;
constexpr std::chrono::seconds step_length{30};
constexpr std::uint32_t code_values = 1'000'000;
constexpr std::size_t code_digits = 6;

}  // namespace

std::optional<Secret<64>> stretch(std::string_view password, ByteView salt, const ScryptCost& cost) {
  std::array<std::byte, 64> out{};
  const int done = EVP_PBE_scrypt(password.data(), password.size(), reinterpret_cast<const unsigned char*>(salt.data()), salt.size(), cost.n, cost.r,
                                  cost.p, memory_bytes_max, reinterpret_cast<unsigned char*>(out.data()), out.size());
  if (done != 1) return std::nullopt;
  Secret<64> stretched{out};
  cleanse(out);
  return stretched;
}

bool is_same(ByteView a, ByteView b) { return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0; }

std::string totp_code(ByteView secret, std::uint64_t step) {
  Bytes message;
  put_u64(message, step);
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  std::size_t size = 0;
  const auto* made = EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA1", nullptr, secret.data(), secret.size(), reinterpret_cast<const unsigned char*>(message.data()),
                               message.size(), mac.data(), mac.size(), &size);
  CHECK(made != nullptr && size == 20, "HMAC-SHA-1");
  const std::size_t at = mac[19] & 0x0fU;  // RFC 4226 section 5.3
  const std::uint32_t number = (static_cast<std::uint32_t>(mac[at] & 0x7fU) << 24U) | (static_cast<std::uint32_t>(mac[at + 1]) << 16U) |
                               (static_cast<std::uint32_t>(mac[at + 2]) << 8U) | static_cast<std::uint32_t>(mac[at + 3]);
  const std::string digits = std::to_string(number % code_values);
  return std::string(code_digits - digits.size(), '0') + digits;
}

std::uint64_t totp_step(Instant at) {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()) / step_length);
}

std::optional<std::uint64_t> totp_matches(ByteView secret, std::string_view code, Instant now, std::uint64_t used) {
  std::optional<std::uint64_t> found;
  const std::uint64_t current = totp_step(now);
  for (std::uint64_t step = current - 1; step <= current + 1; ++step)
    if (is_same(as_bytes(totp_code(secret, step)), as_bytes(code)) && step > used) found = step;
  return found;
}

std::string to_base32(ByteView bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const std::byte byte : bytes) {
    held = (held << 8U) | std::to_integer<std::uint32_t>(byte);
    for (bits += 8; bits >= 5; bits -= 5) out.push_back(alphabet[(held >> (bits - 5)) & 31U]);
  }
  if (bits > 0) out.push_back(alphabet[(held << (5 - bits)) & 31U]);
  return out;
}

}  // namespace concordat
