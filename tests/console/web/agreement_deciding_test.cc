// Deciding about agreements: what a draft's scenarios and past disclosures say, how a version stands, and what a person signs.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "console/asking/act.h"
#include "console/drafting/comparison.h"
#include "console/web/pages/agreement_editor.h"
#include "console/web/pages/agreement_standing.h"
#include "console/web/pages/agreement_subject.h"
#include "console/web/pages/draft_scenarios.h"
#include "console/web/pages/signing.h"
#include "tests/console/web/browser.h"
#include "tests/console/web/fake_desk.h"
#include "tests/link/area.h"
#include "tests/place/place.h"

namespace concordat::console::web {
namespace {

namespace fs = std::filesystem;

std::string read_source(const std::string& name) {
  const auto bytes = read_file(test::source_dir() / "deploy/agreements" / name, 1'000'000);
  CHECK(bytes.has_value(), "the example is there");
  return std::string{as_text(*bytes)};
}

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream{file} << text;
}

// The test area's, with those besides: police/met is there.
schemas::Directory directory_with(const std::vector<std::string>& more) {
  schemas::Directory directory = link::test_directory();
  for (const std::string& id : more) {
    const auto seed = static_cast<unsigned>(20 + directory.organisations.size());
    schemas::Organisation one = directory.organisations.front();
    one.id = schemas::AgencyId{id};
    one.name = id;
    one.transport_key = std::string(40, static_cast<char>('a' + directory.organisations.size()));
    one.signing_keys.front().key = link::key_of(seed).verify_key();
    one.signing_keys.front().fingerprint = schemas::fingerprint_of(one.signing_keys.front().key);
    directory.organisations.push_back(std::move(one));
  }
  return directory;
}

std::string digest_of(const std::string& text) { return to_hex(sha256(as_bytes(text)).bytes); }

std::vector<std::string> drafts_on_disk(const fs::path& state) {
  std::vector<std::string> found;
  for (const auto& each : fs::recursive_directory_iterator{state / "drafts"})
    if (each.is_regular_file()) found.push_back(each.path().filename());
  return found;
}

struct Decider : Browser {
  Decider() { begin(); }
  explicit Decider(const FakeDesk& desk) : Browser(desk.officer()) { begin(); }
  void begin() {
    write(console->settings.agreements / "lbbd-prevent-v1.agreement", read_source("prevent.agreement"));
    for (const char* name : {"what-is-held-back.toml", "what-is-shared.toml"})
      write(console->settings.agreements / "lbbd-prevent-v1.scenarios" / name, read_source("prevent.scenarios/" + std::string{name}));
    make_account("bola", {Role::administrator});
    sign_in("bola");
    draft = begin_draft("lbbd-prevent/1");
  }
  // The replay page, once no replay goes on.
  std::string replayed() {
    std::string page = get(draft + "/replay").body;
    for (int i = 0; i < 1000 && page.find("You can leave this page") != std::string::npos; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
      page = get(draft + "/replay").body;
    }
    return page;
  }
  std::string draft;
};

TEST(DraftScenarios, come_with_the_version_before_and_are_run) {
  Decider decider;
  const Response page = decider.get(decider.draft + "/scenarios");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("heading\">All "), std::string::npos);
  EXPECT_NE(page.body.find("id=\"scenarios-2\""), std::string::npos) << "both files";
  EXPECT_NE(page.body.find("% of its clauses"), std::string::npos);
}

TEST(DraftScenarios, say_what_came_out_otherwise) {
  Decider decider;
  decider.get(decider.draft + "/scenarios");
  std::string other = read_source("prevent.scenarios/what-is-shared.toml");
  const std::string right = "education = \"full\"\n";
  ASSERT_NE(other.find(right), std::string::npos);
  other.replace(other.find(right), right.size(), "education = \"withhold\"\n");
  const Response page = decider.post(decider.draft + "/scenarios", {{"scenarios", other}});
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Otherwise"), std::string::npos);
  EXPECT_EQ(page.body.find("heading\">All "), std::string::npos);
  EXPECT_EQ(page.body.find("id=\"scenarios-2\""), std::string::npos) << "what is not sent is no longer there";
}

