// What the adapter answers over HTTPS, without sockets.
#include "adapters/web/service.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <thread>

#include "adapters/daemon/in_folder.h"
#include "adapters/web/limits.h"
#include "tests/place/place.h"
#include "tests/web/desk.h"

namespace concordat::adapters::web {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

Json json_of(const WebAnswer& answer) {
  auto json = read_json(as_bytes(answer.body));
  EXPECT_TRUE(json) << answer.body;
  return json ? std::move(*json) : Json{};
}

TEST(Service, a_document_is_on_disk_and_gets_a_receipt) {
  WebDesk web;
  const WebAnswer answer = web.service.answer(web.post("/referrals", "2011-06-09|a concern", "k"));
  ASSERT_EQ(answer.status, 202) << answer.body;
  const Json receipt = json_of(answer);
  EXPECT_EQ(answer.headers.at("Location"), receipt["status"].text);
  ASSERT_THAT(web.in(), ElementsAre(receipt["document"].text));
  EXPECT_EQ(link::read_text(web.desk.config.in / receipt["document"].text), "2011-06-09|a concern");
  const WebAnswer again = web.service.answer(web.post("/referrals", "2011-06-09|a concern", "k"));
  EXPECT_EQ(again.status, 202);
  EXPECT_EQ(again.body, answer.body);
  EXPECT_EQ(again.headers.at("Idempotent-Replayed"), "true");
  const WebAnswer other = web.service.answer(web.post("/referrals", "2012-06-09|a concern", "k"));
  EXPECT_EQ(other.status, 409);
  EXPECT_THAT(other.body, HasSubstr("key-reused"));
  EXPECT_THAT(web.in(), SizeIs(1));
}

TEST(Service, what_makes_no_message_is_refused_with_every_problem_and_leaves_nothing) {
  WebDesk web;
  const WebAnswer answer = web.service.answer(web.post("/referrals", "!", "k"));
  EXPECT_EQ(answer.status, 422);
  EXPECT_THAT(json_of(answer)["problems"].items, SizeIs(2));
  EXPECT_THAT(web.in(), IsEmpty());
  EXPECT_EQ(web.service.answer(web.post("/referrals", "2011-06-09|mended", "k")).status, 202) << "the key was not spent";
}

TEST(Service, an_envelope_goes_with_it_and_is_read_first) {
  WebDesk web;
  WebRequest request = web.post("/referrals", "2011-06-09|a concern");
  request.envelope = R"({"urgency": "urgent"})";
  ASSERT_EQ(web.service.answer(request).status, 202);
  ASSERT_THAT(web.in(), SizeIs(2));
  EXPECT_EQ(link::read_text(web.desk.config.in / web.in()[1]), request.envelope);
  request.envelope = R"({"urgency": "at once"})";
  const WebAnswer answer = web.service.answer(request);
  EXPECT_EQ(answer.status, 422);
  EXPECT_THAT(answer.body, HasSubstr("Concordat-Envelope: urgency"));
}

TEST(Service, canonical_json_is_taken_from_any_kind) {
  WebDesk web;
  WebRequest request = web.post("/referrals", R"({"body": {"referral": {"subject": {"birthDate": "2011-06-09"}}}})");
  request.query["form"] = "canonical";
  ASSERT_EQ(web.service.answer(request).status, 202);
  EXPECT_THAT(web.in()[0], HasSubstr(".concordat.json"));
  request.body = to_bytes(as_bytes(R"({"body": {"referral": {"subject": {"birthDay": "2011-06-09"}}}})"));
  EXPECT_EQ(web.service.answer(request).status, 422);
}

std::string form(std::initializer_list<std::pair<const char*, const char*>> parts) {
  std::string out;
  for (const auto& [disposition, bytes] : parts) out += std::string{"--b\r\nContent-Disposition: form-data; "} + disposition + "\r\n\r\n" + bytes + "\r\n";
  return out + "--b--\r\n";
}
WebRequest form_request(const WebDesk& web, const std::string& body) {
  WebRequest request = web.post("/referrals", body, "k");
  request.content_type = "multipart/form-data";
  request.boundary = "b";
  return request;
}

// A concern and the class list that says who its pupil is could only go through the folder.
TEST(Service, files_that_belong_together_come_as_one_form) {
  WebDesk web{*find_kind("school")};
  const char* const concern = R"({"form": "concordat-school-concern/1", "pupil": {"upn": "H801200001001"}, "concerns": [{"category": "neglect"}]})";
  const char* const roll = "CHILD_FIRST_NAME,CHILD_LAST_NAME,CHILD_DATE_OF_BIRTH,CHILD_UPN\nAda,Lane,2012-01-02,H801200001001\n";
  const std::string body = form({{"name=\"document\"; filename=\"concern.json\"", concern}, {"name=beside; filename=\"Year 9.csv\"", roll}});
  const WebAnswer answer = web.service.answer(form_request(web, body));
  ASSERT_EQ(answer.status, 202) << answer.body;
  const std::string document = json_of(answer)["document"].text;
  ASSERT_THAT(web.in(), ElementsAre(document));
  EXPECT_EQ(link::read_text(web.desk.config.in / document / (document + ".json")), concern);
  const auto input = read_input(web.desk.config.in / document);
  ASSERT_TRUE(input);
  EXPECT_EQ(input->name, document + ".json");
  const auto translated = find_kind("school")->translate(*input);
  ASSERT_TRUE(translated);
  const bool is_named = std::any_of(translated->messages[0].body.fields.begin(), translated->messages[0].body.fields.end(),
                                    [](const schemas::Field& field) { return field.value == "Lane"; });
  EXPECT_TRUE(is_named) << "from the class list";
  EXPECT_EQ(web.service.answer(form_request(web, body)).headers.at("Idempotent-Replayed"), "true");
  EXPECT_EQ(web.service.answer(form_request(web, form({{"name=document", concern}}))).status, 409) << "another class list is another request";
}

TEST(Service, a_form_that_is_none_is_refused_and_leaves_nothing) {
  WebDesk web;
  const char* const document = "2011-06-09|a concern";
  const std::string whole = form({{"name=document", document}});
  for (const std::string& body : {std::string{}, whole.substr(0, whole.size() - 4), std::string{"--b\r\n\r\nx\r\n--b--\r\n"}, form({{"name=beside; filename=a.csv", "x"}}),
                                  form({{"name=document", document}, {"name=document", document}}), form({{"name=document", document}, {"name=note", "x"}}),
                                  form({{"name=document", document}, {"name=beside", "x"}}), form({{"name=document", document}, {"name=beside; filename=a.part", "x"}}),
                                  form({{"name=document", document}, {"name=beside; filename=a.csv", "x"}, {"name=beside; filename=\"../a.csv\"", "y"}}), form({{"name=document", "!"}})})
    EXPECT_EQ(web.service.answer(form_request(web, body)).status, 422) << body;
  WebRequest canonical = form_request(web, whole);
  canonical.query["form"] = "canonical";
  EXPECT_EQ(web.service.answer(canonical).status, 415);
  EXPECT_THAT(web.in(), IsEmpty());
  EXPECT_EQ(web.service.answer(form_request(web, whole)).status, 202);
  EXPECT_TRUE(std::filesystem::is_regular_file(web.desk.config.in / web.in().at(0))) << "nothing beside it, no folder";
}

TEST(Service, the_receipt_follows_the_document_to_its_messages) {
  WebDesk web;
  auto daemon = web.desk.start();
  ASSERT_TRUE(daemon);
  const Json receipt = json_of(web.service.answer(web.post("/referrals", "2011-06-09|a concern")));
  const auto state = [&] { return json_of(web.service.answer(web.get(receipt["status"].text))); };
  EXPECT_EQ(state()["state"].text, "received");
  for (int i = 0; i < 20; ++i) daemon->turn(100ms);
  const Json sent = state();
  EXPECT_EQ(sent["state"].text, "sent");
  ASSERT_THAT(sent["messages"].items, SizeIs(1));
  EXPECT_EQ(sent["messages"].at(0)["state"].text, "accepted");
  EXPECT_FALSE(sent["messages"].at(0)["recipients"].items.empty());
  WebRequest stranger = web.get(receipt["status"].text);
  stranger.client = "another-system";
  EXPECT_EQ(web.service.answer(stranger).status, 404);
}

TEST(Service, a_document_that_the_adapter_rejects_later_says_why) {
  WebDesk web;
  web.desk.config.defaults.purpose = "no such purpose!";
  auto daemon = web.desk.start();
  const Json receipt = json_of(web.service.answer(web.post("/referrals", "2011-06-09|a concern")));
  for (int i = 0; i < 20; ++i) daemon->turn(100ms);
  const Json state = json_of(web.service.answer(web.get(receipt["status"].text)));
  EXPECT_EQ(state["state"].text, "rejected");
  EXPECT_FALSE(state["problems"].items.empty());
}

TEST(Service, deliveries_are_listed_read_and_taken_away) {
  WebDesk web;
  EXPECT_THAT(web.service.answer(web.get("/deliveries")).body, HasSubstr("\"deliveries\": []"));
  web.put_out("bbbb-referral.meta.json", R"({"disclosure": "ab", "sequence": 12})");
  web.put_out("bbbb-referral.xml", "<second/>");
  web.put_out("aaaa-update.meta.json", R"({"disclosure": "cd", "sequence": 9})");
  web.put_out("aaaa-update.xml", "<first/>");
  web.put_out("cccc-referral.xml.new-12-3", "<half");
  const Json listed = json_of(web.service.answer(web.get("/deliveries")));
  ASSERT_THAT(listed["deliveries"].items, SizeIs(2));
  EXPECT_EQ(listed["deliveries"].at(0)["name"].text, "aaaa-update.xml") << "as the log has them";
  EXPECT_EQ(listed["deliveries"].at(0)["meta"]["disclosure"].text, "cd");
  const WebAnswer document = web.service.answer(web.get("/deliveries/aaaa-update.xml"));
  EXPECT_EQ(document.body, "<first/>");
  EXPECT_EQ(document.content_type, "application/xml");
  WebRequest remove = web.get("/deliveries/aaaa-update.xml");
  remove.method = "DELETE";
  EXPECT_EQ(web.service.answer(remove).status, 204);
  EXPECT_EQ(web.service.answer(remove).status, 204) << "again is no error";
  EXPECT_EQ(web.service.answer(web.get("/deliveries/aaaa-update.xml")).status, 404);
  EXPECT_FALSE(std::filesystem::exists(web.desk.config.out / "aaaa-update.meta.json"));
  EXPECT_EQ(web.service.answer(web.get("/deliveries/bbbb-referral.meta.json")).status, 404) << "only documents";
}

TEST(Service, a_link_in_the_out_folder_leads_nowhere) {
  WebDesk web;
  std::filesystem::create_symlink(web.desk.scratch / "signing.seed", web.desk.config.out / "seed.json");
  EXPECT_EQ(web.service.answer(web.get("/deliveries/seed.json")).status, 404);
  EXPECT_THAT(json_of(web.service.answer(web.get("/deliveries")))["deliveries"].items, IsEmpty());
}

TEST(Service, a_long_poll_answers_when_something_comes_or_after_its_time) {
  WebDesk web;
  WebRequest wait = web.get("/deliveries");
  wait.query["wait"] = "1";
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_THAT(json_of(web.service.answer(wait))["deliveries"].items, IsEmpty());
  EXPECT_GE(std::chrono::steady_clock::now() - begun, 900ms);
  wait.query["wait"] = "30";
  std::thread later{[&] {
    std::this_thread::sleep_for(300ms);
    web.put_out("aaaa-update.xml", "<first/>");
  }};
  EXPECT_THAT(json_of(web.service.answer(wait))["deliveries"].items, SizeIs(1));
  later.join();
  for (const char* wrong : {"", "-1", "1e3", "1000000"}) {
    wait.query["wait"] = wrong;
    EXPECT_EQ(web.service.answer(wait).status, 400) << wrong;
  }
}

TEST(Service, so_many_long_polls_and_no_more) {
  WebDesk web;
  std::atomic<bool> stops{false};
  Service service{{web.desk.config, line_kind(), web.desk.clock, [&] { return stops.load(); }}};
  WebRequest wait = web.get("/deliveries");
  wait.query["wait"] = "50";
  std::vector<std::thread> waiting;
  for (std::size_t i = 0; i < waiting_max; ++i) waiting.emplace_back([&service, wait] {
      while (service.answer(wait).status == 503) std::this_thread::sleep_for(20ms);  // while the one below has its place
    });
  WebAnswer refused;
  wait.query["wait"] = "1";
  for (int tries = 0; tries < 20 && refused.status != 503; ++tries) {
    std::this_thread::sleep_for(200ms);  // so that the waiting ones come first
    refused = service.answer(wait);
  }
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.headers["Retry-After"], "5");
  stops = true;
  for (std::thread& thread : waiting) thread.join();
}

