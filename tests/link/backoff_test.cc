#include "adapters/link/backoff.h"

#include <gtest/gtest.h>

namespace concordat::link {
namespace {

using namespace std::chrono_literals;

TEST(Backoff, doubles_within_its_upper_half_to_its_cap) {
  Backoff backoff{500ms, 60s, 7};
  const std::vector<Backoff::Wait> whole{500ms, 1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s};
  for (unsigned attempts = 0; attempts < whole.size(); ++attempts)
    for (int i = 0; i < 50; ++i) {
      const auto wait = backoff.after(attempts);
      EXPECT_GE(wait, whole[attempts] / 2) << attempts;
      EXPECT_LE(wait, whole[attempts]) << attempts;
    }
  EXPECT_LE(backoff.after(4000000000U), 60s);
}

TEST(Backoff, the_same_seed_waits_the_same_and_another_does_not) {
  Backoff one{1s, 60s, 1};
  Backoff same{1s, 60s, 1};
  Backoff other{1s, 60s, 2};
  unsigned differ = 0;
  for (unsigned i = 0; i < 20; ++i) {
    const auto wait = one.after(5);
    EXPECT_EQ(wait, same.after(5));
    differ += wait != other.after(5) ? 1 : 0;
  }
  EXPECT_GT(differ, 15U);
}

}  // namespace
}  // namespace concordat::link
