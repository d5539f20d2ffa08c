// What an editor is told at a cursor. A bar in the text is the cursor; the text around it is whole or half
// written, as people leave it while they think.
#include "policy/editing.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "policy/check.h"

namespace concordat::policy {
namespace {

const std::string head = R"(agreement "a" version 1
scheme prevent
area E09000002
parties council/lbbd, police/met, school
stages referral, panel, exit moved by council/lbbd
in force 2026-04-01 until 2027-04-01
purpose help means "Help the person" basis ukgdpr.6.1.e
purpose learn means "Learn" basis ukgdpr.6.1.e
clause 6.1 "Hidden" from any to any for any withhold subject.address
)";

struct Marked {
  std::string text;
  Cursor cursor;
};
Marked marked(const std::string& with_bar) {
  const std::size_t at = with_bar.find('|');
  EXPECT_NE(at, std::string::npos);
  const std::string before = with_bar.substr(0, at);
  const auto line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n') + 1);
  std::uint32_t column = 1;
  for (char c : before.substr(before.rfind('\n') + 1)) column += (static_cast<unsigned char>(c) & 0xc0) == 0x80 ? 0U : 1U;
  return {before + with_bar.substr(at + 1), {line, column}};
}

std::vector<std::string> suggested(const std::string& with_bar, const Parties* directory = nullptr) {
  const Marked here = marked(with_bar);
  std::vector<std::string> texts;
  for (const Suggestion& one : complete(here.text, here.cursor, directory).suggestions) texts.push_back(one.text);
  return texts;
}

struct Completing {
  const char* what;
  std::string text;
  std::vector<std::string> has;
  std::vector<std::string> has_not;
};

const std::string clause = head + "clause 1 \"x\"\n";

const Completing completions[] = {
    {"an_empty_file", "|", {"agreement"}, {"clause"}},
    {"headers_not_yet_said", "agreement \"a\" version 1\nscheme x\n|", {"parties", "in", "purpose", "clause"}, {"scheme", "share"}},
    {"no_header_after_a_clause", head + "|", {"share", "clause"}, {"title", "purpose", "from"}},
    {"a_header_half_typed", "agreement \"a\" version 1\npar|", {"parties"}, {"scheme"}},
    {"kinds_of_agency", "agreement \"a\" version 1\nparties council/lbbd, |", {"charity", "prison"}, {"any"}},
    {"in_force", "agreement \"a\" version 1\nin |", {"force"}, {"parties"}},
    {"until", "agreement \"a\" version 1\nin force 2026-01-01 |", {"until"}, {"parties"}},
    {"nothing_for_a_date", "agreement \"a\" version 1\nin force |", {}, {"until", "parties"}},
    {"markings", "agreement \"a\" version 1\nmarking |", {"official", "official-sensitive"}, {"parties"}},
    {"who_moves_stages", "agreement \"a\" version 1\nparties council/lbbd\nstages a, b moved by |", {"council/lbbd"}, {"police"}},
    {"means", "agreement \"a\" version 1\npurpose help |", {"means"}, {"basis"}},
    {"bases", "agreement \"a\" version 1\npurpose help means \"x\" basis |", {"ukgdpr.6.1.e", "ctsa2015.s26"}, {"for"}},
    {"bases_by_their_start", "agreement \"a\" version 1\npurpose help means \"x\" basis ukgdpr.9.|", {"ukgdpr.9.2.g"}, {"ukgdpr.6.1.e"}},
    {"bases_by_a_part", "agreement \"a\" version 1\npurpose help means \"x\" basis s26|", {"ctsa2015.s26"}, {"ukgdpr.6.1.e"}},
    {"a_basis_for_whom", head + "clause 1 \"x\"\n  basis ukgdpr.6.1.e for |", {"council", "police/met", "help", "any"}, {"subject"}},
    {"a_pathway", "agreement \"a\" version 1\npathway |", {"referral", "informationRequest"}, {"recall"}},
    {"a_pathway_s_purpose", "agreement \"a\" version 1\npurpose help means \"x\" basis ukgdpr.6.1.e\npathway referral for |", {"help"}, {"any"}},
    {"a_pathway_s_end", "agreement \"a\" version 1\nparties school\npathway referral for help to school |", {"respond", "otherwise"}, {"clause"}},
    {"units", "agreement \"a\" version 1\nparties school\npathway referral for help to school respond within 3 |", {"days", "working", "hours"}, {}},
    {"parties_of_a_clause", clause + "  from |", {"any", "council", "council/lbbd", "school"}, {"nhs"}},
    {"no_any_after_another", clause + "  from council, |", {"police"}, {"any"}},
    {"an_agency_half_typed", clause + "  from council/|", {"council/lbbd"}, {"police/met"}},
    {"lines_once_each", clause + "  from council to police\n  |", {"for", "when", "share"}, {"from", "to", "lift"}},
    {"lift_in_an_emergency", head + "emergency clause 9 \"x\"\n  |", {"lift"}, {}},
    {"purposes", clause + "  for |", {"any", "help", "learn"}, {"council"}},
    {"types", clause + "  on |", {"any", "decision"}, {"help"}},
    {"structs_and_fields", clause + "  share |", {"subject", "health", "concern.risk.level"}, {"monitoring", "monitoring.sex"}},
    {"a_field_by_a_part", clause + "  share postc|", {"subject.address.postcode"}, {"subject.names"}},
    {"what_lies_under_a_struct", clause + "  share subject.ad|", {"subject.address", "subject.address.lines"}, {"relatedPersons.address"}},
    {"the_second_path", clause + "  share subject.names, |", {"subject", "concern"}, {"as"}},
    {"what_may_follow_a_path", clause + "  share subject.names |", {"except", "as", "keep"}, {"subject"}},
    {"after_except", clause + "  share subject except |", {"subject.address"}, {"as"}},
    {"views_that_every_field_has", clause + "  share subject.birthDate as |", {"ageBand", "year", "month", "existence"}, {"initials", "full"}},
    {"only_views_in_common", clause + "  share subject.birthDate, subject.sex as |", {"existence"}, {"year"}},
    {"to_in_a_limit", clause + "  limit subject.address |", {"to"}, {"from"}},
    {"views_in_a_limit", clause + "  limit subject.address.postcode to |", {"outwardCode"}, {"month", "council"}},
    {"keys_of_a_list", clause + "  share relatedPersons[|", {"role"}, {"name"}},
    {"values_of_a_key", clause + "  share relatedPersons[role |", {"child", "perpetrator"}, {"parties"}},
    {"values_of_a_key_half_typed", clause + "  share relatedPersons[role per|", {"perpetrator"}, {"child"}},
    {"fields_after_a_bracket", clause + "  share relatedPersons[role child].na|", {"relatedPersons[role child].name"}, {"relatedPersons.name"}},
    {"classes", clause + "  conceal class |", {"source", "sexLife"}, {"subject"}},
    {"targets", clause + "  conceal |", {"class", "subject"}, {}},
    {"the_start_of_a_condition", clause + "  when |", {"some", "recipient", "case", "subject.ageGroup"}, {"subject.names"}},
    {"facts_in_lists", clause + "  when some |", {"consent.status"}, {"subject.ageGroup", "not"}},
    {"what_a_fact_may_be", clause + "  when subject.ageGroup |", {"is"}, {"at", "and"}},
    {"order_where_there_is_one", clause + "  when some concern.risk.level |", {"is", "at"}, {}},
    {"values_of_a_fact", clause + "  when subject.ageGroup is |", {"child", "adult", "not", "one", "present"}, {"yes"}},
    {"values_after_not", clause + "  when subject.ageGroup is not |", {"child"}, {"present"}},
    {"values_of_a_set", clause + "  when some consent.status is one of given, |", {"refused"}, {"one"}},
    {"values_in_order", clause + "  when some concern.risk.level at least |", {"high"}, {"is"}},
    {"joining_conditions", clause + "  when subject.ageGroup is child |", {"and", "or", "share"}, {"is"}},
    {"inside_brackets", clause + "  when (subject.ageGroup is child or |", {"recipient"}, {"and"}},
    {"in_case", clause + "  when recipient |", {"in"}, {"is"}},
    {"stages", clause + "  when case stage is |", {"panel", "exit"}, {"high"}},
    {"emergency_declared", clause + "  when emergency |", {"declared"}, {}},
    {"keep_after", clause + "  keep 6 years after |", {"closure", "18th-birthday"}, {}},
    {"hold", clause + "  hold for approval within 2 hours |", {"else"}, {}},
    {"onward", clause + "  onward |", {"no", "ask", "yes"}, {}},
    {"what_is_lifted", head + "emergency clause 9 \"x\"\n  lift |", {"6.1"}, {"9"}},
    {"no_label_for_a_new_clause", head + "clause |", {}, {"6.1"}},
    {"nothing_in_a_string", clause + "  caveat \"share |\"", {}, {"subject"}},
    {"nothing_in_a_comment", clause + "  share # |", {}, {"subject"}},
    {"past_a_line_that_makes_no_sense", clause + "  from ] ] to police\n  share |", {"subject"}, {}},
    {"past_an_unterminated_string", clause + "  caveat \"oh\n  share |", {"subject"}, {}},
    {"within_a_line_already_written", clause + "  share sub|, concern\n  keep 6 years after closure\n", {"subject"}, {"concern"}},
};

class Complete : public testing::TestWithParam<Completing> {};

TEST_P(Complete, offers_what_may_stand_there) {
  const auto texts = suggested(GetParam().text);
  const auto offers = [&](const std::string& text) { return std::find(texts.begin(), texts.end(), text) != texts.end(); };
  for (const std::string& text : GetParam().has) EXPECT_TRUE(offers(text)) << text;
  for (const std::string& text : GetParam().has_not) EXPECT_FALSE(offers(text)) << text;
  if (GetParam().has.empty()) {
    EXPECT_EQ(texts, std::vector<std::string>{});
  }
}

INSTANTIATE_TEST_SUITE_P(At, Complete, testing::ValuesIn(completions), [](const auto& named) { return std::string{named.param.what}; });

TEST(Completion, replaces_what_was_typed_of_the_name) {
  const Marked here = marked(clause + "  share subject, relatedPersons[role child].na|");
  EXPECT_EQ(complete(here.text, here.cursor, nullptr).replaces, (Place{11, 18, 29}));
  const Marked empty = marked(clause + "  share |");
  EXPECT_EQ(complete(empty.text, empty.cursor, nullptr).replaces, (Place{11, 9, 0}));
}

TEST(Completion, says_what_each_suggestion_is) {
  const Marked here = marked(clause + "  share subject.address.postc|");
  const auto found = complete(here.text, here.cursor, nullptr).suggestions;
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].detail, "contact; full, outwardCode, existence; The postcode");
}

