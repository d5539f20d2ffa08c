// The formatter's laws, over every agreement there is and over random ones with comments anywhere: the words
// stay the same and mean the same, what is formatted stays as it is, no comment is lost or moves past a word.
#include "policy/format.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "policy/check.h"
#include "tests/place/place.h"
#include "tests/property/random_world.h"
#include "tests/policy/tree_text.h"

namespace concordat::policy {
namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<std::string> comments_of(const std::string& text) {
  std::vector<std::string> found;
  for (const Comment& comment : parse_layout(text).comments)
    found.push_back(std::to_string(comment.before) + " " + comment.text);
  return found;
}

void expect_lawful(const std::string& text) {
  const auto once = format(text);
  ASSERT_TRUE(once);
  EXPECT_EQ(tree_text(parse(*once).agreement), tree_text(parse(text).agreement));
  EXPECT_EQ(comments_of(*once), comments_of(text));
  const auto twice = format(*once);
  ASSERT_TRUE(twice);
  EXPECT_EQ(*twice, *once);
  EXPECT_TRUE(once->ends_with("\n") && !once->ends_with("\n\n"));
}

TEST(Format, keeps_every_agreement_there_is) {
  int formatted = 0;
  for (const char* folder : {"/deploy/agreements", "/tests/golden/agreements", "/tests/fuzz/corpus/agreement"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator{test::source_dir().string() + folder}) {
      if (!entry.is_regular_file() || entry.path().extension() != ".agreement") continue;
      const std::string text = read(entry.path());
      if (has_errors(parse(text).diagnostics)) continue;
      SCOPED_TRACE(entry.path().string());
      expect_lawful(text);
      ++formatted;
    }
  EXPECT_GE(formatted, 4);
}

// Comments and empty lines between any two words, and long lists: none of it matters to the meaning.
std::string disturbed(RandomWorld& world, const std::string& text) {
  const Layout layout = parse_layout(text);
  std::string out;
  for (std::size_t i = 0; i < layout.tokens.size(); ++i) {
    const Token& token = layout.tokens[i];
    if (token.kind != Token::Kind::end && !token.spaced && token.is_mark('.')) {
      out += ".";
      continue;
    }
    if (token.spaced) {
      out += world.pick({" ", " ", "  ", "\n", "\n\n", "\t"});
      while (world.chance(12)) out += world.pick({" # é at the end\n", "\n  # alone\n", "\n\n# apart\n\n\n", "#\n", "\n\n# above\n"});
    }
    out += token.kind == Token::Kind::text ? "\"" + token.text + "\"" : token.text;
  }
  return out + world.pick({"", "\n", "\n\n\n", "  # last", "\n# last\n", "\n\n# last\n# of all\n"});
}

TEST(Format, keeps_random_agreements_with_comments_anywhere) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    RandomWorld world{seed};
    const std::string text = disturbed(world, world.agreement("a", 1, "prevent", 1 + static_cast<int>(world.below(6))));
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_lawful(text);
    if (HasFailure()) FAIL() << text << "\n-----\n" << (format(text) ? *format(text) : "");
  }
}

TEST(Format, refuses_what_cannot_be_parsed) {
  const auto formatted = format("agreement \"a\" version 1\nclause 1 \"x\" share ]\n");
  ASSERT_FALSE(formatted);
  EXPECT_TRUE(has_errors(formatted.error()));
}

struct Case {
  const char* name;
  const char* text;
  const char* formatted;
};
class Formats : public testing::TestWithParam<Case> {};

TEST_P(Formats, to_the_one_layout) {
  const auto formatted = format(GetParam().text);
  ASSERT_TRUE(formatted);
  EXPECT_EQ(*formatted, GetParam().formatted);
}

INSTANTIATE_TEST_SUITE_P(
    Layouts, Formats,
    testing::Values(
        Case{"everything_on_one_line",
             "# first\nagreement \"a\" version 1 scheme prevent in force 2026-04-01 until 2027-04-01 policy document \"d\" "
             "purpose p means \"m\" basis ukgdpr.6.1.e for police / met , council purpose q means \"n\" basis x "
             "pathway referral for p to police otherwise call \"n\" \"1\" pathway update for p to police respond within 1 day otherwise call \"n\" \"1\" "
             "clause 4.10 \"t\" from any to any for p when ( not subject.ageGroup is child ) or emergency declared "
             "share subject[ role child,kind x ] . name,concern except health as year # why\n"
             "# of the clause above\n\nemergency clause 9 \"u\" from any to any for any lift 4.10,5 hold for approval within 2 working days else escalate",
             "# first\n"
             "agreement \"a\" version 1\n"
             "scheme    prevent\n"
             "in force  2026-04-01 until 2027-04-01\n"
             "policy document \"d\"\n"
             "\n"
             "purpose p\n"
             "  means \"m\"\n"
             "  basis ukgdpr.6.1.e for police/met, council\n"
             "\n"
             "purpose q\n"
             "  means \"n\"\n"
             "  basis x\n"
             "\n"
             "pathway referral for p to police\n"
             "  otherwise call \"n\" \"1\"\n"
             "pathway update for p to police\n"
             "  respond within 1 day\n"
             "  otherwise call \"n\" \"1\"\n"
             "\n"
             "clause 4.10 \"t\"\n"
             "  from     any\n"
             "  to       any\n"
             "  for      p\n"
             "  when     (not subject.ageGroup is child) or emergency declared\n"
             "  share    subject[role child, kind x].name, concern except health as year  # why\n"
             "  # of the clause above\n"
             "\n"
             "emergency clause 9 \"u\"\n"
             "  from     any\n"
             "  to       any\n"
             "  for      any\n"
             "  lift     4.10, 5\n"
             "  hold     for approval within 2 working days else escalate\n"},
        Case{"a_long_list_goes_on_below_its_first_word",
             "agreement \"a\" version 1\nclause 1 \"t\" from any to any for any share subject.names, subject.birthDate, "
             "subject.address, subject.contact, concern.narrative, concern.risk # end\n",
             "agreement \"a\" version 1\n"
             "\n"
             "clause 1 \"t\"\n"
             "  from     any\n"
             "  to       any\n"
             "  for      any\n"
             "  share    subject.names, subject.birthDate, subject.address, subject.contact, concern.narrative,\n"
             "           concern.risk  # end\n"}),
    [](const auto& named) { return std::string{named.param.name}; });

}  // namespace
}  // namespace concordat::policy
