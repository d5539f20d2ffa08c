// `concordat agreement test`: the page that teaches it is run as it stands, then broken in every way that a
// scenario can come out otherwise.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/console/ran.h"
#include "tests/place/place.h"

namespace concordat {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

// A block of that language in docs/testing-an-agreement.md, counted from 0.
std::string snippet(const std::string& language, std::size_t number = 0) {
  std::ifstream in{test::source_dir() / "docs/testing-an-agreement.md"};
  const std::string page{std::istreambuf_iterator<char>{in}, {}};
  const std::string fence = "```" + language + "\n";
  std::size_t begin = page.find(fence);
  for (std::size_t i = 0; i < number; ++i) begin = page.find(fence, begin + 1);
  EXPECT_NE(begin, std::string::npos);
  const std::size_t end = page.find("```\n", begin + fence.size());
  return page.substr(begin + fence.size(), end - begin - fence.size());
}

class Scenarios : public testing::Test {
protected:
  Ran test(const std::string& agreement, const std::string& scenarios, const std::string& options = "") const {
    const std::string file = folder_.write("refuge.agreement", agreement);
    folder_.write("refuge.scenarios/referral.toml", scenarios);
    return folder_.run("agreement test " + file + " " + options);
  }
  Folder folder_;
  const std::string agreement_ = snippet("agreement");
  const std::string scenarios_ = snippet("toml");
};

TEST_F(Scenarios, the_page_is_true) {
  const Ran ran = test(agreement_, scenarios_, "--min-coverage 100 --min-conditions 100");
  EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("4 of 4 scenarios as expected; clauses 3 of 3 (100 %), conditions 2 of 2 (100 %)"));
}

TEST_F(Scenarios, what_comes_out_otherwise_names_its_line_and_clause) {
  const struct {
    const char* what;
    std::string from, to, expected, got;
  } cases[] = {
      {"a view", "= \"ageBand\"", "= \"full\"", "subject.birthDate full", "ageBand: clause 1 of refuge/1 grants it; clause 3 of refuge/1 caps it at ageBand"},
      {"a cap", "\"subject.address\" = \"withhold\"", "\"subject.address\" = \"full\"", "subject.address[0].postcode full", "withhold: clause 1"},
      {"the rest", "\"everything else\" = \"withheld\"", "\"everything else\" = \"existence\"", "referral.reason existence", "withhold: no clause grants it"},
      {"the outcome", "expect = \"disclosed\"\nkeep", "expect = \"waiting\"\nkeep", "waiting", "disclosed: under refuge/1"},
      {"the reason", "nothing-released", "no-agreement", "no-agreement", "refused, nothing-released: under refuge/1"},
      {"keep", "6 years", "7 years", "keep: 7 years after closure", "6 years after closure"},
      {"told", "told   = [", "told   = [\"subject.sex\", ", "told: subject.address.confidential", "subject.address.confidential"},
      {"nothing meant", "\"subject.names\"     =", "\"subject.identifiers\" =", "subject.identifiers full", "the message holds no such field"},
  };
  for (const auto& one : cases) {
    const Ran ran = test(agreement_, replaced(scenarios_, one.from, one.to));
    EXPECT_EQ(ran.exit, 2) << one.what;
    EXPECT_THAT(ran.out, HasSubstr("expected " + one.expected)) << one.what;
    EXPECT_THAT(ran.out, HasSubstr("got      " + one.got)) << one.what;
    const auto line = 1 + std::count(scenarios_.begin(), scenarios_.begin() + static_cast<std::ptrdiff_t>(scenarios_.find(one.from)), '\n');
    EXPECT_THAT(ran.out, HasSubstr("referral.toml:" + std::to_string(line) + ": ")) << one.what;
  }
}

TEST_F(Scenarios, what_nothing_went_through_is_named_by_label_and_line) {
  const std::string more = agreement_ + "\nclause 4 \"Back\" from police to council for safeguarding\n  when subject.ageGroup is child and recipient in case\n  share referral\n";
  const Ran ran = test(more, scenarios_, "--min-coverage 76");
  EXPECT_EQ(ran.exit, 2);
  const auto line = std::to_string(1 + std::count(more.begin(), more.begin() + static_cast<std::ptrdiff_t>(more.find("clause 4")), '\n'));
  const auto next = std::to_string(std::stoul(line) + 1);
  EXPECT_THAT(ran.out, HasSubstr("refuge.agreement:" + line + ": clause 4: never counts"));
  EXPECT_THAT(ran.out, HasSubstr("refuge.agreement:" + next + ": clause 4: its condition is never true"));
  EXPECT_THAT(ran.out, HasSubstr("refuge.agreement:" + next + ": clause 4: \"subject.ageGroup is child\" is never true"));
  EXPECT_THAT(ran.out, HasSubstr("clauses 3 of 4 (75 %)"));
  EXPECT_EQ(test(more, scenarios_, "--min-coverage 75").exit, 0);
  EXPECT_EQ(test(more, scenarios_, "--min-conditions 100").exit, 2);

  const json printed = json::parse(test(more, scenarios_, "--json").out);
  EXPECT_TRUE(printed["ok"]);
  EXPECT_EQ(printed["agreements"][0]["scenarios"].size(), 4U);
  EXPECT_EQ(printed["agreements"][0]["clauses"], (json{{"seen", 3}, {"of", 4}, {"percent", 75}}));
  EXPECT_EQ(printed["agreements"][0]["uncovered"][0]["clause"], "4");
}

