// Every page against a broker whose every word is an attack: whatever an agency can get into a message, a log, a directory or an
// answer, it stays text. And every form against whatever can be typed into it.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "console/web/routes.h"
#include "tests/console/web/browser.h"
#include "tests/console/web/fake_desk.h"

namespace concordat::console::web {
namespace {

using nlohmann::json;

const std::string attack = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'{{{title}}}</textarea><svg/onload=alert(3)>";
const std::string escaped = "&lt;script&gt;alert(1)";
const std::string case_id = "01970000-0000-7000-8000-000000000002";

const std::set<Role> every_role{Role::officer, Role::administrator, Role::practitioner, Role::operations};

// What no page may hold as its own.
void expect_harmless(const std::string& page, const std::string& where) {
  for (const char* bad : {"<script>", "<img", "<svg/onload", "onerror=alert(2)>", "</textarea><", "href=\"javascript"})
    EXPECT_EQ(page.find(bad), std::string::npos) << where << " holds " << bad << ": " << page.substr(page.find(bad) - std::min<std::size_t>(page.find(bad), 80), 200);
}

json hostile(std::initializer_list<const char*> texts) {
  json object = json::object();
  for (const char* text : texts) object[text] = attack;
  return object;
}

json with(json object, json more) {
  object.update(more);
  return object;
}

// A broker that is asked anything that the console ever asks. Numbers and states stand where a page needs them to show the rest.
void make_hostile(FakeDesk& desk) {
  desk.says("status", with(hostile({"checkpoint", "agreements"}), {{"entries", 10}, {"holds", 1}, {"cosigned", "log.example\n10\n\n\n" "\u2014 " + attack.substr(0, 27) + " AAAA\n"}}).dump());
  json counts = json::array();
  for (const char* kind : {"accepted", "disclosed", "refused"}) counts.push_back(with(hostile({"agency", "purpose"}), {{"day", "2026-05-28"}, {"kind", kind}, {"count", 3}}));
  desk.says("activity", json{{"counts", counts}, {"next", 10}, {"entries", 10}}.dump());
  json agency = hostile({"id", "name", "dutyContact", "standing", "heard", "software"});
  agency["keys"] = json::array({with(hostile({"fingerprint", "from"}), {{"until", "2026-05-30T00:00:00.000Z"}})});
  json connected = agency;
  connected["standing"] = "active";
  desk.says("workings", with(hostile({"software", "protocol", "directoryVersion"}), {{"agencies", {agency, connected}}}).dump());
  json parcels = json::array();
  for (const char* state : {"queued", "sent", "waiting", "dead-letter", "unheard-of"})
    parcels.push_back(with(hostile({"disclosure", "sender", "recipient", "type", "urgency", "accepted"}), {{"record", 17}, {"state", state}, {"attempts", 3}}));
  std::swap(parcels[0], parcels[3]);  // the dead letter is the one that its page shows
  desk.says("queue", json{{"parcels", parcels}}.dump());
  desk.says("holds", json{{"holds", {with(hostile({"message", "sender", "recipient", "since", "due"}), {{"record", 17}, {"fields", {hostile({"path", "view", "why", "clause"})}}})}}}.dump());
  desk.says("hold", with(hostile({"message", "sender", "recipient", "since"}), {{"record", 17}, {"fields", {hostile({"path", "value", "view", "why", "clause"})}}}).dump());
  desk.says("emergencies", json{{"emergencies", {with(hostile({"message", "sender", "recipient", "code", "since"}), {{"record", 17}, {"decision", 16}})}}}.dump());
  desk.says("recalls", json{{"recalls", {with(hostile({"recall", "message", "case", "sender", "action", "since"}),
                                              {{"record", 17}, {"state", "needs-decision"}, {"asked", {hostile({"agency", "state", "delivered", "answer", "answered", "because"})}}})}}}.dump());
  json rows = json::array();
  for (const char* kind : {"disclosed", "accepted", "refused", "waiting", "returned", "emergency", "emergency-reviewed", "recall", "recall-acknowledged", "unheard-of"}) {
    json row = hostile({"at", "actor", "counterpart", "code", "messageType", "purpose", "agreement", "disclosure", "match", "message", "keep", "reason"});
    row.update({{"sequence", 17 + rows.size()}, {"kind", kind}, {"case", rows.size() % 2 == 0 ? case_id : attack}, {"facts", {attack}}});
    row["verdicts"] = json::array({with(hostile({"path", "grantedBy", "cappedBy", "because"}), {{"outcome", attack}}), with(hostile({"path", "grantedBy", "cappedBy", "because"}), {{"outcome", "withhold"}})});
    rows.push_back(row);
  }
  desk.says("search", json{{"rows", rows}, {"search", 20}, {"size", 30}, {"checkpoint", attack}}.dump());
  desk.says("erase", with(hostile({"annexes", "handles", "parcels"}), {{"annexes", 2}, {"days", {attack}}}).dump());
  desk.says("verify", json{{"ok", false}, {"entries", 3}, {"wrong", hostile({"entry", "what"})}}.dump());
  desk.says("prove", {.code = {}, .json = json{{"keyChanges", {attack}}}.dump(), .bytes = to_bytes(as_bytes(attack)), .more = false});
  desk.says("agreements", json{{"agreements", {hostile({"agreement", "state", "digest", "from", "until", "by"})}}}.dump());
}

void write(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream{file} << text;
}

// An inbox into which another agency has sent whatever it liked, and an agreement whose drafter meant harm.
void make_hostile(const Browser& browser) {
  const auto desk = browser.console->settings.adapters / "desk";
  write(desk / "adapter.toml", "kind = \"school\"\nagency = \"council/lbbd\"\nbrokers = [\"tcp://127.0.0.1:1\"]\ndirectory = \"d\"\napprovers = \"a\"\ncurve_secret = \"c\"\nsigning_seed = \"s\"\n"
                                "in = \"in\"\nout = \"out\"\nrejected = \"rejected\"\nstate = \"state\"\n\n[defaults]\nscheme = \"prevent\"\npurpose = \"safeguarding-mash\"\narea = \"E09000002\"\n"
                                "agreement = \"\"\nrecipients = []\nmarking = \"officialSensitive\"\n");
  std::filesystem::create_directories(desk / "in");
  json about = hostile({"disclosure", "message", "case", "sender", "purpose", "urgency", "marking", "agreement", "keep", "dutyContact", "due"});
  about.update({{"sequence", 8}, {"type", "informationRequest"}, {"document", "17.json"}, {"case", case_id}, {"caveats", {attack}}, {"noTell", {attack}}, {"onwardNo", {attack}}, {"onwardAsk", {attack}},
                {"recall", hostile({"action"})}, {"notices", {hostile({"path", "agreement"})}}});
  write(desk / "out/17.meta.json", about.dump());
  write(desk / "out/17.json", json{{"pupil", {{"names", {hostile({"given", "family"})}}}}, {attack, attack}, {"request", {{"questions", {hostile({"text"})}}}}, {"part", {{"value", attack}, {"detail", attack}}}}.dump());
  const std::string sent = "console-01970000-0000-7000-8000-000000000009.json";
  json status = hostile({"state", "reference", "code"});
  status.update({{"native", sent}, {"recipients", {hostile({"recipient", "outcome", "code"})}}, {"history", {hostile({"at", "recipient", "state", "code", "callName", "callNumber"})}}});
  write(desk / "out/status/one.json", status.dump());
  const std::string rejected = "console-01970000-0000-7000-8000-000000000008.json";
  write(desk / ("rejected/" + rejected + ".report.json"), json{{"problems", {hostile({"where", "what"})}}}.dump());
  std::string title;
  for (const char c : attack)
    if (c != '"') title += c;
  write(browser.console->settings.agreements / "attack-v1.agreement", "agreement \"attack\" version 1\ntitle     \"" + title + "\"\nschema    1\n" + attack + "\n");
}

// An address for a route: each of its parts as a page would be asked for it.
std::string address_of(const Route& route, const std::map<std::string, std::string>& parts) {
  std::string address;
  for (std::string_view rest = route.pattern; !rest.empty();) {
    const std::size_t end = std::min(rest.find('/', 1), rest.size());
    const std::string part{rest.substr(1, end - 1)};
    const auto known = part.starts_with(":") ? parts.find(part.substr(1)) : parts.end();
    address += "/" + (part.starts_with(":") ? known == parts.end() ? std::string{"17"} : known->second : part);
    rest.remove_prefix(end);
  }
  return address;
}

struct Hostile : ::testing::Test {
  Hostile() : browser(desk.officer()) {
    make_hostile(desk);
    make_hostile(browser);
    browser.make_account("eve", every_role);
    browser.sign_in("eve");
  }
  // As people get there: with a reason given, and what is looked for kept.
  void give_reason(const std::string& scope) {
    browser.get("/papers");  // for its token
    browser.post("/reason", {{"scope", scope}, {"about", "this"}, {"reason", "a test of what is shown"}, {"next", "/"}});
  }

