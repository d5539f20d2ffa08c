#include "base/text.h"

#include <gtest/gtest.h>

namespace concordat {
namespace {

TEST(Utf8, refuses_what_is_malformed) {
  EXPECT_TRUE(is_utf8("Zo\xc3\xab"));
  for (const char* bad : {"\xff", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80"}) EXPECT_FALSE(is_utf8(bad));
}

TEST(Nfc, composes_and_refuses_what_is_not_utf8) {
  EXPECT_EQ(*to_nfc("Zoe\xcc\x88"), "Zo\xc3\xab");
  EXPECT_EQ(*to_nfc("plain"), "plain");
  EXPECT_FALSE(to_nfc("\xc3"));
}

TEST(Invisible, finds_bidi_and_zero_width) {
  EXPECT_TRUE(has_invisible("a\xe2\x80\xae" "b"));
  EXPECT_TRUE(has_invisible("a\xe2\x80\x8b" "b"));
  EXPECT_TRUE(has_invisible("\xef\xbb\xbf" "b"));
  for (const char* filler : {"a\u034f", "a\u3164", "a\ufe0f", "a\U000e0100"}) EXPECT_TRUE(has_invisible(filler)) << filler;
  EXPECT_FALSE(has_invisible("O\xe2\x80\x99Neil"));
  EXPECT_FALSE(has_invisible("Zo\u00eb, \u6f22\u5b57 \u2013 \U0001f600"));
}

TEST(Latin1, becomes_utf8) {
  EXPECT_EQ(latin1_to_utf8("Ren\xe9"), "Ren\xc3\xa9");
  EXPECT_EQ(latin1_to_utf8("O\x92" "Brien \x96 \x80" "5"), "O\u2019Brien \u2013 \u20ac5") << "as a spreadsheet on Windows writes it";
  EXPECT_EQ(latin1_to_utf8("\x9f\xa0\xff\x81"), "\u0178\u00a0\u00ff\u0081");
}

TEST(Nearest, suggests_slips_and_not_strangers) {
  const std::vector<std::string> names{"subject", "concern", "consent"};
  EXPECT_EQ(*nearest("subjet", names), "subject");
  EXPECT_EQ(*nearest("consnet", names), "consent");
  EXPECT_EQ(*nearest("hepl", {"help"}), "help");  // letters swapped are one slip
  EXPECT_FALSE(nearest("weather", names));
  EXPECT_FALSE(nearest("7", {"1"})) << "another letter is no slip of one letter";
}

TEST(Split, keeps_empty_parts) {
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string>{"a", "", "b"}));
  EXPECT_EQ(split("", ','), (std::vector<std::string>{""}));
  EXPECT_EQ(trim("  a b\n"), "a b");
}

}  // namespace
}  // namespace concordat