TEST(Completion, knows_the_directory) {
  Parties directory;
  directory.agencies.push_back({schemas::AgencyId{"nhs/nelft"}, {"E09000002"}, Agency::Standing::active});
  EXPECT_EQ(suggested("agreement \"a\" version 1\nparties nhs/|", &directory), std::vector<std::string>{"nhs/nelft"});
  EXPECT_EQ(suggested("agreement \"a\" version 1\narea |", &directory), std::vector<std::string>{"E09000002"});
}

// A place that the text does not have, and a text that is none.
TEST(Completion, is_empty_where_there_is_nothing) {
  for (const Cursor cursor : {Cursor{1, 40}, Cursor{9, 1}, Cursor{0, 0}, Cursor{4000000000, 4000000000}})
    EXPECT_TRUE(complete("agreement", cursor, nullptr).suggestions.empty());
  EXPECT_TRUE(complete("\xff\xff", {1, 2}, nullptr).suggestions.size() <= 1);
  EXPECT_FALSE(hover("\xff\xff", {1, 2}, nullptr).has_value());
}

struct Hovering {
  const char* what;
  std::string text;
  std::string title;
  std::string says;
};

const Hovering hovers[] = {
    {"a_field", clause + "  share subject.address.postc|ode", "subject.address.postcode", "The postcode\nClass contact"},
    {"a_struct_on_the_way_to_it", clause + "  share subject.addr|ess.postcode", "subject.address", "fields"},
    {"a_field_after_a_bracket", clause + "  share relatedPersons[role child].birth|Date", "relatedPersons[role child].birthDate", "Their date of birth"},
    {"a_key", clause + "  share relatedPersons[ro|le child]", "role", "A key"},
    {"a_value_of_a_key", clause + "  share relatedPersons[role ch|ild]", "child", "A value of relatedPersons.role"},
    {"a_fact", clause + "  when subject.age|Group is child", "subject.ageGroup", "A fact"},
    {"a_value_of_a_fact", clause + "  when subject.ageGroup is chi|ld", "child", "child, adult"},
    {"a_basis_wherever_it_is_touched", clause + "  basis ukg|dpr.9.2.g", "ukgdpr.9.2.g", "Substantial public interest"},
    {"a_purpose", clause + "  for he|lp", "help", "Help the person\nBasis: ukgdpr.6.1.e"},
    {"a_party", clause + "  from coun|cil", "council", "Means council/lbbd"},
    {"an_agency", clause + "  from |council/lbbd", "council/lbbd", "Means council/lbbd"},
    {"a_view", clause + "  share subject.birthDate as age|Band", "ageBand", "band of ages"},
    {"a_class", clause + "  conceal class so|urce", "source", "named"},
    {"a_clause_that_is_lifted", head + "emergency clause 9 \"x\"\n  lift 6|.1", "6.1", "Hidden"},
    {"a_word_of_a_line", clause + "  sha|re subject", "share", "Grants"},
    {"a_word_in_a_line", clause + "  share subject exc|ept subject.names", "except", "out of this line"},
    {"a_header", "agreement \"a\" version 1\ndp|ia \"x\"", "dpia", "impact assessment"},
};

