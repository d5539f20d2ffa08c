// Some seeds on every run of the tests; `concordat_sim --seeds A..B` is for nights.
#include <gtest/gtest.h>

#include "tests/sim/world.h"

namespace concordat::sim {
namespace {

class Simulation : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Simulation, nothing_is_lost_doubled_or_let_out) {
  const Outcome outcome = run({.seed = GetParam()});
  for (const std::string& complaint : outcome.complaints) ADD_FAILURE() << "concordat_sim --seed " << GetParam() << ": " << complaint;
  EXPECT_GT(outcome.messages, 30U);
  EXPECT_GT(outcome.deliveries, 30U);
  EXPECT_GT(outcome.acts, 2U);
}
INSTANTIATE_TEST_SUITE_P(Seeds, Simulation, testing::Range<std::uint64_t>(1, 31));

TEST(Simulation, the_same_seed_is_the_same_run) {
  const Outcome once = run({.seed = 5, .steps = 200});
  const Outcome again = run({.seed = 5, .steps = 200});
  EXPECT_EQ(once.trace, again.trace);
  EXPECT_NE(once.trace, run({.seed = 6, .steps = 200}).trace);
}

}  // namespace
}  // namespace concordat::sim
