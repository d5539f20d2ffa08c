#include "adapters/web/tokens.h"

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/crypto.h"

namespace concordat::adapters::web {
namespace {

std::string line(const std::string& name, const std::string& token) { return name + " " + to_hex(sha256(as_bytes(token)).bytes) + "\n"; }

TEST(Tokens, know_whose_token_it_is_and_no_other) {
  const auto tokens = Tokens::parse("# systems\n\n" + line("case-system", "first token") + line("rota", "second token"));
  ASSERT_TRUE(tokens) << tokens.error();
  EXPECT_EQ(tokens->name_of("first token"), "case-system");
  EXPECT_EQ(tokens->name_of("second token"), "rota");
  for (const char* wrong : {"", "third token", "first token ", "FIRST TOKEN"}) EXPECT_FALSE(tokens->name_of(wrong)) << wrong;
  EXPECT_FALSE(tokens->name_of(to_hex(sha256(as_bytes("first token")).bytes))) << "the digest is no token";
}

TEST(Tokens, the_empty_token_is_nobodys) { EXPECT_FALSE(Tokens::parse(line("nobody", ""))->name_of("")); }

TEST(Tokens, a_file_that_is_wrong_names_its_line) {
  for (const std::string& wrong : {std::string{"case-system\n"}, std::string{"case-system 2c26b46b\n"}, "case system " + line("", "x"), "../x" + line("", "x")}) {
    const auto tokens = Tokens::parse(line("rota", "x") + wrong);
    ASSERT_FALSE(tokens) << wrong;
    EXPECT_TRUE(tokens.error().starts_with("2: ")) << tokens.error();
  }
  EXPECT_FALSE(Tokens::read("/nowhere/tokens"));
}

}  // namespace
}  // namespace concordat::adapters::web
