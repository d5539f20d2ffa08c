#include "console/web/doors/tries.h"

#include <gtest/gtest.h>

#include "console/web/doors/codes.h"
#include "console/web/doors/tokens.h"

namespace concordat::console::web {
namespace {

using std::chrono::seconds;

TEST(Tries, are_free_at_first_and_then_wait_longer_and_longer) {
  Tries tries{3};
  Instant now{std::chrono::hours{24}};
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(tries.begin("ada", now)) << i;
  EXPECT_EQ(tries.begin("ada", now), seconds{30});
  EXPECT_FALSE(tries.begin("bea", now)) << "another's tries are her own";
  now += seconds{30};
  EXPECT_FALSE(tries.begin("ada", now));
  EXPECT_EQ(tries.begin("ada", now), seconds{60});
  for (int i = 0; i < 12; ++i) {
    now += seconds{900};
    EXPECT_FALSE(tries.begin("ada", now)) << i;
  }
  EXPECT_EQ(tries.begin("ada", now), seconds{900}) << "never longer";
}

TEST(Tries, are_forgiven_by_a_success_and_forgotten_in_an_hour) {
  Tries tries{2};
  Instant now{std::chrono::hours{24}};
  tries.begin("ada", now);
  tries.begin("ada", now);
  ASSERT_TRUE(tries.begin("ada", now));
  tries.forgive("ada");
  EXPECT_FALSE(tries.begin("ada", now));
  tries.begin("ada", now);
  now += std::chrono::hours{2};
  EXPECT_FALSE(tries.begin("ada", now));
  EXPECT_FALSE(tries.begin("ada", now));
}

// A flood of names must not free the one who has to wait.
TEST(Tries, that_have_to_wait_are_remembered_through_a_flood) {
  Tries tries{1};
  const Instant now{std::chrono::hours{24}};
  tries.begin("ada", now);
  ASSERT_TRUE(tries.begin("ada", now));
  for (int i = 0; i < 25'000; ++i) tries.begin("flood" + std::to_string(i), now + seconds{1});
  EXPECT_TRUE(tries.begin("ada", now + seconds{2}));
}

TEST(Tokens, are_of_one_key_and_never_look_the_same) {
  const Secret<32> key = random_secret();
  const std::string token = make_token(key, "form");
  EXPECT_TRUE(is_token(key, "form", token));
  EXPECT_NE(make_token(key, "form"), token);
  EXPECT_FALSE(is_token(key, "other", token));
  EXPECT_FALSE(is_token(random_secret(), "form", token));
  EXPECT_FALSE(is_token(key, "form", ""));
  EXPECT_FALSE(is_token(key, "form", token.substr(2)));
}

TEST(TypedCodes, may_have_spaces_and_nothing_else) {
  EXPECT_EQ(code_in(" 492 039"), "492039");
  for (const char* bad : {"", "49203", "4920399", "49203a", "-92039"}) EXPECT_EQ(code_in(bad), "") << bad;
}

}  // namespace
}  // namespace concordat::console::web