  FakeDesk desk;
  Browser browser;
};

TEST_F(Hostile, whatever_the_broker_says_stays_text_on_every_page) {
  browser.get("/search");
  const std::string search = header_of(browser.post("/search", {{"agency", attack}, {"reason", attack}}), "Location");
  browser.get("/papers/breach");
  const std::string paper = header_of(browser.post("/papers/breach", {{"agency", attack}, {"reason", attack}}), "Location");
  ASSERT_TRUE(search.starts_with("/search/")) << search;
  for (const std::string& scope : {"case:" + case_id, std::string{"record:17"}, std::string{"retention"}, "delivery:" + case_id}) give_reason(scope);
  browser.get("/inbox");
  const std::string answer = header_of(browser.post("/inbox/received/17/answer", {}), "Location");
  browser.get("/inbox");
  const std::string concern = header_of(browser.post("/inbox/concerns", {}), "Location");
  browser.get(concern);
  browser.post(concern, {{"given", attack}, {"family", attack}});
  ASSERT_TRUE(answer.starts_with("/inbox/answers/")) << answer;
  browser.get("/cases/" + case_id);
  const std::string erasure = header_of(browser.post("/cases/" + case_id, {}), "Location");
  ASSERT_TRUE(erasure.starts_with("/erasures/")) << erasure;
  std::size_t seen = 0, shown = 0;
  const auto look = [&](const std::string& address) {
    const Response response = browser.get(address);
    if (!response.type.starts_with("text/html") || response.status == 303) return;
    ++seen;
    shown += response.body.find(escaped) != std::string::npos ? 1U : 0U;
    expect_harmless(response.body, address);
  };
  for (const Route& route : routes())
    if (route.method == Method::get && !route.pattern.starts_with("/live") && route.who == Who::signed_in)
      look(address_of(route, {{"kind", "breach"}, {"id", route.pattern.starts_with("/cases") ? case_id : "none"}, {"file", "paper.txt"}}));
  for (const std::string& address : {search, paper, erasure, answer + "/check", concern.substr(0, concern.rfind('/')) + "/check"}) look(address);
  // A page that shows none of it proves nothing: these do.
  for (const std::string& address : {std::string{"/"}, std::string{"/operations"}, std::string{"/queue"}, std::string{"/queue/17"}, std::string{"/holds"}, std::string{"/holds/17"},
                                     std::string{"/emergencies"}, std::string{"/emergencies/17"}, std::string{"/recalls"}, std::string{"/recalls/17"}, std::string{"/retention"},
                                     "/cases/" + case_id, std::string{"/disclosures/17"}, std::string{"/inbox"}, std::string{"/inbox/received/17"}, answer, concern, search, paper, erasure}) {
    const Response response = browser.get(address);
    EXPECT_EQ(response.status, 200) << address;
    EXPECT_NE(response.body.find(escaped), std::string::npos) << address << " shows nothing of what the broker said";
  }
  EXPECT_GT(seen, 15U);
  EXPECT_GT(shown, 12U);
}

TEST_F(Hostile, whatever_is_typed_stays_text_in_every_form) {
  std::size_t echoed = 0;
  for (const Route& route : routes()) {
    if (route.method != Method::post || route.pattern == "/sign-out") continue;
    std::map<std::string, std::string> fields;
    for (const char* name : {"reason", "scope", "about", "next", "choice", "decision", "agency", "purpose", "agreement", "case", "message", "clause", "number", "system", "person", "born-day", "born-month",
                             "born-year", "since-day", "since-month", "since-year", "until-day", "name", "password", "code", "text", "title", "do", "what", "who", "telephone", "because", "did", "note", "given", "seen"})
      fields[name] = attack;
    browser.get("/papers");  // for its token
    const Response response = browser.post(address_of(route, {{"kind", "breach"}, {"id", case_id}}), fields);
    EXPECT_NE(response.status, 403) << route.pattern << ": the token was taken";
    if (!response.type.starts_with("text/html")) continue;
    echoed += response.body.find(escaped) != std::string::npos ? 1U : 0U;
    expect_harmless(response.body, std::string{route.pattern});
    const std::string to = header_of(response, "Location");
    EXPECT_TRUE(to.empty() || (to.starts_with("/") && !to.starts_with("//") && to.find('<') == std::string::npos)) << route.pattern << " leads to " << to;
  }
  EXPECT_GT(echoed, 4U) << "a form that comes back holds what was typed";
}

// Every form there is, not one of them: a new route is tried the day it is added.
TEST_F(Hostile, no_form_is_taken_without_its_token_or_from_another_site) {
  std::size_t tried = 0;
  for (const Route& route : routes()) {
    if (route.method != Method::post || route.who != Who::signed_in) continue;
    ++tried;
    const std::string path = address_of(route, {{"kind", "breach"}, {"id", case_id}});
    const auto post = [&](const std::string& token, const std::string& origin, const std::string& site) {
      Request request;
      request.method = Method::post;
      request.path = path;
      request.origin = origin;
      request.fetch_site = site;
      for (const auto& [name, value] : {std::pair{"token", token}, {"choice", "release"}, {"reason", "somebody else's idea"}, {"proof", browser.password}}) request.form.add(name, value);
      return browser.send(std::move(request)).status;
    };
    browser.get("/papers");
    const std::string token = Browser::token_in(browser.last_page);
    EXPECT_EQ(post("", "", ""), 403) << path << " without a token";
    EXPECT_EQ(post(std::string(token.size(), '0'), "", ""), 403) << path << " with a token that is none";
    EXPECT_EQ(post(token, "https://evil.example", ""), 403) << path << " from another site";
    EXPECT_EQ(post(token, "", "cross-site"), 403) << path << " from another site, as the browser says";
  }
  EXPECT_GT(tried, 20U);
  for (const char* question : {"release", "refuse", "review", "erase", "retry", "give-back", "recall-release"}) EXPECT_TRUE(desk.asked(question).empty()) << question;
}

// An address is typed, or followed from a mail.
TEST_F(Hostile, whatever_stands_in_an_address_stays_text) {
  const std::string encoded = url_encoded(attack);
  for (const Route& route : routes()) {
    if (route.method != Method::get || route.pattern.starts_with("/live")) continue;
    std::map<std::string, std::string> parts;
    for (const char* part : {"id", "record", "kind", "file", "name", "version", "step", "delivery"}) parts[part] = attack.substr(0, attack.find('/'));
    const std::string address = address_of(route, parts) + "?done=" + encoded + "&case=" + encoded + "&next=" + encoded + "&why=" + encoded + "&urgent=" + encoded;
    expect_harmless(browser.get(address).body, std::string{route.pattern});
  }
}

// Another person's search, paper or erasure, by its address: it lies in their session and nowhere else.
TEST_F(Hostile, nobody_gets_at_what_another_has_asked_for) {
  browser.get("/search");
  const std::string search = header_of(browser.post("/search", {{"agency", "council/lbbd"}, {"reason", "a question of eve's"}}), "Location");
  browser.get("/papers/breach");
  const std::string paper = header_of(browser.post("/papers/breach", {{"agency", "council/lbbd"}, {"reason", "a paper of eve's"}}), "Location");
  give_reason("case:" + case_id);
  browser.get("/cases/" + case_id);
  const std::string erasure = header_of(browser.post("/cases/" + case_id, {}), "Location");
  // In the same console: by another account.
  browser.make_account("ben", {Role::officer}, "police/met");
  const auto eves = browser.cookies;
  browser.cookies.clear();
  browser.sign_in("ben");
  const std::size_t asked = desk.asked("search").size() + desk.asked("erase").size();
  for (const std::string& address : {search, paper, paper + "/paper.csv", erasure}) {
    const Response response = browser.get(address);
    EXPECT_EQ(response.status, 303) << address;
    EXPECT_EQ(response.body, "") << address;
  }
  browser.get("/papers");
  EXPECT_EQ(browser.post(erasure, {{"choice", "request"}, {"reason", "not mine"}, {"proof", browser.password}}).status, 303);
  EXPECT_NE(browser.get("/cases/" + case_id).body.find("Why do you need to see this case"), std::string::npos) << "another's reason is not theirs";
  EXPECT_EQ(desk.asked("search").size() + desk.asked("erase").size(), asked) << "and the broker was not asked";
  browser.cookies = eves;
  EXPECT_EQ(browser.get(search).status, 200);
}

// Each asks with their own key and under their own name: what the broker refuses to an officer of one agency, the console does not get by another's.
TEST_F(Hostile, a_refusal_of_the_broker_is_what_the_person_sees) {
  for (const char* question : {"release", "refuse", "review", "recall-release"}) desk.refuses(question, "not-yours");
  struct Case {
    const char* path;
    const char* choice;
    const char* question;
  };
  for (const Case& each : {Case{"/holds/17", "release", "release"}, Case{"/holds/17", "refuse", "refuse"}, Case{"/emergencies/17", "breach", "review"}, Case{"/recalls/17", "release", "recall-release"}}) {
    browser.get(each.path);
    const Response response = browser.post(each.path, {{"choice", each.choice}, {"reason", "not mine to say"}, {"proof", browser.password}});
    EXPECT_EQ(response.status, 422) << each.path;
    EXPECT_NE(response.body.find("not-yours"), std::string::npos) << each.path;
    ASSERT_FALSE(desk.asked(each.question).empty()) << each.path;
    EXPECT_EQ(desk.asked(each.question).back().from, 17U);
    EXPECT_EQ(desk.asked(each.question).back().reason, "not mine to say");
  }
}

}  // namespace
}  // namespace concordat::console::web
