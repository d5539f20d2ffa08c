#include "base/crypto.h"

#include <gtest/gtest.h>

namespace concordat {
namespace {

template <std::size_t N>
std::array<std::byte, N> fixed(std::string_view hex) {
  std::array<std::byte, N> out{};
  const Bytes bytes = *from_hex(hex);
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

TEST(Sha256, fips_180_vector) {
  EXPECT_EQ(to_hex(sha256(as_bytes("abc")).bytes), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hmac, rfc_4231_cases_2_and_6) {
  EXPECT_EQ(to_hex(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?")).bytes),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(Bytes(131, std::byte{0xaa}), as_bytes("Test Using Larger Than Block-Size Key - Hash Key First")).bytes),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hkdf, rfc_5869_case_1_first_block) {
  const Secret<32> okm = hkdf_sha256(Bytes(22, std::byte{0x0b}), *from_hex("000102030405060708090a0b0c"),
                                     *from_hex("f0f1f2f3f4f5f6f7f8f9"));
  EXPECT_EQ(to_hex(okm.expose()), "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
}

TEST(Ed25519, rfc_8032_test_2_and_every_flipped_byte_fails) {
  const auto seed = fixed<32>("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  const SigningKey key = SigningKey::from_seed(seed);
  EXPECT_EQ(to_hex(key.verify_key().bytes), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const Bytes message{std::byte{0x72}};
  const Signature signature = key.sign(message);
  EXPECT_EQ(to_hex(signature.bytes),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  EXPECT_TRUE(verify(key.verify_key(), message, signature));
  for (std::size_t i = 0; i < signature.bytes.size(); ++i) {
    Signature bent = signature;
    bent.bytes[i] ^= std::byte{1};
    EXPECT_FALSE(verify(key.verify_key(), message, bent)) << i;
  }
}

TEST(Aead, opens_only_under_the_same_key_data_and_bytes) {
  const Secret<32> key = random_secret();
  const Bytes sealed = aead_seal(key, as_bytes("to police/met"), as_bytes("values"));
  EXPECT_EQ(as_text(*aead_open(key, as_bytes("to police/met"), sealed)), "values");
  EXPECT_FALSE(aead_open(key, as_bytes("to nhs/nelft"), sealed));
  EXPECT_FALSE(aead_open(random_secret(), as_bytes("to police/met"), sealed));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Bytes bent = sealed;
    bent[i] ^= std::byte{1};
    EXPECT_FALSE(aead_open(key, as_bytes("to police/met"), bent)) << i;
  }
  EXPECT_FALSE(aead_open(key, {}, ByteView{sealed}.first(27)));
  EXPECT_TRUE(aead_open(key, {}, aead_seal(key, {}, {}))->empty());
}

TEST(Secret, is_cleansed_when_moved_from) {
  Secret<4> from{std::span<const std::byte, 4>{fixed<4>("01020304")}};
  const Secret<4> to{std::move(from)};
  EXPECT_EQ(to_hex(to.expose()), "01020304");
  EXPECT_EQ(to_hex(from.expose()), "00000000");  // NOLINT: the point of the test
}
static_assert(!std::is_copy_constructible_v<Secret<32>>);

}  // namespace
}  // namespace concordat