TEST(Service, an_acknowledgement_and_a_recalls_answer_go_to_the_in_folder) {
  WebDesk web;
  const std::string disclosure(64, 'a');
  web.put_out("aaaa-recall.meta.json", R"({"disclosure": ")" + disclosure + R"(", "sequence": 9})");
  web.put_out("aaaa-recall.xml", "<recall/>");
  const std::string path = "/deliveries/aaaa-recall.xml/acknowledgement";
  ASSERT_EQ(web.service.answer(web.post(path, R"({"name": "A. Duty", "telephone": "020 7946 0000", "did": "erased"})")).status, 202);
  ASSERT_THAT(web.in(), SizeIs(1));
  EXPECT_THAT(web.in()[0], HasSubstr(".ack.json"));
  EXPECT_THAT(link::read_text(web.desk.config.in / web.in()[0]), HasSubstr(disclosure));
  for (const char* wrong : {R"({"name": "A. Duty"})", R"({"name": "A. Duty", "telephone": "1", "did": "burnt"})", R"({"name": "A. Duty", "telephone": "1", "did": "not-done"})",
                            R"({"name": "A. Duty", "telephone": "1", "disclosure": "bb"})", "[]", "{"})
    EXPECT_EQ(web.service.answer(web.post(path, wrong)).status, 422) << wrong;
  EXPECT_EQ(web.service.answer(web.post("/deliveries/none.xml/acknowledgement", R"({"name": "A", "telephone": "1"})")).status, 404);
  EXPECT_THAT(web.in(), SizeIs(1));
}

