#include "policy/idle_clauses.h"

#include <gtest/gtest.h>

#include "policy/check.h"
#include "tests/policy/example.h"

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
    for (const IdleClause& idle : idle_clauses(parsed.agreement))
      found += (found.empty() ? "" : ", ") + parsed.agreement.clauses[idle.clause].label.text + ": " + words(idle.why);
    EXPECT_EQ(found, one.expected) << one.what;
  }
}

TEST(IdleClauses, kinds_have_two_agencies_each_to_speak_of) {
  const Parsed parsed = read_agreement(
      "agreement \"a\" version 1 scheme prevent area E09000002 parties school, police/met in force 2026-04-01 until 2027-04-01\n"
      "purpose p means \"m\" basis ukgdpr.6.1.e\n"
      "clause 1 \"among schools\" from school to school for p share subject\n"
      "clause 2 \"among the police\" from police to police for p share subject\n",
      nullptr);
  EXPECT_EQ(notional_parties(parsed.agreement).agencies.size(), 3U);
  const auto idle = idle_clauses(parsed.agreement);
  ASSERT_EQ(idle.size(), 1U);
  EXPECT_EQ(idle[0].clause, 1U);
  EXPECT_EQ(idle[0].why, Idleness::never_counts);
}

}  // namespace
}  // namespace concordat::policy
