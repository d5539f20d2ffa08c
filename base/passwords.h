// What a person proves that they are who they say: a password stretched by scrypt (RFC 7914) and a time-based code
// (RFC 6238). Over OpenSSL, like base/crypto. Pure functions; what is tried how often is the caller's to bound.
//
//   const Secret<64> stretched = stretch("correct horse", salt, password_cost);
//   if (const auto step = totp_matches(secret, "492039", now, 0)) remember(*step);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/secret.h"

namespace concordat {

struct ScryptCost {
  std::uint64_t n = 1U << 15U;  // a power of two
  std::uint64_t r = 8;
  std::uint64_t p = 1;
  friend bool operator==(const ScryptCost&, const ScryptCost&) = default;
};
inline constexpr ScryptCost password_cost{};  // 32 MiB, about a tenth of a second

// Nothing if the cost is none that scrypt has, or asks for more than 256 MiB.
std::optional<Secret<64>> stretch(std::string_view password, ByteView salt, const ScryptCost& cost);

// In a time that does not depend on where they differ.
bool is_same(ByteView a, ByteView b);

// The six digits of a step of 30 seconds, by HMAC-SHA-1, which is what authenticator apps compute.
std::string totp_code(ByteView secret, std::uint64_t step);
std::uint64_t totp_step(Instant at);
// The step that the code is of, one before or after now allowed, if it is later than `used`: no code is good twice.
std::optional<std::uint64_t> totp_matches(ByteView secret, std::string_view code, Instant now, std::uint64_t used);

// RFC 4648 section 6, without padding: how authenticator apps are given a secret.
std::string to_base32(ByteView bytes);

}  // namespace concordat
