#include "policy/solver.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace concordat::policy {
namespace {

TEST(Solver, finds_a_way_or_what_clashes) {
  Solver solver;
  const Formula child = solver.proposition();
  const SolverNumber age = solver.number(0, 254);
  solver.require(solver.any({child, solver.at_least(age, 18)}));
  const Formula adult = solver.negation(child);
  const Formula young = solver.negation(solver.at_least(age, 18));
  const Formula other = solver.proposition();
  ASSERT_TRUE(solver.can_hold({adult}));
  EXPECT_GE(solver.value(age), 18);
  EXPECT_FALSE(solver.value(child));
  EXPECT_FALSE(solver.can_hold({other, adult, young}));
  EXPECT_EQ(solver.conflict().size(), 2U);
  EXPECT_EQ(std::count(solver.conflict().begin(), solver.conflict().end(), 0U), 0);
  EXPECT_TRUE(solver.can_hold({other, young}));

  solver.clear();
  EXPECT_FALSE(solver.can_hold({solver.at_least(solver.number(0, 3), 4)}));
  EXPECT_EQ(solver.all({}), always);
  EXPECT_EQ(solver.any({}), never);
  EXPECT_EQ(solver.negation(never), always);
}

}  // namespace
}  // namespace concordat::policy
