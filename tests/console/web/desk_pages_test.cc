// Pages that ask a broker, against one that says what the test wants: what they ask for, what they show, and that they say so where
// nothing was told.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "adapters/link/new_keys.h"
#include "base/check.h"
#include "console/asking/line.h"
#include "schemas/act.h"
#include "tests/console/web/browser.h"
#include "tests/console/web/fake_desk.h"

namespace concordat::console::web {
namespace {

struct DeskPages : ::testing::Test {
  DeskPages() : browser(desk.officer()) {
    browser.make_account("eve", {Role::officer, Role::operations});
    browser.sign_in("eve");
  }
  std::string page(const std::string& address) { return browser.get(address).body; }
  static bool has(const std::string& page, const std::string& text) { return page.find(text) != std::string::npos; }

  FakeDesk desk;
  Browser browser;
};

// Once nobody was there, the next page says so soon; and once somebody is, they are waited for again.
TEST(Line, waits_long_for_a_broker_once) {
  const auto patience_after = [](const std::string& officer_toml) {
    const auto facts = parse_officer(officer_toml, "officer.toml");
    CHECK(facts.has_value(), "an officer");
    const Officer officer{*facts, link::make_curve_keys()};
    Line line{officer};
    std::vector<std::chrono::milliseconds> found{line.patience()};
    static_cast<void>(line.ask({.question = "queue", .reason = "a look", .text = {}}));
    found.push_back(line.patience());
    return found;
  };
  FakeDesk desk;
  const auto there = patience_after(desk.officer());
  EXPECT_EQ(there.back(), there.front());
  std::string nobody = desk.officer();
  nobody.replace(nobody.find("tcp://"), nobody.find('"', nobody.find("tcp://")) - nobody.find("tcp://"), "tcp://127.0.0.1:1");
  const auto away = patience_after(nobody);
  EXPECT_LT(away.back() * 4, away.front());
}

// A broker of an earlier version knows neither question nor all of its status.
TEST_F(DeskPages, nought_is_a_count_and_never_what_was_not_told) {
  desk.says("status", R"({"entries":10,"undelivered":0,"deadLetters":0,"checkpoint":"","cosigned":""})");
  const std::string old = page("/");
  EXPECT_TRUE(has(old, "data-count=\"holds\">Not told<"));
  EXPECT_TRUE(has(old, "data-count=\"messages\">Not told<"));
  EXPECT_TRUE(has(old, "data-count=\"deadLetters\">0<"));
  EXPECT_TRUE(has(old, "does not tell how much went where"));
  EXPECT_FALSE(has(old, "<canvas"));
  EXPECT_TRUE(has(page("/operations"), "unknown-question"));

  desk.says("status", R"({"entries":10,"undelivered":0,"deadLetters":0,"holds":0,"emergencies":0,"emergenciesOverdue":0,"recalls":0,"checkpoint":"","cosigned":""})");
  desk.says("activity", R"({"counts":[],"next":10,"entries":10})");
  const std::string now = page("/");
  EXPECT_TRUE(has(now, "data-count=\"holds\">0<"));
  EXPECT_TRUE(has(now, "data-count=\"messages\">0<"));
  EXPECT_FALSE(has(now, "Not told"));
  EXPECT_TRUE(has(now, "<canvas"));
}

TEST_F(DeskPages, operations_say_who_is_there_and_what_is_not_known) {
  desk.says("workings", R"({"agencies":[
    {"id":"police/met","standing":"active","connected":true,"heard":"2026-05-28T20:26:00.000Z","software":"adapter/1","queued":1,"sent":2,"waiting":3,"deadLetters":4,"dutyContact":"020 7946 0001",
     "keys":[{"fingerprint":"0123456789abcdef","from":"2026-01-01T00:00:00.000Z","until":"2026-06-20T00:00:00.000Z"},{"fingerprint":"fedcba9876543210","from":"2026-01-01T00:00:00.000Z"}]},
    {"id":"nhs/nelft","standing":"active","connected":false,"queued":0,"sent":0,"waiting":0,"deadLetters":0,"dutyContact":"","keys":[]},
    {"id":"school/old","standing":"left"}],"directoryVersion":3,"protocol":1,"software":"concordatd/1","disk":{"bytes":107374182400,"free":53687091200}})");
  const std::string shown = page("/operations");
  for (const char* text : {">Connected<", ">Not connected<", ">Left<", "adapter/1", ">6<", "020 7946 0001", "None given", "Not since the broker started", "Not told", "50 GB free of 100 GB (50%)",
                           "Ends soon", "concordatd/1", "Version 3"})
    EXPECT_TRUE(has(shown, text)) << text;
  EXPECT_FALSE(has(shown, "fedcba98")) << "a key without an end is near none";
  desk.says("workings", R"({"agencies":[]})");
  const std::string bare = page("/operations");
  EXPECT_TRUE(has(bare, "Disk of the log</dt><dd class=\"govuk-summary-list__value\">Not told"));
}

