#include "policy/solver.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace concordat::policy {
namespace {

void expect_a_way_or_what_clashes(Solver::Reasoner reasoner) {
  Solver solver{reasoner};
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
  EXPECT_EQ(solver.asked_of_smt(), reasoner == Solver::Reasoner::smt_alone ? 4U : 0U);
}
TEST(Solver, finds_a_way_or_what_clashes) {
  expect_a_way_or_what_clashes(Solver::Reasoner::search_first);
  expect_a_way_or_what_clashes(Solver::Reasoner::smt_alone);
}

// The same random statements put to both: they agree, ways meet what they are ways of, and what clashes does.
TEST(Solver, both_reasoners_say_the_same) {
  std::mt19937 random{1};
  const auto below = [&](std::size_t count) { return std::uniform_int_distribution<std::size_t>{0, count - 1}(random); };
  std::size_t possible = 0;
  std::size_t impossible = 0;
  for (int round = 0; round < 40; ++round) {
    Solver search{Solver::Reasoner::search_first};
    Solver smt{Solver::Reasoner::smt_alone};
    std::vector<Formula> said[2];
    std::vector<SolverNumber> numbers[2];
    for (int i = 0; i < 2; ++i) {
      numbers[0].push_back(search.number(-3, 6));
      numbers[1].push_back(smt.number(-3, 6));
    }
    const auto say = [&](auto make) {
      said[0].push_back(make(search, said[0], numbers[0]));
      said[1].push_back(make(smt, said[1], numbers[1]));
    };
    for (int i = 0; i < 6; ++i) say([](Solver& solver, auto&, auto&) { return solver.proposition(); });
    for (int i = 0; i < 6; ++i) {
      const std::size_t which = below(2);
      const int bound = static_cast<int>(below(12)) - 4;
      const bool is_equal = below(3) == 0;
      say([&](Solver& solver, auto&, auto& of) { return is_equal ? solver.equals(of[which], bound) : solver.at_least(of[which], bound); });
    }
    for (int i = 0; i < 40; ++i) {
      const std::size_t kind = below(4);
      std::vector<std::pair<std::size_t, bool>> parts;
      for (std::size_t part = 0; part < 2 + below(2); ++part) parts.emplace_back(below(said[0].size()), below(2) == 0);
      say([&](Solver& solver, auto& of, auto&) {
        std::vector<Formula> each;
        for (const auto& [at, is_negated] : parts) each.push_back(is_negated ? solver.negation(of[at]) : of[at]);
        return kind == 0 ? solver.any(each) : solver.all(each);
      });
    }
    for (int i = 0; i < 4; ++i) {
      const std::size_t at = below(said[0].size());
      search.require(search.negation(said[0][at]));
      smt.require(smt.negation(said[1][at]));
    }
    for (int question = 0; question < 10; ++question) {
      std::vector<Formula> asked[2];
      for (std::size_t i = 0; i < 1 + below(4); ++i) {
        const std::size_t at = below(said[0].size());
        asked[0].push_back(said[0][at]);
        asked[1].push_back(said[1][at]);
      }
      const bool can = search.can_hold(asked[0]);
      ASSERT_EQ(can, smt.can_hold(asked[1])) << "round " << round << ", question " << question;
      (can ? possible : impossible) += 1;
      if (can) {
        for (Formula each : asked[0]) ASSERT_TRUE(search.value(each));
        for (Formula each : asked[1]) ASSERT_TRUE(smt.value(each));
        const Formula later = search.all({asked[0].front(), search.at_least(numbers[0][0], search.value(numbers[0][0]))});
        ASSERT_TRUE(search.value(later));
        continue;
      }
      std::vector<Formula> clashing;
      for (std::size_t position : search.conflict()) clashing.push_back(asked[1][position]);
      ASSERT_FALSE(smt.can_hold(clashing)) << "round " << round << ", question " << question;
    }
    ASSERT_EQ(search.asked_of_smt(), 0U);
  }
  EXPECT_GT(possible, 40U);
  EXPECT_GT(impossible, 40U);
}

}  // namespace
}  // namespace concordat::policy