TEST_F(Scenarios, messages_may_be_canonical_json_and_facts_of_the_case_count) {
  const std::string more = agreement_ + "\nclause 4 \"The reason\" from any to police for safeguarding\n  when recipient in case\n  share referral\n";
  folder_.write("refuge.scenarios/m.json", R"({"body": {"referral": {"referral": {"reason": "r"}, "subject": {"names": [{"given": "A", "kind": "legal"}, {"given": "B"}]}}}})");
  const std::string text = R"([given]
message = "m.json"
from = "council/lbbd"
to = "police/met"
at = "2026-05-01T09:00:00Z"
[[scenario]]
name = "in the case"
case = { recipient = "yes" }
without = ["subject.names[0]"]
expect = "disclosed"
fields."referral.reason" = "full"
fields."subject.names[0].given" = "full"
[[scenario]]
name = "not in the case"
message = '''{"body": {"referral": {"referral": {"reason": "r"}}}}'''
case = { recipient = "no" }
expect = "refused"
[[scenario]]
name = "suspended"
status = "suspended"
expect = "waiting"
reason = "suspended"
[[scenario]]
name = "lapsed"
at = 2027-04-01
expect = "waiting"
reason = "lapsed"
)";
  const Ran ran = test(more, text);
  EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("4 of 4 scenarios"));
}

TEST_F(Scenarios, a_file_that_says_something_else_is_invalid_at_its_line) {
  const struct {
    std::string from, to, error;
  } cases[] = {
      {"expect = \"disclosed\"\nkeep", "expcet = \"disclosed\"\nkeep", "there is no key \"expcet\" here; did you mean \"expect\"?"},
      {"expect = \"disclosed\"\nkeep", "expect = \"disclosd\"\nkeep", "referral.toml:16: must say what to expect"},
      {"= \"withhold\"", "= \"withold\"", "\"withold\" is no outcome"},
      {"\"subject.address\" = ", "\"subject.adress\" = ", "did you mean \"subject.address\"?"},
      {"subject.birthDate\"               = 2011-06-09", "subject.birthDate\"               = \"soon\"", "birthDate"},
      {"without = [\"subject\"]", "without = [\"concern\"]", "the message holds no \"concern\" to leave out"},
      {"at   = 2026-05-01", "at   = \"May\"", "must be a day"},
      {"name   = \"A school gets an age band\"", "name   = \"An address that hides nobody is shared\"", "two scenarios are named"},
      {"type = \"referral\"", "type = \"letter\"", "there is no message type \"letter\""},
      {"[given]", "[given", "referral.toml:1"},
      {"type = \"referral\"", "case = { sender = \"maybe\" }\ntype = \"referral\"", "sender must be yes, no or unknown"},
  };
  for (const auto& one : cases) {
    const Ran ran = test(agreement_, replaced(scenarios_, one.from, one.to));
    EXPECT_EQ(ran.exit, 3) << one.to;
    EXPECT_THAT(ran.err, HasSubstr(one.error)) << one.to;
    EXPECT_THAT(ran.err, HasSubstr("referral.toml:")) << one.to;
  }
  const std::string alone = folder_.write("alone.agreement", agreement_);
  EXPECT_EQ(folder_.run("agreement test " + alone).exit, 3);
}

// What waits, what the person is not to learn, what may be passed on, where the case goes: each as it is, then otherwise.
class Waits : public Scenarios {
protected:
  const std::string waiting_ = agreement_ + "\n" + snippet("agreement", 1);
  std::string staged() const { return replaced(waiting_, "\npurpose", "stages referral, panel moved by council/lbbd\n\npurpose"); }
  const std::string all_ = R"([given]
type = "referral"
from = "council/lbbd"
to = "police/met"
at = 2026-05-01
)" + snippet("toml", 1) + R"([[scenario]]
name = "let go"
with."subject.address[0].postcode" = "E1 6AN"
with."health.mentalHealth" = "Low"
with."concern[0].narrative[0].class" = "event"
with."concern[0].narrative[0].status" = "fact"
with."concern[0].narrative[0].text" = "She is at E1 6AN"
approved = ["4", "leak guard"]
expect = "disclosed"
held = []
[scenario.fields]
"health.mentalHealth" = "full"
"concern.narrative.text" = "full"
[[scenario]]
name = "urgent: it goes, and is found"
with."subject.address[0].postcode" = "E1 6AN"
with."health.mentalHealth" = "Low"
with."concern[0].narrative[0].class" = "event"
with."concern[0].narrative[0].status" = "fact"
with."concern[0].narrative[0].text" = "She is at E1 6AN"
urgency = "urgent"
expect = "disclosed"
leaks = ["concern[0].narrative[0].text"]
[scenario.fields]
"concern.narrative.text" = "full"
[[scenario]]
name = "moves"
type = "decision"
with."decision.stage" = "panel"
with."decision.next" = "Meet"
expect = "disclosed"
moves-to = "panel"
)";
};

