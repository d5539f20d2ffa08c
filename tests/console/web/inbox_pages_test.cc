// The inbox: a practitioner's concern becomes a document that the adapter of their agency reads, what came is shown as text with what
// may have been withheld, and nothing of another agency is anybody's.
#include <gtest/gtest.h>

#include <fstream>

#include "adapters/native.h"
#include "adapters/school/translate.h"
#include "adapters/daemon/sidecar.h"
#include "console/web/pages/inbox_answer.h"
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
    const std::string about = R"("sequence": 8, "case": "01970000-0000-7000-8000-000000000002", "message": "01970000-0000-7000-8000-000000000001", "sender": "police/met", "purpose": "safeguarding-mash", )"
                              R"("urgency": "urgent", "marking": "official", "agreement": "lbbd-prevent/1", "caveats": [], "keep": "", "dutyContact": "020 7946 0021", "noTell": [], "notices": [])";
    write(adapter() / "out/def-request.meta.json", R"({"disclosure": "cd34", "document": "def-request.json", "type": "informationRequest", )" + about + "}");
    write(adapter() / "out/def-request.json", request);
    write(adapter() / "out/ghi-recall.meta.json", R"({"disclosure": "ef56", "document": "ghi-recall.json", "type": "recall", "recall": {"action": "erase", "message": "m", "paths": []}, )" + about + "}");
    write(adapter() / "out/ghi-recall.json", R"({"form": "concordat-school-concern/1", "type": "recall"})");
    make_account("sam", {Role::practitioner});
    sign_in("sam");
  }
  static constexpr const char* request =
      R"({"form": "concordat-school-concern/1", "type": "informationRequest", "pupil": {"names": [{"given": "Amara", "family": "Okoro", "kind": "legal"}, {"given": {"detail": "existence"}, "family": "Smith"}], "dateOfBirth": {"value": "11-15", "detail": "ageBand"}},)"
      R"( "request": {"questions": [{"text": "Has <b>attendance</b> changed?"}, {"text": "Who collects them?"}], "necessity": "to decide"}})";
  void give_reason() {
    get("/inbox");
    post("/reason", {{"scope", "delivery:01970000-0000-7000-8000-000000000002"}, {"reason", "I am on duty today"}});
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

const std::map<std::string, std::string> answered{{"status-0", "answered"}, {"text-0", "Yes, since \"March\""}, {"status-1", "notHeld"}, {"note", "Seen by the form tutor"}};

// What the adapter makes of it is an answer in the same case, to whoever asked.
TEST(AnswerForm, is_what_the_adapter_reads) {
  Fields typed;
  for (const auto& [name, value] : answered) typed.add(name, value);
  const auto about = *Told::parse(R"({"case": "01970000-0000-7000-8000-000000000002", "message": "01970000-0000-7000-8000-000000000001", "sender": "police/met", "purpose": "safeguarding-mash", "urgency": "urgent"})");
  const std::string document = answer_document(about, *Told::parse(Desk::request), typed);
  const auto taken = adapters::school::translate({.name = "answer.json", .bytes = to_bytes(as_bytes(document)), .beside = {}});
  ASSERT_TRUE(taken) << taken.error().front().where << ": " << taken.error().front().what;
  ASSERT_EQ(taken->messages.size(), 1U);
  EXPECT_EQ(taken->messages.front().type, schemas::BodyType::information_response);
  EXPECT_EQ(taken->messages.front().urgency, schemas::Urgency::urgent);
  EXPECT_TRUE(taken->messages.front().not_carried.empty()) << taken->messages.front().not_carried.front();
  EXPECT_NE(document.find("Okoro"), std::string::npos);
  EXPECT_EQ(document.find("Smith"), std::string::npos) << "a name that came in part is no name";
  EXPECT_EQ(document.find("11-15"), std::string::npos) << "what came in part is not said back as if it were whole";
  const auto envelope = adapters::read_sidecar(as_bytes(answer_envelope(about)));
  ASSERT_TRUE(envelope);
  EXPECT_EQ(envelope->recipients, std::vector{schemas::AgencyId{"police/met"}});
  EXPECT_EQ(format_uuid(envelope->in_reply_to->value()), "01970000-0000-7000-8000-000000000001");
  EXPECT_EQ(format_uuid(envelope->case_id->value()), "01970000-0000-7000-8000-000000000002");
}

TEST(Inbox, answers_a_request_once_each_question_is_settled_and_it_is_confirmed) {
  Desk desk;
  desk.give_reason();
  const std::string page = desk.get("/inbox/received/def-request").body;
  EXPECT_NE(page.find("Answer their questions"), std::string::npos);
  EXPECT_NE(page.find("Ring police/met on 020 7946 0021"), std::string::npos) << "it is urgent";
  const std::string answer = header_of(desk.post("/inbox/received/def-request/answer", {}), "Location");
  ASSERT_TRUE(answer.starts_with("/inbox/answers/")) << answer;
  const std::string form = desk.get(answer).body;
  EXPECT_NE(form.find("Has &lt;b&gt;attendance&lt;/b&gt; changed?"), std::string::npos);
  EXPECT_NE(form.find("Ring police/met on 020 7946 0021"), std::string::npos) << "and here too";
  const Response half = desk.post(answer, {{"status-0", "answered"}});
  EXPECT_EQ(half.status, 422);
  EXPECT_NE(half.body.find("Enter your answer to question 1"), std::string::npos);
  EXPECT_NE(half.body.find("Select how you answer question 2"), std::string::npos);
  EXPECT_EQ(desk.confirmed(answer + "/send", {}).status, 422);
  EXPECT_TRUE(fs::is_empty(desk.adapter() / "in"));
  EXPECT_EQ(header_of(desk.post(answer, {{"status-0", "answered"}, {"do", "later"}}), "Location"), "/inbox?done=kept");
  EXPECT_NE(desk.get("/inbox").body.find("An answer to a request"), std::string::npos);

  desk.get(answer);
  EXPECT_EQ(header_of(desk.post(answer, answered), "Location"), answer + "/check");
  const std::string check = desk.get(answer + "/check").body;
  EXPECT_NE(check.find("We do not hold this"), std::string::npos);
  EXPECT_NE(desk.post(answer + "/send", {}).body.find("Confirm it is you"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(desk.adapter() / "in")) << "not before it is confirmed";
  desk.get(answer + "/check");
  EXPECT_EQ(header_of(desk.confirmed(answer + "/send", {}), "Location"), "/inbox?done=answered");
  const std::string id = answer.substr(answer.rfind('/') + 1);
  EXPECT_NE(read(desk.adapter() / ("in/console-" + id + ".json")).find("since \\\"March\\\""), std::string::npos);
  EXPECT_NE(read(desk.adapter() / ("in/console-" + id + ".json.envelope.json")).find("police/met"), std::string::npos);
  EXPECT_EQ(desk.get(answer).status, 404) << "the draft is gone";
  const std::string inbox = desk.get("/inbox").body;
  EXPECT_EQ(inbox.find("Waiting to be sent"), inbox.rfind("Waiting to be sent")) << "one document, and its envelope is none";
  EXPECT_NE(inbox.find("Waiting to be sent"), std::string::npos);
}

TEST(Inbox, offers_an_answer_to_a_request_alone_and_to_its_reader_alone) {
  Desk desk;
  desk.get("/inbox");
  desk.post("/reason", {{"scope", "delivery:c1"}, {"reason", "I am on duty today"}});
  EXPECT_EQ(desk.get("/inbox/received/abc-referral").body.find("Answer their questions"), std::string::npos);
  EXPECT_EQ(desk.post("/inbox/received/abc-referral/answer", {}).status, 404);
  desk.give_reason();
  desk.get("/inbox");
  const std::string answer = header_of(desk.post("/inbox/received/def-request/answer", {}), "Location");
  const auto sams = desk.cookies;
  desk.make_account("kim", {Role::practitioner});
  desk.cookies.clear();
  desk.sign_in("kim");
  for (const char* step : {"", "/check"}) EXPECT_EQ(desk.get(answer + step).status, 404) << "a colleague's draft";
  desk.make_account("lee", {Role::practitioner}, "police/met");
  desk.cookies.clear();
  desk.sign_in("lee");
  for (const char* address : {"/inbox", "/inbox/received/def-request"}) EXPECT_EQ(desk.get(address).status, 404) << "another agency's inbox: " << address;
  desk.cookies = sams;
  EXPECT_EQ(desk.get(answer).status, 200);
}

TEST(Inbox, says_of_a_recall_what_was_done) {
  Desk desk;
  desk.give_reason();
  const std::string page = desk.get("/inbox/received/ghi-recall").body;
  EXPECT_NE(page.find("They ask you to erase what they sent before"), std::string::npos);
  const std::map<std::string, std::string> who{{"name", "Sam Price"}, {"telephone", "020 7946 0041"}};
  const auto said = [&](std::map<std::string, std::string> more) {
    more.insert(who.begin(), who.end());
    desk.get("/inbox/received/ghi-recall");
    return desk.confirmed("/inbox/received/ghi-recall", more);
  };
  EXPECT_NE(said({}).body.find("Select what you have done"), std::string::npos);
  EXPECT_NE(said({{"did", "not-done"}}).body.find("Enter why it was not done"), std::string::npos);
  EXPECT_EQ(said({{"did", "burnt"}}).status, 422);
  EXPECT_EQ(said({{"did", "erased"}, {"because", "left over"}}).status, 303);
  const auto read_back = adapters::read_acknowledgement(as_bytes(read(desk.adapter() / "in/console-ghi-recall.ack.json")));
  EXPECT_FALSE(read_back) << "the fixture's disclosure is no id, and nothing else is wrong with it";
  EXPECT_EQ(read_back.error().size(), 1U);
  EXPECT_NE(read(desk.adapter() / "in/console-ghi-recall.ack.json").find("\"did\":\"erased\""), std::string::npos);
  EXPECT_EQ(said({{"did", "not-done"}, {"because", "held by a court order"}}).status, 303);
  EXPECT_NE(read(desk.adapter() / "in/console-ghi-recall.ack.json").find("court order"), std::string::npos);
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
