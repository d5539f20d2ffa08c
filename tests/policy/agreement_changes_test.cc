#include "policy/agreement_changes.h"

#include <gtest/gtest.h>

#include "tests/policy/example.h"

namespace concordat::policy {
namespace {

std::string shown(const std::string& before, const std::string& after) {
  std::string out;
  for (const Change& change : changes_between(before, after)) {
    out += change.what + ": \"" + change.before + "\" \"" + change.after + "\"";
    if (change.direction) out += *change.direction == Direction::more ? " more" : " less";
    out += "\n";
  }
  return out;
}

TEST(AgreementChanges, are_listed_by_what_is_said) {
  const std::string clause = "clause 1 \"a\" from any to any for any share subject\n";
  const std::string base = agreement_text(clause);
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = base;
    return text.replace(text.find(from), from.size(), to);
  };
  EXPECT_EQ(shown(base, base), "");
  EXPECT_EQ(shown(base, "# a comment\n" + base), "");
  EXPECT_EQ(shown(base, with("until 2027-04-01", "until 2028-04-01")), "in force: \"2026-04-01 until 2027-04-01\" \"2026-04-01 until 2028-04-01\"\n");
  EXPECT_EQ(shown(base, with("\"Safeguard\"", "\"Other\"")).find("purpose mash: "), 0U);
  EXPECT_EQ(shown(base, with("\"a\" from", "\"another title\" from")), "");
  EXPECT_EQ(shown(base, base + "clause 2 \"b\" from any to any for any share concern keep 1 year after closure\n"),
            "clause 2: \"\" \"there\"\nclause 2: keep: \"\" \"1 year after closure\"\n");
  EXPECT_EQ(shown(base, agreement_text("clause 1 \"a\" from any to any for any share subject require subject.sex\n")), "clause 1: require: \"\" \"subject.sex\" less\n");
  EXPECT_EQ(shown(agreement_text("clause 1 \"a\" from any to any for any share subject require subject.sex\n"), base), "clause 1: require: \"subject.sex\" \"\" more\n");
  EXPECT_EQ(shown(agreement_text("clause 1 \"a\" from any to any for any share subject require subject.sex\n"),
                  agreement_text("clause 1 \"a\" from any to any for any when sender in case share subject require subject.sex\n")),
            "clause 1: when: \"\" \"sender in case\" more\n");
  EXPECT_EQ(shown(base, agreement_text("clause 1 \"a\" from any to any for any when sender in case share subject\n")), "");
  EXPECT_EQ(shown(base, agreement_text("pathway referral for mash to council/lbbd otherwise call \"a\" \"1\"\n" + clause)),
            "pathway referral for mash: \"\" \"to council/lbbd; otherwise call \"a\" \"1\"\"\n");
}

}  // namespace
}  // namespace concordat::policy