TEST(DraftScenarios, name_the_file_and_the_line_of_a_mistake_and_keep_what_was_typed) {
  Decider decider;
  decider.get(decider.draft + "/scenarios");
  const Response page = decider.post(decider.draft + "/scenarios", {{"scenarios", "[given]\ntype = \"referral\"\nto = \"nobody\"\n[[scenario]]\nname = \"</textarea>\"\n"}});
  EXPECT_EQ(page.status, 422);
  EXPECT_NE(page.body.find("Scenarios 1: Line 4: must say who asks, as an agency id"), std::string::npos);
  EXPECT_NE(page.body.find("href=\"#scenarios-1\""), std::string::npos);
  EXPECT_NE(decider.get(decider.draft + "/scenarios").body.find("&lt;/textarea&gt;"), std::string::npos);
  EXPECT_EQ(decider.post(decider.draft + "/scenarios", {{"scenarios", "[[["}}).status, 422);
  EXPECT_NE(decider.post(decider.draft + "/scenarios", {{"scenarios", "[given]\nmessage = \"/etc/passwd\"\n[[scenario]]\nname = \"a\"\nto = \"police/met\"\nat = 2026-05-01\nexpect = \"disclosed\"\n"}})
                .body.find("cannot be read"),
            std::string::npos)
      << "no file of this machine";
}

TEST(DraftScenarios, begin_with_one_that_can_be_run) {
  const std::string text = next_version(read_source("prevent.agreement"));
  const AgreementDraft draft{text, {first_scenario(text, *parse_date("2026-05-01"))}};
  const auto trial = try_draft(draft);
  ASSERT_TRUE(trial) << trial.error().front().what;
  EXPECT_EQ(trial->scenarios.size(), 1U);
  EXPECT_EQ(trial->failed(), 0U) << trial->scenarios.front().unexpected.front().got;
  EXPECT_NE(first_scenario("nothing of the kind", *parse_date("2026-05-01")).find("\"referral\""), std::string::npos);
}

TEST(DraftReplay, is_of_the_text_that_it_was_made_of) {
  Decider decider;
  decider.get(decider.draft + "/replay");
  EXPECT_EQ(decider.post(decider.draft + "/replay", {{"reason", ""}}).status, 422);
  EXPECT_EQ(decider.post(decider.draft + "/replay", {{"reason", "a review"}}).status, 303);
  EXPECT_NE(decider.get(decider.draft + "/replay").body.find("You can leave this page"), std::string::npos) << "it goes on, and other pages meanwhile";
  EXPECT_NE(decider.last_page.find("http-equiv=\"refresh\""), std::string::npos) << "without scripts the page looks again by itself";
  EXPECT_EQ(decider.last_page.find("id=\"reason\""), std::string::npos) << "one at a time";
  EXPECT_NE(decider.replayed().find("The broker did not answer. Try again in a few minutes"), std::string::npos) << "nobody is there to ask";
  EXPECT_EQ(decider.post(decider.draft + "/replay/paste", {{"words", " "}}).status, 422);
  EXPECT_EQ(decider.post(decider.draft + "/replay/paste", {{"words", "of 3 disclosures 0 would have released more <b>"}}).status, 303);
  const std::string page = decider.get(decider.draft + "/replay").body;
  EXPECT_NE(page.find("of 3 disclosures 0 would have released more &lt;b&gt;"), std::string::npos);
  EXPECT_EQ(page.find("The draft has changed since"), std::string::npos);
  decider.get(decider.draft + "/text");
  decider.post(decider.draft + "/text", {{"text", next_version(read_source("prevent.agreement")) + "\n# more\n"}});
  EXPECT_NE(decider.get(decider.draft + "/replay").body.find("The draft has changed since"), std::string::npos);
  EXPECT_NE(decider.get(decider.draft + "/scenarios").body.find("id=\"scenarios-2\""), std::string::npos) << "saving the text keeps the rest";
}

