#include "base/bytes.h"

#include <gtest/gtest.h>

namespace concordat {
namespace {

TEST(Hex, goes_both_ways_and_refuses_the_rest) {
  EXPECT_EQ(to_hex(as_bytes("\x01\xab\xff")), "01abff");
  EXPECT_EQ(as_text(*from_hex("6F6b")), "ok");
  EXPECT_FALSE(from_hex("abc"));
  EXPECT_FALSE(from_hex("zz"));
}

TEST(Base64, matches_rfc_4648_section_10_and_refuses_the_rest) {
  for (const auto& [plain, coded] : std::vector<std::pair<std::string, std::string>>{
           {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}}) {
    EXPECT_EQ(to_base64(as_bytes(plain)), coded);
    EXPECT_EQ(as_text(*from_base64(coded)), plain);
  }
  for (const char* bad : {"Zg", "Zg=", "Z===", "Zh==", "Zg==Zg==", "Z!==", "=Zg="}) EXPECT_FALSE(from_base64(bad)) << bad;
}

TEST(ByteReader, reads_what_was_put_and_never_past_the_end) {
  Bytes out;
  put_u16(out, 0x0102);
  put_u64(out, 0x1122334455667788);
  put_sized(out, as_bytes("name"));
  ByteReader reader{out};
  EXPECT_EQ(reader.u16(), 0x0102);
  EXPECT_EQ(reader.u64(), 0x1122334455667788U);
  EXPECT_EQ(as_text(reader.sized()), "name");
  EXPECT_TRUE(reader.done());
  EXPECT_EQ(reader.u8(), 0);
  EXPECT_FALSE(reader.ok());
}

TEST(ByteReader, a_length_that_lies_is_a_failure_not_a_read) {
  Bytes out;
  put_u32(out, 0xffffffff);
  out.push_back(std::byte{1});
  ByteReader reader{out};
  EXPECT_TRUE(reader.sized().empty());
  EXPECT_FALSE(reader.ok());
}

}  // namespace
}  // namespace concordat
