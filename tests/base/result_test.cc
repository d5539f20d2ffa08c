#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/strong.h"

namespace concordat {
namespace {

enum class Trouble { odd, negative };

Result<int, Trouble> half(int value) {
  if (value < 0) return Fail{Trouble::negative};
  if (value % 2 != 0) return Fail{Trouble::odd};
  return value / 2;
}
Result<std::string, Trouble> quarter_as_text(int value) {
  TRY(const int once, half(value));
  TRY(const int twice, half(once));
  return std::to_string(twice);
}

TEST(Result, try_passes_the_value_on_and_the_first_error_up) {
  EXPECT_EQ(quarter_as_text(8).value(), "2");
  EXPECT_EQ(quarter_as_text(6).error(), Trouble::odd);
  EXPECT_EQ(quarter_as_text(-4).error(), Trouble::negative);
}

TEST(Result, holds_what_can_only_move) {
  Result<std::unique_ptr<int>, Trouble> result{std::make_unique<int>(7)};
  const std::unique_ptr<int> taken = std::move(result).value();
  EXPECT_EQ(*taken, 7);
}

TEST(ResultDeathTest, reading_the_wrong_side_is_a_bug) {
  EXPECT_DEATH({ (void)half(1).value(); }, "value\\(\\) of a failed Result");
  EXPECT_DEATH({ (void)half(2).error(); }, "error\\(\\) of a successful Result");
}

using Left = Strong<struct LeftTag, int>;
using Right = Strong<struct RightTag, int>;
static_assert(!std::is_convertible_v<int, Left> && !std::is_convertible_v<Left, int>);
static_assert(!std::equality_comparable_with<Left, Right>);
static_assert(!std::is_default_constructible_v<Left>);

}  // namespace
}  // namespace concordat
