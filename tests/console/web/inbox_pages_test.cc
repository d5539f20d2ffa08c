// The inbox: a practitioner's concern becomes a document that the adapter of their agency reads, what came is shown as text with what
// may have been withheld, and nothing of another agency is anybody's.
#include <gtest/gtest.h>

#include <fstream>

#include "adapters/native.h"
#include "adapters/school/translate.h"
#include "console/web/pages/inbox_questions.h"
#include "tests/console/web/browser.h"

namespace concordat::console::web {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream{file} << text;
}
std::string read(const fs::path& file) {
  const auto bytes = read_file(file, 1'000'000);
  return bytes ? std::string{as_text(*bytes)} : std::string{};
}

const std::map<std::string, std::map<std::string, std::string>> whole{
    {"person", {{"given", "Amara"}, {"family", "Okoro"}, {"born-day", "9"}, {"born-month", "6"}, {"born-year", "2011"}, {"sex", "female"}}},
    {"home", {{"lines", "14 Harrow Lane"}, {"postcode", "IG11 8QT"}, {"confidential", "unknown"}}},
    {"reach", {{"phone", "07700 900461"}, {"safe", "no"}}},
    {"concern", {{"why", "A change over six weeks"}, {"category", "neglect"}, {"seen", "Came without a coat"}, {"said", "I am cold"}}},
    {"risk", {{"level", "high"}, {"imminence", "days"}, {"urgent", "yes"}}},
    {"told", {{"told", "no"}, {"untold", "riskToSubject"}, {"status", "notSought"}}},
    {"you", {{"your-name", "Sam Price"}, {"your-role", "Lead"}, {"your-organisation", "Eastbury"}, {"your-phone", "020 7946 0041"}, {"anonymous", "yes"}}}};

Fields answers() {
  Fields fields;
  for (const auto& [step, typed] : whole)
    for (const auto& [name, value] : typed) fields.add(name, value);
  return fields;
}

struct Desk : Browser {
  Desk() {
    const std::string home = "kind = \"school\"\nagency = \"council/lbbd\"\nbrokers = [\"tcp://127.0.0.1:1\"]\ndirectory = \"d\"\napprovers = \"a\"\ncurve_secret = \"c\"\nsigning_seed = \"s\"\n"
                             "in = \"in\"\nout = \"out\"\nrejected = \"rejected\"\nstate = \"state\"\n\n[defaults]\nscheme = \"prevent\"\npurpose = \"safeguarding-mash\"\narea = \"E09000002\"\n"
                             "agreement = \"\"\nrecipients = []\nmarking = \"officialSensitive\"\n";
    write(adapter() / "adapter.toml", home);
    fs::create_directories(adapter() / "in");
    write(adapter() / "out/abc-referral.meta.json",
          R"({"disclosure": "ab12", "document": "abc-referral.json", "sequence": 7, "case": "c1", "type": "referral", "sender": "police/met", "purpose": "safeguarding-mash", "urgency": "urgent",)"
          R"( "marking": "official", "agreement": "lbbd-prevent/1", "caveats": ["For this case alone"], "keep": "1 year after closure", "dutyContact": "020 7946 0021", "noTell": ["concern[0].narrative[0].text"],)"
          R"( "notices": [{"path": "health", "agreement": "lbbd-prevent/1"}]})");
    write(adapter() / "out/abc-referral.json", R"({"form": "concordat-school-concern/1", "pupil": {"familyName": "<script>alert(1)</script>", "dateOfBirth": {"value": "11-15", "detail": "ageBand"}}})");
    make_account("sam", {Role::practitioner});
    sign_in("sam");
  }
  fs::path adapter() const { return console->settings.adapters / "desk"; }
  std::string begin() {
    get("/inbox");
    const std::string first = header_of(post("/inbox/concerns", {}), "Location");
    get(first);
    return first.substr(0, first.rfind('/'));
  }
  std::string fill() {
    const std::string concern = begin();
    for (const ConcernPage& page : concern_pages()) {
      const std::string address = concern + "/" + std::string{page.step};
      get(address);
      EXPECT_EQ(post(address, whole.at(std::string{page.step})).status, 303) << page.step;
    }
    return concern;
  }
  Response confirmed(const std::string& address, std::map<std::string, std::string> fields) {
    fields.emplace("proof", password);
    return post(address, fields);
  }
};

// What the adapter makes of the form is the message: nothing that was answered is lost or refused.
TEST(ConcernForm, is_what_the_adapter_reads) {
  const std::string document = concern_document(answers(), "2026-05-01");
  const auto taken = adapters::school::translate({.name = "concern.json", .bytes = to_bytes(as_bytes(document)), .beside = {}});
  ASSERT_TRUE(taken) << taken.error().front().where << ": " << taken.error().front().what;
  ASSERT_EQ(taken->messages.size(), 1U);
  EXPECT_TRUE(taken->messages.front().not_carried.empty()) << taken->messages.front().not_carried.front();
  EXPECT_TRUE(taken->messages.front().left_out.empty());
  EXPECT_EQ(taken->messages.front().urgency, schemas::Urgency::urgent);
}

TEST(ConcernForm, leaves_unsaid_what_is_not_known) {
  const std::string document = concern_document(answers(), "2026-05-01");
  EXPECT_EQ(document.find("addressConfidential"), std::string::npos);
  EXPECT_NE(document.find("\"safeToUse\": \"no\""), std::string::npos);
  EXPECT_NE(document.find("\"status\": \"childsVoice\""), std::string::npos);
}

