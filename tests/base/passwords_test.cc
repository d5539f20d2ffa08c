#include "base/passwords.h"

#include <gtest/gtest.h>

namespace concordat {
namespace {

// RFC 7914, section 12.
TEST(Stretching, gives_what_the_standard_says) {
  const auto stretched = stretch("pleaseletmein", as_bytes("SodiumChloride"), {.n = 16384, .r = 8, .p = 1});
  ASSERT_TRUE(stretched);
  EXPECT_EQ(to_hex(stretched->expose()),
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887");
}

TEST(Stretching, refuses_a_cost_that_is_none_or_too_dear) {
  EXPECT_FALSE(stretch("x", as_bytes("salt"), {.n = 1000, .r = 8, .p = 1}));
  EXPECT_FALSE(stretch("x", as_bytes("salt"), {.n = 1U << 24U, .r = 8, .p = 1}));
}

// RFC 6238, appendix B, the SHA-1 rows: the last six of their eight digits.
TEST(Codes, are_those_of_the_standard) {
  struct Case {
    std::int64_t seconds;
    const char* code;
  };
  for (const Case& each : {Case{59, "287082"}, Case{1111111109, "081804"}, Case{1111111111, "050471"}, Case{1234567890, "005924"}, Case{2000000000, "279037"}, Case{20000000000, "353130"}}) {
    const Instant at{std::chrono::seconds{each.seconds}};
    EXPECT_EQ(totp_code(as_bytes("12345678901234567890"), totp_step(at)), each.code) << each.seconds;
  }
}

TEST(Codes, are_good_once_and_for_one_step_either_side) {
  const ByteView secret = as_bytes("12345678901234567890");
  const Instant now{std::chrono::seconds{1234567890}};
  const std::uint64_t step = totp_step(now);
  EXPECT_EQ(totp_matches(secret, totp_code(secret, step), now, 0), step);
  EXPECT_EQ(totp_matches(secret, totp_code(secret, step - 1), now, 0), step - 1);
  EXPECT_FALSE(totp_matches(secret, totp_code(secret, step - 2), now, 0));
  EXPECT_FALSE(totp_matches(secret, totp_code(secret, step + 2), now, 0));
  EXPECT_FALSE(totp_matches(secret, totp_code(secret, step), now, step)) << "used before";
  EXPECT_FALSE(totp_matches(secret, "", now, 0));
  EXPECT_FALSE(totp_matches(secret, "000000000000", now, 0));
}

// RFC 4648, section 10, without the padding.
TEST(Base32, is_that_of_the_standard) {
  EXPECT_EQ(to_base32(as_bytes("")), "");
  EXPECT_EQ(to_base32(as_bytes("f")), "MY");
  EXPECT_EQ(to_base32(as_bytes("foob")), "MZXW6YQ");
  EXPECT_EQ(to_base32(as_bytes("foobar")), "MZXW6YTBOI");
}

TEST(Sameness, is_of_size_and_of_every_byte) {
  EXPECT_TRUE(is_same(as_bytes("abc"), as_bytes("abc")));
  EXPECT_FALSE(is_same(as_bytes("abc"), as_bytes("abd")));
  EXPECT_FALSE(is_same(as_bytes("abc"), as_bytes("abcd")));
}

}  // namespace
}  // namespace concordat
