#include "policy/idle_clauses.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "policy/agreement_diff.h"
#include "policy/check.h"
#include "tests/policy/example.h"
#include "tests/property/random_world.h"

namespace concordat::policy {
namespace {

std::string words(Idleness why) {
  switch (why) {
    case Idleness::never_counts:
      return "never counts";
    case Idleness::changes_nothing:
      return "changes nothing";
    case Idleness::capped_everywhere:
      return "capped everywhere";
  }
  return {};
}

TEST(IdleClauses, are_found_exactly) {
  const std::string line = "\" from any to any for any\n ";
  const struct {
    const char* what;
    std::string clauses;
    std::string expected;  // "LABEL: why"
  } cases[] = {
      {"two that work", "clause 1 \"a" + line + "share subject, concern\nclause 2 \"b" + line + "withhold subject.address\n", ""},
      {"a contradiction", "clause 1 \"a" + line + "share subject\nclause 2 \"b" + line + "when subject.ageGroup is child and subject.ageGroup is adult share concern\n", "2: never counts"},
      {"an order that cannot be", "clause 1 \"a" + line + "share subject\nclause 2 \"b" + line + "when some concern.risk.level at least high and every concern.risk.level at most low share concern\n", "2: never counts"},
      {"but two elements may differ", "clause 1 \"a" + line + "share subject\nclause 2 \"b" + line + "when some concern.risk.level at least high and some concern.risk.level at most low share concern\n", ""},
      {"a number between", "clause 1 \"a" + line + "share subject\nclause 2 \"b" + line + "when subject.approximateAge at least 12 and subject.approximateAge at most 11 share concern\n", "2: never counts"},
      {"a cap counts where nothing is known", "clause 1 \"a" + line + "share subject\nclause 2 \"b" + line + "when subject.ageGroup is child and subject.ageGroup is adult withhold subject.sex\n", ""},
      {"said twice", "clause 1 \"a" + line + "share subject\nclause 2 \"b" + line + "share subject.sex\n", "2: changes nothing"},
      {"under a condition as well", "clause 1 \"a" + line + "share subject\nclause 2 \"b" + line + "when subject.ageGroup is child share subject.sex\n", "2: changes nothing"},
      {"but with terms", "clause 1 \"a" + line + "share subject\nclause 2 \"b" + line + "share subject.sex keep 1 year after closure\n", ""},
      {"held back whatever comes", "clause 1 \"a" + line + "share subject\nclause 2 \"b" + line + "withhold concern\nclause 3 \"c" + line + "share concern.code\n", "3: capped everywhere"},
      {"held back only sometimes", "clause 1 \"a" + line + "share concern.code\nclause 2 \"b" + line + "unless subject.ageGroup is adult withhold concern\n", ""},
      {"a cap where nothing is granted", "clause 1 \"a" + line + "share subject\nclause 2 \"b" + line + "withhold health\n", "2: changes nothing"},
      {"a companion is held back with it", "clause 1 \"a" + line + "share subject.identifiers.value\nclause 2 \"b" + line + "share subject.identifiers.system, subject.identifiers.verified\n", ""},
  };
  for (const auto& one : cases) {
    const Parsed parsed = read_agreement(agreement_text(one.clauses), nullptr);
    ASSERT_FALSE(has_errors(parsed.diagnostics)) << one.what << ": " << parsed.diagnostics.front().cause;
    std::string found;
    for (const IdleClause& idle : idle_clauses(parsed.agreement, Solver::Reasoner::search_first))
      found += (found.empty() ? "" : ", ") + parsed.agreement.clauses[idle.clause].label.text + ": " + words(idle.why);
    EXPECT_EQ(found, one.expected) << one.what;
  }
}

// What differs without a clause is what it does: the diff, with every answer from the SMT solver, is the referee.
TEST(IdleClauses, are_those_without_which_nothing_differs) {
  std::size_t idle_found = 0;
  std::size_t at_work = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    RandomWorld world{seed};
    const std::string text = world.agreement("a", 1, "prevent", 3 + static_cast<int>(world.below(5)));
    const Parsed parsed = read_agreement(text, nullptr);
    ASSERT_FALSE(has_errors(parsed.diagnostics)) << text;
    const auto quick = idle_clauses(parsed.agreement, Solver::Reasoner::search_first);
    const auto slow = idle_clauses(parsed.agreement, Solver::Reasoner::smt_alone);
    ASSERT_EQ(quick.size(), slow.size()) << text;
    std::map<std::size_t, Idleness> idle;
    for (std::size_t i = 0; i < quick.size(); ++i) {
      ASSERT_EQ(quick[i].clause, slow[i].clause) << text;
      ASSERT_EQ(quick[i].why, slow[i].why) << text;
      idle.emplace(quick[i].clause, quick[i].why);
    }
    const Parties parties = notional_parties(parsed.agreement);
    std::vector<schemas::AgencyId> acceded;
    for (const Agency& each : parties.agencies) acceded.push_back(each.id);
    const auto whole = AgreementBook::compile({{text, Status::active, acceded}}, parties);
    ASSERT_TRUE(whole);
    for (std::size_t i = 0; i < parsed.agreement.clauses.size() && parsed.agreement.clauses.size() > 1; ++i) {
      const Clause& clause = parsed.agreement.clauses[i];
      const bool is_judged = clause.requirements.empty() && clause.no_tells.empty() && clause.holds.empty() && clause.lifts.empty();
      const bool has_terms = !clause.keeps.empty() || !clause.caveats.empty() || !clause.onwards.empty();
      const bool only_grants = clause.caps.empty();
      if (!is_judged) continue;
      const auto start = text.find(std::string{clause.emergency ? "emergency " : ""} + "clause " + clause.label.text + " ");
      const auto next = std::min(text.find("\nclause ", start), text.find("\nemergency clause ", start));
      const std::string without = text.substr(0, start) + (next == std::string::npos ? "" : text.substr(next + 1));
      const auto book = AgreementBook::compile({{without, Status::active, acceded}}, parties);
      if (!book) continue;  // another clause lifts this one
      const bool differs = !diff_agreements(**whole, **book, Solver::Reasoner::smt_alone).shifts.empty();
      const auto found = idle.find(i);
      if (found != idle.end() && (found->second != Idleness::capped_everywhere || only_grants)) {
        ++idle_found;
        ASSERT_FALSE(differs) << "clause " << clause.label.text << " of\n" << text;
      }
      if (found == idle.end() && !has_terms) {
        ++at_work;
        ASSERT_TRUE(differs) << "clause " << clause.label.text << " of\n" << text;
      }
    }
  }
  EXPECT_GT(idle_found, 3U);
  EXPECT_GT(at_work, 3U);
}

TEST(IdleClauses, kinds_have_two_agencies_each_to_speak_of) {
  const Parsed parsed = read_agreement(
      "agreement \"a\" version 1 scheme prevent area E09000002 parties school, police/met in force 2026-04-01 until 2027-04-01\n"
      "purpose p means \"m\" basis ukgdpr.6.1.e\n"
      "clause 1 \"among schools\" from school to school for p share subject\n"
      "clause 2 \"among the police\" from police to police for p share subject\n",
      nullptr);
  EXPECT_EQ(notional_parties(parsed.agreement).agencies.size(), 3U);
  const auto idle = idle_clauses(parsed.agreement, Solver::Reasoner::search_first);
  ASSERT_EQ(idle.size(), 1U);
  EXPECT_EQ(idle[0].clause, 1U);
  EXPECT_EQ(idle[0].why, Idleness::never_counts);
}

}  // namespace
}  // namespace concordat::policy