TEST(Service, a_recall_of_what_was_never_sent_is_refused_at_once) {
  WebDesk web;
  EXPECT_EQ(web.service.answer(web.post("/recalls", R"({"reference": "none", "action": "erase", "reason": "x"})")).status, 422);
  const Ledger ledger{web.desk.config.state};
  ASSERT_TRUE(ledger.write({{*schemas::parse_message_id("01926f3a-7d3a-7c3e-8a51-000000000001"), *schemas::parse_case_id("01926f3a-7d3a-7c3e-8a52-000000000001"),
                             schemas::BodyType::referral, "d", "", "REF", ""}}));
  EXPECT_EQ(web.service.answer(web.post("/recalls", R"({"reference": "REF", "action": "erase", "reason": "x"})")).status, 202);
}

TEST(Service, other_methods_types_sizes_and_paths_are_refused_with_a_code) {
  WebDesk web;
  WebRequest request = web.post("/referrals", "2011-06-09|x");
  request.content_type = "application/pdf";
  EXPECT_EQ(web.service.answer(request).status, 415);
  request = web.get("/referrals");
  EXPECT_EQ(web.service.answer(request).status, 405);
  EXPECT_EQ(web.service.answer(web.get("/state/signing.seed")).status, 404);
  request = web.post("/recalls", std::string(small_body_bytes_max + 1, ' '));
  EXPECT_EQ(web.service.answer(request).status, 413);
  EXPECT_EQ(web.service.answer(web.post("/$process-message", "{}")).status, 404) << "for the NHS kind alone";
}