TEST_F(Waits, as_expected) {
  const Ran ran = test(staged(), all_);
  EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
}

TEST_F(Waits, otherwise_than_expected) {
  const struct {
    const char* what;
    std::string from, to, expected, got;
  } cases[] = {
      {"another clause's hold", "held    = [\"4\"]", "held = [\"5\"]", "held: 5", "4"},
      {"no hold", "held    = [\"4\"]", "held = []", "held: nothing", "4"},
      {"held by another", "held by 4", "held by 5", "health.mentalHealth held by 5", "withhold: it waits until somebody named lets it go"},
      {"held, of what is capped", "\"subject.address\"        = \"withhold\"", "\"subject.address\" = \"held\"", "subject.address[0].postcode held", "withhold: clause 1"},
      {"held, of what leaves", "\"subject.address\"        = \"withhold\"", "\"relatedPersons.name\" = \"held\"", "relatedPersons[0].name held", "full: clause 1"},
      {"no leak", "leaks   = [\"concern[0].narrative[0].text\"]\nno-tell", "leaks = []\nno-tell", "leaks: nothing", "concern[0].narrative[0].text"},
      {"leak guard, of what is held", "\"health.mentalHealth\"    = \"held by 4\"", "\"health.mentalHealth\" = \"leak-guard\"", "health.mentalHealth leak-guard", "withhold: it waits"},
      {"may be told", "no-tell = [\"relatedPersons\"]", "no-tell = []", "no-tell: not relatedPersons[0].role", "not to be told"},
      {"may not be told", "no-tell = [\"relatedPersons\"]", "no-tell = [\"relatedPersons\", \"concern.category\"]", "no-tell: concern[0].category", "may be told"},
      {"no-tell of what does not leave", "no-tell = [\"relatedPersons\"]", "no-tell = [\"relatedPersons\", \"health\"]", "no-tell: health", "no such field leaves"},
      {"onward", "concern        = \"ask\"", "concern = \"no\"", "onward concern[0].category no", "ask: clause 5 of refuge/1 grants it"},
      {"onward of what does not leave", "concern        = \"ask\"", "health = \"ask\"", "onward health ask", "no such field leaves"},
      {"moves nowhere", "moves-to = \"panel\"", "moves-to = \"\"", "moves-to: nowhere", "panel"},
      {"moves", "moves-to = \"\"", "moves-to = \"panel\"", "moves-to: panel", "nowhere"},
  };
  for (const auto& one : cases) {
    const Ran ran = test(staged(), replaced(all_, one.from, one.to));
    EXPECT_EQ(ran.exit, 2) << one.what << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("expected " + one.expected)) << one.what;
    EXPECT_THAT(ran.out, HasSubstr("got      " + one.got)) << one.what;
  }
}

TEST_F(Waits, what_cannot_be_meant_is_invalid) {
  const struct {
    std::string from, to, said;
  } cases[] = {
      {"approved = [\"4\"", "approved = [\"40\"", "approved: no clause \"40\" holds anything for approval [unknown-clause]; did you mean \"4\"?"},
      {"approved = [\"4\"", "approved = [\"nine\"", "there are: 4, leak guard"},
      {"\"leak guard\"]", "\"leek guard\"]", "did you mean \"leak guard\"?"},
      {"concern        = \"ask\"", "concern = \"sometimes\"", "onward must be yes, no or ask"},
      {"no-tell = [\"relatedPersons\"]", "no-tell = [\"relatedPerson\"]", "relatedPerson"},
      {"[[scenario]]\nname    =", "reason = \"x\"\nonward = 3\n[[scenario]]\nname    =", "there is no key \"reason\" here"},
  };
  for (const auto& one : cases) {
    const Ran ran = test(staged(), replaced(all_, one.from, one.to));
    EXPECT_EQ(ran.exit, 3) << one.to;
    EXPECT_THAT(ran.err, HasSubstr(one.said));
  }
}

}  // namespace
}  // namespace concordat