TEST_F(DeskPages, a_dead_letter_is_sent_again_or_given_back_and_nothing_else_is) {
  desk.says("queue", R"({"parcels":[{"record":17,"state":"dead-letter","sender":"nhs/nelft","recipient":"police/met","type":"referral","urgency":"routine","attempts":3,"accepted":"2026-05-03T09:15:00.000Z"},
                                    {"record":18,"state":"queued","sender":"nhs/nelft","recipient":"police/met","type":"referral","urgency":"routine","attempts":1,"accepted":"2026-05-03T09:15:00.000Z"}]})");
  desk.says("retry", R"({"done":true})");
  desk.says("give-back", R"({"done":true})");
  for (const auto& [word, done] : {std::pair{"retry", "It will be sent again."}, std::pair{"give-back", "It was given back to its sender."}}) {
    ASSERT_TRUE(has(page("/queue/17"), "What becomes of it?"));
    EXPECT_EQ(browser.post("/queue/17", {{"choice", word}, {"reason", "the trust is back"}}).status, 200) << "who they are is asked first";
    EXPECT_TRUE(desk.asked(word).empty());
    const Response response = browser.post("/queue/17", {{"choice", word}, {"reason", "the trust is back"}, {"proof", browser.password}});
    ASSERT_EQ(desk.asked(word).size(), 1U);
    EXPECT_EQ(desk.asked(word).front().from, 17U);
    EXPECT_TRUE(has(page(header_of(response, "Location")), done));
  }
  EXPECT_FALSE(has(page("/queue/18"), "What becomes of it?"));
  EXPECT_EQ(browser.post("/queue/18", {{"choice", "give-back"}, {"reason", "a try"}, {"proof", browser.password}}).status, 422);
  EXPECT_EQ(desk.asked("give-back").size(), 1U);
  EXPECT_EQ(browser.get("/queue/19").status, 404);
}

const std::string kept_too_long =
    R"({"rows":[{"sequence":5,"kind":"accepted","at":"2025-01-03T09:00:00.000Z","actor":"school/eastbury","messageType":"closure","case":"01970000-0000-7000-8000-000000000002"},
                {"sequence":6,"kind":"disclosed","at":"2025-01-03T09:00:00.000Z","actor":"school/eastbury","counterpart":"police/met","agreement":"mash/1","keep":"90 days after disclosure","case":"01970000-0000-7000-8000-000000000002"},
                {"sequence":7,"kind":"disclosed","at":"2026-05-20T09:00:00.000Z","actor":"school/eastbury","counterpart":"nhs/nelft","agreement":"mash/1","keep":"90 days after disclosure","case":"01970000-0000-7000-8000-000000000003"}],
        "search":20,"size":30,"checkpoint":""})";

TEST_F(DeskPages, what_is_due_is_erased_once_it_was_shown_and_confirmed) {
  desk.says("search", kept_too_long);
  desk.says("erase", R"({"dryRun":true,"annexes":2,"days":["2025-01-03"],"handles":4,"parcels":0})");
  EXPECT_TRUE(has(page("/retention"), "Why do you need to see what is kept"));
  browser.post("/reason", {{"scope", "retention"}, {"about", "this"}, {"reason", "quarterly review"}, {"next", "/retention"}});
  const std::string queue = page("/retention");
  for (const char* text : {">Due<", ">Not yet<", "2 entries are due", "3 April 2025"}) EXPECT_TRUE(has(queue, text)) << text;
  EXPECT_EQ(desk.asked("search").back().reason, "quarterly review");

  const std::string address = header_of(browser.post("/retention", {}), "Location");
  ASSERT_TRUE(address.starts_with("/erasures/")) << address;
  const std::string would_go = page(address);
  for (const char* text : {"2 entries lose what they say", "3 January 2025", "4 handles", "There is no way back"}) EXPECT_TRUE(has(would_go, text)) << text;
  EXPECT_EQ(desk.asked("erase").back().text, R"({"ground":"retention","dryRun":true,"records":[5,6]})");

  EXPECT_EQ(browser.post(address, {{"choice", "request"}, {"reason", "due"}}).status, 422) << "not a ground for what is due";
  browser.post(address, {{"choice", "retention"}, {"reason", "kept as long as it may be"}});
  for (const schemas::Ask& ask : desk.asked("erase")) EXPECT_NE(ask.text.find("\"dryRun\":true"), std::string::npos) << "nothing goes before who they are is proved";
  const Response response = browser.post(address, {{"choice", "retention"}, {"reason", "kept as long as it may be"}, {"proof", browser.password}});
  EXPECT_EQ(desk.asked("erase").back().text, R"({"ground":"retention","dryRun":false,"records":[5,6]})");
  EXPECT_EQ(desk.asked("erase").back().reason, "kept as long as it may be");
  EXPECT_TRUE(has(page(header_of(response, "Location")), "It is erased."));
}