class FhirService : public testing::Test {
protected:
  FhirService() : web_(*find_kind("nhs")) {}
  WebRequest message(const std::string& body) const {
    WebRequest request = web_.post("/$process-message", body, "request-1");
    request.content_type = "application/fhir+json";
    return request;
  }
  std::string sample() const { return link::read_text(test::source_dir() / "deploy/samples/nhs-referral.json"); }
  WebDesk web_;
};

TEST_F(FhirService, a_bars_message_is_answered_with_a_bundle_that_names_it) {
  const WebAnswer answer = web_.service.answer(message(sample()));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.content_type, "application/fhir+json");
  const Json bundle = json_of(answer);
  EXPECT_EQ(bundle["resourceType"].text, "Bundle");
  const Json& header = bundle["entry"].at(0)["resource"];
  EXPECT_EQ(header["response"]["code"].text, "ok");
  const auto sent = read_json(as_bytes(sample()));
  EXPECT_EQ(header["response"]["identifier"].text, (*sent)["entry"].at(0)["resource"]["id"].text);
  EXPECT_THAT(answer.body, HasSubstr("OperationOutcome"));
  EXPECT_THAT(web_.in(), SizeIs(1));
  EXPECT_EQ(web_.service.answer(message(sample())).headers.at("Idempotent-Replayed"), "true");
  EXPECT_THAT(web_.in(), SizeIs(1));
}

TEST_F(FhirService, what_is_no_referral_is_an_operation_outcome) {
  for (const std::string& wrong : {std::string{"{"}, std::string{R"({"resourceType": "Bundle", "type": "message", "entry": []})"}, sample().substr(0, 900)}) {
    const WebAnswer answer = web_.service.answer(message(wrong));
    EXPECT_EQ(answer.status, 422) << wrong;
    const Json outcome = json_of(answer);
    EXPECT_EQ(outcome["resourceType"].text, "OperationOutcome");
    EXPECT_EQ(outcome["issue"].at(0)["severity"].text, "error");
    EXPECT_FALSE(outcome["issue"].at(0)["details"]["coding"].at(0)["code"].text.empty());
  }
  ASSERT_EQ(web_.service.answer(message(sample())).status, 200);
  std::string other = sample();
  other.replace(other.find("Adaeze"), 6, "Adaora");
  const WebAnswer reused = web_.service.answer(message(other));
  EXPECT_EQ(reused.status, 409);
  EXPECT_EQ(json_of(reused)["issue"].at(0)["code"].text, "conflict");
}

}  // namespace
}  // namespace concordat::adapters::web