// What it makes is there to come back to, in another session too; and what was typed meanwhile stays.
TEST(DraftReplay, goes_on_beside_the_pages_and_is_kept_with_the_draft) {
  FakeDesk desk;
  desk.says("agreements", R"({"agreements":[]})");
  desk.says("directory", nlohmann::json{{"text", schemas::print_directory(directory_with({"council/lbbd", "nhs/nelft", "school/eastbury", "probation/london"}))}}.dump());
  desk.says("status", R"({"entries":3})");
  desk.says("entries", R"({"entries":[{"kind":"disclosed","sequence":1}],"next":3})");
  Decider decider{desk};
  decider.get(decider.draft + "/replay");
  EXPECT_EQ(decider.post(decider.draft + "/replay", {{"reason", "a review"}}).status, 303);
  const std::string typed = next_version(read_source("prevent.agreement")) + "\n# typed meanwhile\n";
  decider.get(decider.draft + "/text");
  decider.post(decider.draft + "/text", {{"text", typed}});
  const std::string page = decider.replayed();
  EXPECT_NE(page.find("would have released more"), std::string::npos) << page;
  EXPECT_NE(page.find("The draft has changed since"), std::string::npos);
  EXPECT_NE(decider.get(decider.draft + "/text").body.find("# typed meanwhile"), std::string::npos);
  EXPECT_EQ(desk.asked("entries").size(), 1U);
  EXPECT_EQ(desk.asked("entries").front().reason, "a review");
  decider.cookies.clear();
  decider.clock.at += std::chrono::minutes{1};
  decider.sign_in("bola");
  EXPECT_NE(decider.get(decider.draft + "/replay").body.find("would have released more"), std::string::npos);
  decider.get(decider.draft + "/text");
  EXPECT_EQ(decider.post(decider.draft + "/delete", {}).status, 303);
  EXPECT_TRUE(drafts_on_disk(decider.folder).empty()) << "with the draft goes what was made of it";
}

TEST(DraftReplay, says_why_the_broker_said_no) {
  FakeDesk desk;
  desk.refuses("agreements", "not-permitted");
  Decider decider{desk};
  decider.get(decider.draft + "/replay");
  decider.post(decider.draft + "/replay", {{"reason", "a review"}});
  const std::string page = decider.replayed();
  EXPECT_NE(page.find("The record was not decided again."), std::string::npos);
  EXPECT_NE(page.find("id=\"reason\""), std::string::npos) << "and may be tried again";
}

TEST(Proposal, says_what_is_missing) {
  Decider decider;
  decider.get(decider.draft + "/text");
  decider.post(decider.draft + "/text", {{"text", "no agreement\n"}});
  const Response page = decider.get(decider.draft + "/propose");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("It has errors"), std::string::npos);
  EXPECT_EQ(page.body.find("Propose it"), std::string::npos);
  EXPECT_EQ(decider.post(decider.draft + "/propose", {{"reason", "yearly review"}}).status, 422) << "nor by hand";
}

Told version(const std::string& state, const std::string& more) {
  const auto told = Told::parse(R"({"agreement":"lbbd-prevent/2","state":")" + state + R"(","from":"2026-01-01T00:00:00Z","until":"2028-01-01T00:00:00Z","parties":["council/lbbd","police/met"])" + more + "}");
  CHECK(told, "is JSON");
  return *told;
}

std::set<std::string> acts_in(const View& view) {
  std::set<std::string> words;
  for (const View& act : view.list("acts")) words.insert(act.said("word"));
  return words;
}