TEST(ConcernForm, asks_about_each_fact_that_decides_safety) {
  for (const auto& [step, name] : {std::pair{"home", "confidential"}, {"told", "told"}, {"you", "anonymous"}, {"risk", "urgent"}}) {
    const View wrong = wrong_answers(*concern_page(step), Fields{});
    EXPECT_FALSE(wrong.said(std::string{name} + "_error").empty()) << name;
  }
  Fields phone;
  phone.add("phone", "07700 900461");
  EXPECT_FALSE(wrong_answers(*concern_page("reach"), phone).said("safe_error").empty());
  EXPECT_TRUE(wrong_answers(*concern_page("reach"), Fields{}).list("errors").empty());
}

TEST(Inbox, sends_a_concern_once_it_is_whole_and_confirmed) {
  Desk desk;
  const std::string concern = desk.fill();
  const Response check = desk.get(concern + "/check");
  EXPECT_NE(check.body.find("ring 999"), std::string::npos) << "it is urgent";
  EXPECT_NE(desk.post(concern + "/send", {}).body.find("Confirm it is you"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(desk.adapter() / "in")) << "not before it is confirmed";
  desk.get(concern + "/check");
  EXPECT_EQ(desk.confirmed(concern + "/send", {}).status, 303);
  std::size_t documents = 0;
  for (const auto& file : fs::directory_iterator{desk.adapter() / "in"}) {
    ++documents;
    EXPECT_NE(read(file.path()).find("Came without a coat"), std::string::npos);
  }
  EXPECT_EQ(documents, 1U);
  EXPECT_EQ(desk.get(concern + "/check").status, 404) << "the draft is gone";
  EXPECT_NE(desk.get("/inbox").body.find("Waiting to be sent"), std::string::npos);
}

TEST(Inbox, keeps_what_was_typed_sealed_and_sends_nothing_that_lacks_an_answer) {
  Desk desk;
  const std::string concern = desk.begin();
  EXPECT_EQ(desk.post(concern + "/person", {{"given", "Amara"}}).status, 422);
  EXPECT_NE(desk.get(concern + "/person").body.find("value=\"Amara\""), std::string::npos);
  for (const auto& file : fs::recursive_directory_iterator{desk.folder / "drafts"}) {
    if (!file.is_regular_file()) continue;
    EXPECT_EQ(read(file.path()).find("Amara"), std::string::npos);
  }
  desk.get(concern + "/check");
  EXPECT_EQ(desk.confirmed(concern + "/send", {}).status, 422);
  EXPECT_TRUE(fs::is_empty(desk.adapter() / "in"));
}

TEST(Inbox, asks_why_and_records_it_before_it_shows_what_came) {
  Desk desk;
  const Response asked = desk.get("/inbox/received/abc-referral");
  EXPECT_NE(asked.body.find("Why do you need to see"), std::string::npos);
  EXPECT_EQ(asked.body.find("11-15"), std::string::npos);
  EXPECT_FALSE(fs::exists(desk.folder / "inbox"));
  desk.post("/reason", {{"scope", "delivery:c1"}, {"about", "this case"}, {"next", "/inbox/received/abc-referral"}, {"reason", "I am on duty today"}});
  const std::string page = desk.get("/inbox/received/abc-referral").body;
  EXPECT_NE(page.find("11-15"), std::string::npos);
  EXPECT_NE(page.find("020 7946 0021"), std::string::npos) << "whom to ring";
  EXPECT_NE(page.find("There may be more under these heads"), std::string::npos);
  EXPECT_EQ(page.find("<script>alert"), std::string::npos);
  std::string recorded;
  for (const auto& file : fs::recursive_directory_iterator{desk.folder / "inbox"})
    if (file.is_regular_file()) recorded += read(file.path());
  EXPECT_NE(recorded.find("I am on duty today"), std::string::npos);
  EXPECT_NE(recorded.find("\"who\":\"sam\""), std::string::npos);
}

TEST(Inbox, says_to_the_adapter_who_has_it) {
  Desk desk;
  desk.get("/inbox/received/abc-referral");
  desk.post("/reason", {{"scope", "delivery:c1"}, {"reason", "I am on duty today"}});
  desk.get("/inbox/received/abc-referral");
  EXPECT_EQ(desk.confirmed("/inbox/received/abc-referral", {{"name", "Sam"}}).status, 422);
  EXPECT_EQ(desk.confirmed("/inbox/received/abc-referral", {{"name", "Sam Price"}, {"telephone", "020 7946 0041"}}).status, 303);
  const std::string said = read(desk.adapter() / "in/console-abc-referral.ack.json");
  EXPECT_NE(said.find("\"disclosure\":\"ab12\""), std::string::npos);
  EXPECT_NE(said.find("020 7946 0041"), std::string::npos);
}

TEST(Inbox, is_its_own_agency_s_alone) {
  Desk desk;
  for (const char* id : {"..", "nothing", "..%2fdesk"}) EXPECT_EQ(desk.get("/inbox/received/" + std::string{id}).status, 404) << id;
  const std::string other = read(desk.adapter() / "adapter.toml");
  std::string moved = other;
  moved.replace(moved.find("council/lbbd"), 12, "charity/door");
  write(desk.adapter() / "adapter.toml", moved);
  EXPECT_EQ(desk.get("/inbox").status, 404) << "of an agency that is not the practitioner's";
  EXPECT_EQ(desk.get("/inbox/received/abc-referral").status, 404);
  desk.cookies.clear();
  desk.sign_in("ada");
  EXPECT_EQ(desk.get("/inbox").status, 403) << "an officer is no practitioner";
}

}  // namespace
}  // namespace concordat::console::web
