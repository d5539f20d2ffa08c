#include "audit/annex.h"

#include <gtest/gtest.h>

namespace concordat::audit {
namespace {

TEST(Annex, KeepsOrderAndRepeats) {
  const Bytes annex =
      AnnexWriter{}.add("verdict", "a|full|g|").add("fact", "").add("verdict", "b|conceal||c").finish();
  const auto pairs = read_annex(annex);
  ASSERT_TRUE(pairs);
  const std::vector<AnnexPair> expected{{"verdict", "a|full|g|"}, {"fact", ""}, {"verdict", "b|conceal||c"}};
  EXPECT_EQ(*pairs, expected);
}

TEST(Annex, LayoutIsTheDocuments) {
  EXPECT_EQ(to_hex(AnnexWriter{}.finish()), "0100000000");
  EXPECT_EQ(to_hex(AnnexWriter{}.add("k", "vv").finish()),
            "0100000001"
            "00016b"
            "000000027676");
}

TEST(Annex, WhatAWriterCannotWriteIsRefused) {
  const Bytes good = AnnexWriter{}.add("key", "value").add("key2", "value2").finish();
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(read_annex(ByteView{good}.first(size))) << size;
  const struct {
    const char* name;
    const char* hex;
  } cases[] = {{"version 2", "0200000000"},
               {"one byte more", "010000000000"},
               {"count too high", "01ffffffff00016b000000027676"},
               {"count too low", "010000000000016b000000027676"},
               {"length past the end", "010000000100016bffffffff7676"},
               {"value not UTF-8", "010000000100016b00000001ff"},
               {"key not UTF-8", "01000000010001ff0000000161"}};
  for (const auto& c : cases) EXPECT_FALSE(read_annex(*from_hex(c.hex))) << c.name;
}

}  // namespace
}  // namespace concordat::audit
