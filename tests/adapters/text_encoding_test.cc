#include "adapters/text_encoding.h"

#include <gtest/gtest.h>

namespace concordat::adapters {
namespace {

using namespace std::string_literals;

TEST(TextEncoding, decodes) {
  struct Case {
    const char* name;
    std::string bytes;
    Undeclared undeclared;
    std::string text;
    Encoding encoding;
  };
  const Case cases[] = {
      {"plain", "na\xc3\xafve", Undeclared::refuse, "na\xc3\xafve", Encoding::utf8},
      {"byte order mark dropped", "\xef\xbb\xbf{}", Undeclared::refuse, "{}", Encoding::utf8},
      {"UTF-16 little", "\xff\xfe{\0}\0"s, Undeclared::refuse, "{}", Encoding::utf16},
      {"UTF-16 little XML without a mark", "<\0?\0>\0"s, Undeclared::refuse, "<?>", Encoding::utf16},
      {"UTF-16 big XML without a mark", "\0<\0?\0>"s, Undeclared::refuse, "<?>", Encoding::utf16},
      {"UTF-16 big with a pair", "\xfe\xff\xd8\x3d\xde\x00"s, Undeclared::refuse, "\xf0\x9f\x98\x80", Encoding::utf16},
      {"Latin-1 where the format allows", "Zo\xeb", Undeclared::latin1, "Zo\xc3\xab", Encoding::latin1},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.name);
    const auto decoded = decode_text(as_bytes(each.bytes), each.undeclared);
    ASSERT_TRUE(decoded.has_value());
    EXPECT_EQ(decoded->text, each.text);
    EXPECT_EQ(decoded->encoding, each.encoding);
  }
}

TEST(TextEncoding, refuses) {
  struct Case {
    const char* name;
    std::string bytes;
    const char* code;
    const char* where;
  };
  const Case cases[] = {
      {"nothing", "", "empty-file", "document"},
      {"white space only", "\xef\xbb\xbf \r\n\t", "empty-file", "document"},
      {"Latin-1", "{\n\n\"name\": \"Zo\xeb\"}", "not-utf8", "line 3"},
      {"odd UTF-16", "\xff\xfe{", "not-utf8", "document"},
      {"lone surrogate", "\xff\xfe\x00\xdc"s, "not-utf8", "document"},
      {"too large", std::string(document_bytes_max + 1, ' '), "too-large", "document"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.name);
    const auto decoded = decode_text(as_bytes(each.bytes), Undeclared::refuse);
    ASSERT_FALSE(decoded.has_value());
    ASSERT_EQ(decoded.error().size(), 1U);
    EXPECT_EQ(decoded.error()[0].code, each.code);
    EXPECT_EQ(decoded.error()[0].where, each.where);
  }
}

TEST(TextEncoding, guesses_the_syntax) {
  EXPECT_EQ(syntax_of(as_bytes("\xef\xbb\xbf\n  <a/>")), Syntax::xml);
  EXPECT_EQ(syntax_of(as_bytes("\xff\xfe{\0"s)), Syntax::json);
  EXPECT_EQ(syntax_of(as_bytes("[1]")), Syntax::json);
  EXPECT_EQ(syntax_of(as_bytes("a,b")), Syntax::other);
  EXPECT_EQ(syntax_of({}), Syntax::other);
}

}  // namespace
}  // namespace concordat::adapters