TEST_F(DeskPages, nothing_is_erased_of_somebody_not_to_be_told_before_it_was_decided) {
  desk.says("search", kept_too_long);
  desk.refuses("erase", "needs-decision");
  browser.get("/papers");
  browser.post("/reason", {{"scope", "retention"}, {"about", "this"}, {"reason", "quarterly review"}, {"next", "/retention"}});
  browser.get("/retention");
  const std::string address = header_of(browser.post("/retention", {}), "Location");
  EXPECT_TRUE(has(page(address), "Somebody is not to be told"));
  browser.post("/no-tell", {{"scope", "erasure:" + address.substr(10)}, {"choice", "include"}, {"decision", "seen with the \"lead\""}, {"next", address}});
  desk.says("erase", R"({"dryRun":true,"annexes":2,"days":[],"handles":0,"parcels":0})");
  EXPECT_TRUE(has(page(address), "What would be erased"));
  EXPECT_NE(desk.asked("erase").back().text.find(R"("noTell":"include","decision":"seen with the \"lead\"")"), std::string::npos) << desk.asked("erase").back().text;
}

TEST_F(DeskPages, nothing_due_is_said_and_offers_nothing) {
  desk.says("search", R"({"rows":[],"search":20,"size":30,"checkpoint":""})");
  browser.get("/papers");
  browser.post("/reason", {{"scope", "retention"}, {"about", "this"}, {"reason", "quarterly review"}, {"next", "/retention"}});
  EXPECT_TRUE(has(page("/retention"), "Nothing is due to be erased."));
  EXPECT_EQ(header_of(browser.post("/retention", {}), "Location"), "/retention");
  EXPECT_TRUE(desk.asked("erase").empty());
}

// The broker takes no plain word from a person of the directory.
TEST_F(DeskPages, who_has_a_key_signs_what_they_decide_and_what_they_were_shown) {
  const Digest shown = sha256(as_bytes("what is held"));
  desk.says("holds", R"({"holds":[{"record":17,"message":"m","sender":"council/lbbd","recipient":"police/met","since":"2026-05-28T20:26:00.000Z","fields":[],"held":")" +
                         to_hex(shown.bytes) + "\"}]}");
  desk.says("emergencies", R"({"emergencies":[{"record":18,"decision":16,"message":"m","sender":"council/lbbd","recipient":"police/met","code":"riskToLife","since":"2026-05-28T20:26:00.000Z"}]})");
  desk.says("hold", R"({"record":17,"fields":[{"path":"subject.birthDate","view":"full","why":"approval","clause":"1","value":"2011-06-09"}]})");
  desk.says("act", R"({"does":"hold-release"})");
  std::array<std::byte, 32> seed{};
  seed.fill(std::byte{7});
  browser.make_account("amina", {Role::officer}, "council/lbbd", Secret<32>{seed});
  browser.cookies.clear();
  browser.sign_in("amina");
  EXPECT_FALSE(has(page("/holds/17"), "2011-06-09")) << "nobody has said why they look";
  EXPECT_TRUE(desk.asked("hold").empty());
  browser.post("/reason", {{"scope", "record:17"}, {"about", "this"}, {"reason", "to decide"}, {"next", "/holds/17"}});
  EXPECT_TRUE(has(page("/holds/17"), "2011-06-09")) << "what the recipient would read";
  EXPECT_EQ(desk.asked("hold").back().reason, "to decide");
  const auto decide = [&](const std::string& path, const std::string& choice, const std::string& reason) {
    browser.get(path);
    return browser.post(path, {{"choice", choice}, {"reason", reason}, {"proof", browser.password}}).status;
  };
  EXPECT_EQ(decide("/holds/17", "release", "two\nlines"), 422) << "a statement's reason is one line";
  ASSERT_EQ(decide("/holds/17", "release", "agreed with the duty manager"), 303);
  ASSERT_EQ(decide("/emergencies/18", "breach", "nobody was in danger"), 303);
  EXPECT_TRUE(desk.asked("release").empty() && desk.asked("review").empty());
  const auto acts = desk.asked("act");
  ASSERT_EQ(acts.size(), 2U);
  const auto said = [&](std::size_t i) {
    const auto text = nlohmann::json::parse(acts[i].text);
    const std::string statement = text["statement"];
    schemas::Act act{statement, {}};
    const Bytes signature = *from_hex(text["signature"].get<std::string>());
    std::copy(signature.begin(), signature.end(), act.signature.bytes.begin());
    EXPECT_TRUE(schemas::is_signed_by(act, SigningKey::from_seed(seed).verify_key()));
    return *schemas::read_statement(statement);
  };
  EXPECT_EQ(said(0).kind, schemas::ActKind::hold_release);
  EXPECT_EQ(said(0).subject, "17");
  EXPECT_EQ(*said(0).bound("held"), shown);
  EXPECT_EQ(said(1).kind, schemas::ActKind::emergency_review);
  EXPECT_EQ(*said(1).said("verdict"), "breach");
  EXPECT_EQ(said(1).reason, "nobody was in danger");
}

}  // namespace
}  // namespace concordat::console::web