class Hovers : public testing::TestWithParam<Hovering> {};

TEST_P(Hovers, say_what_it_is) {
  const Marked here = marked(GetParam().text);
  const auto found = hover(here.text, here.cursor, nullptr);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->title, GetParam().title);
  EXPECT_NE(found->text.find(GetParam().says), std::string::npos) << found->text;
  EXPECT_EQ(found->place.line, here.cursor.line);
  EXPECT_LE(found->place.column, here.cursor.column);
}

INSTANTIATE_TEST_SUITE_P(Over, Hovers, testing::ValuesIn(hovers), [](const auto& named) { return std::string{named.param.what}; });

TEST(Hover, says_nothing_of_what_is_not_known) {
  for (const char* text : {"  share subject.nic|kname", "  caveat \"shar|e\"", "  # sha|re", "  from no|body", "  for some|thing", "|"}) {
    const Marked here = marked(clause + text);
    EXPECT_FALSE(hover(here.text, here.cursor, nullptr).has_value()) << text;
  }
}

TEST(Diagnose, says_what_check_says) {
  const std::string broken = head + "clause 2 \"x\" from council to police for help share subject.nickname\n";
  const auto found = diagnose(broken, nullptr);
  ASSERT_FALSE(found.empty());
  const auto expected = read_agreement(broken, nullptr).diagnostics;
  ASSERT_EQ(found.size(), expected.size());
  EXPECT_EQ(found.back().place, expected.back().place);
}

}  // namespace
}  // namespace concordat::policy