TEST(Standing, says_whose_word_is_missing_and_what_can_be_done) {
  const View view = standing_view(version("proposed", R"(,"missing":["police/met","caldicottGuardian nhs/nelft"],"approvals":[{"record":9,"at":"2026-05-01T09:00:00Z","by":"council/lbbd/amina","reason":"the board"}])"));
  EXPECT_EQ(view.said("state"), "Proposed");
  std::map<std::string, std::string> facts;
  for (const View& fact : view.list("facts")) facts[fact.said("name")] = fact.said("value");
  EXPECT_EQ(facts["Approval still missing of"], "police/met, the Caldicott guardian of nhs/nelft");
  EXPECT_EQ(view.part("said").part("table").list("rows").size(), 1U);
  EXPECT_EQ(acts_in(view), (std::set<std::string>{"approve", "reject", "withdraw"}));
  EXPECT_TRUE(acts_in(standing_view(version("approved", ""))).contains("activate"));
  EXPECT_FALSE(acts_in(standing_view(version("in-force", ""))).contains("approve"));
  EXPECT_TRUE(acts_in(standing_view(version("suspended", R"(,"suspensions":[{"by":"police/met/ben","scope":"whole"}])"))).contains("resume"));
  EXPECT_TRUE(acts_in(standing_view(version("withdrawn", ""))).empty());
  EXPECT_EQ(standing_view(version("of a later broker", "")).said("state"), "of a later broker");
}

TEST(Standing, is_not_shown_without_a_broker) {
  Decider decider;
  EXPECT_EQ(decider.get("/agreements/lbbd-prevent/1/standing").status, 503);
  EXPECT_EQ(decider.get("/agreements/lbbd-prevent/1/standing/approve").status, 503);
  EXPECT_EQ(decider.get("/agreements").status, 200) << "the copies are there";
  EXPECT_NE(decider.last_page.find("The broker did not say"), std::string::npos);
}

TEST(Signing, takes_one_line_of_a_reason) {
  EXPECT_EQ(wrong_with_reason("agreed by the board of 3 May"), "");
  for (const std::string& wrong : {std::string{}, std::string{"a\nb"}, std::string{"a\u202eb"}, std::string(1001, 'a')}) EXPECT_NE(wrong_with_reason(wrong), "") << wrong;
}

// What is signed binds what is attached and what was shown, and is the person's.
TEST(Act, is_signed_and_binds_what_is_attached) {
  const SigningKey key = SigningKey::generate();
  const Instant now = *parse_instant("2026-05-01T09:00:00Z");
  const auto text = act_text({.kind = schemas::ActKind::agreement_propose, .subject = "lbbd-prevent/2", .binds = {{"base", sha256(as_bytes("the old"))}}, .attached = {{"text", "the new"}, {"difference", "none"}}},
                             {{"bola-council", schemas::AgencyId{"council/lbbd"}}, key}, "yearly review", now, Trial::yes);
  ASSERT_TRUE(text);
  const auto told = Told::parse(*text);
  ASSERT_TRUE(told);
  EXPECT_TRUE(told->holds("dryRun"));
  const auto statement = schemas::read_statement(told->text("statement"));
  ASSERT_TRUE(statement);
  EXPECT_EQ(statement->person, "bola-council");
  EXPECT_EQ(statement->at, now);
  EXPECT_EQ(to_hex(statement->bound("text")->bytes), digest_of("the new"));
  EXPECT_EQ(to_hex(statement->bound("difference")->bytes), digest_of("none"));
  EXPECT_EQ(to_hex(statement->bound("base")->bytes), digest_of("the old"));
  EXPECT_EQ(told->part("attached").text("text"), "the new");
  EXPECT_FALSE(act_text({.kind = schemas::ActKind::agreement_approve, .subject = "lbbd-prevent/2"}, {{"bola-council", schemas::AgencyId{"council/lbbd"}}, key}, "two\nlines", now, Trial::no));
}

TEST(Difference, is_worked_out_alike_whoever_asks) {
  const std::string before = read_source("prevent.agreement");
  std::string after = next_version(before);
  EXPECT_EQ(difference_words({}, after), "no version is in force: all that it shares is new\n");
  const std::string narrow = "  from     school, council\n  to       council, police, nhs\n";
  after.replace(after.find(narrow), narrow.size(), "  from     school, council\n  to       council, police, nhs, probation\n");
  const std::string words = difference_words(before, after);
  EXPECT_EQ(words, difference_words(before, after));
  EXPECT_EQ(words.rfind("more: ", 0), 0U);
  EXPECT_NE(words.find("to probation/"), std::string::npos);
}

}  // namespace
}  // namespace concordat::console::web
