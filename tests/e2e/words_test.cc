// The words of an agreement, with real processes: urgent messages that come back in their sender's own format, a held clause let go by
// an officer, an emergency that waits for its review, a case that a Decision moves.
#include <gtest/gtest.h>

#include "schemas/json.h"
#include "tests/e2e/officer.h"

namespace concordat::e2e {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr std::string_view words_agreement = R"(agreement "words" version 1
scheme    prevent
area      E09000002
parties   council/lbbd, police/met, nhs/nelft
in force  2025-01-01 until 2030-01-01
policy document "APD-1"
stages    referral, panel moved by council/lbbd
purpose words
  means "Try every word"
  basis ukgdpr.6.1.d, ukgdpr.6.1.e, ukgdpr.9.2.g, ukgdpr.10, dpa2018.sch1.18, ca2004.s10
pathway referral for words to police/met
  respond within 1 working day
  otherwise call "Words desk" "020 7946 0077"
clause 1 "Who and what"
  from   council, nhs  to police  for words
  share  subject.names, concern, decision
clause 2 "Who else is at work, when a named person says so"
  from   nhs  to police  for words
  share  services
  hold for approval within 4 hours else escalate
clause 3 "Where someone works is nobody's business"
  from   any  to any  for words
  withhold subject.employment
clause 4 "A language, once the panel sits"
  from   council, nhs  to police  for words
  when   case stage is panel
  share  subject.language
emergency clause 9 "Risk to life"
  from   nhs  to police  for words
  lift   3
  share  subject.employment
)";

class Words : public testing::Test {
protected:
  void SetUp() override {
    write_text(area_.path("agreements/words-v1.agreement"), words_agreement);
    area_.sign(area_.path("agreements/words-v1.agreement"));
    schemas::Directory directory = area_.directory();
    for (schemas::Officer& officer : directory.officers)
      if (officer.name == "operator") officer.agency = agency_of("nhs");  // the health service's lead
    area_.write_directory(directory);
    area_.start_broker();
  }
  std::unique_ptr<RawLink> link(const std::string& kind) {
    auto made = std::make_unique<RawLink>(area_.endpoint(), area_.directory().broker_key, keys_of(area_, kind));
    EXPECT_TRUE(made->greet());
    return made;
  }
  schemas::Message saying(const std::string& kind, const std::string& body) const {
    auto message = schemas::message_from_json(R"({"body": )" + body + "}", {.now = SystemClock{}.now(), .sender = agency_of(kind),
                                                                             .recipients = {agency_of("police")}, .scheme = "prevent", .purpose = "words",
                                                                             .area = "E09000002", .marking = schemas::Marking::official_sensitive,
                                                                             .urgency = schemas::Urgency::routine});
    CHECK(message, "the test's message is wrong");
    message->envelope.schema = 2;
    return std::move(*message);
  }
  std::string send(RawLink& from, const std::string& kind, const schemas::Message& message) {
    from.say(sealed(message, signing_key_of(area_, kind)));
    return from.answer();
  }
  std::set<std::string> take(RawLink& police, const std::string& sender) {  // the paths delivered next
    std::set<std::string> paths;
    const auto deliver = police.hear<schemas::Deliver>();
    if (!deliver) return paths;
    const SigningKey key = signing_key_of(area_, sender);
    const auto opened = schemas::open_payload(deliver->payload, agency_of("police"), [&](const auto&, const auto&) { return std::optional{key.verify_key()}; });
    EXPECT_TRUE(opened);
    police.say(schemas::Ack{deliver->disclosure, 0});
    for (const schemas::DeliveredField& field : opened->fields) paths.insert(schemas::FieldTable::get()[field.id].path);
    return paths;
  }
  std::string lead() const { return area_.path("officers/operator").string(); }
  std::uint64_t first_record(const std::string& json) const {
    const std::size_t at = json.find(R"("record":)");
    return at == std::string::npos ? 0 : std::stoull(json.substr(json.find_first_of("0123456789", at)));
  }
  std::string not_delivered(const std::string& kind) const {
    for (const fs::directory_entry& entry : fs::directory_iterator{area_.adapter_path(kind, "out")})
      if (entry.path().filename().string().find("-not-delivered") != std::string::npos && entry.path().string().find(".new-") == std::string::npos)
        return read_text(entry.path());
    return {};
  }

  Area area_;
};

TEST_F(Words, a_held_clause_is_let_go_by_an_officer_of_its_sender_and_by_nobody_else) {
  auto nhs = link("nhs");
  auto police = link("police");
  ASSERT_EQ(send(*nhs, "nhs", saying("nhs", R"({"referral": {"subject": {"names": [{"family": "Neill"}]}, "services": [{"name": "Night team"}]}})")),
            "police/met disclosed");
  const auto first = take(*police, "nhs");
  EXPECT_TRUE(first.contains("subject.names.family"));
  EXPECT_FALSE(first.contains("services.name"));
  const auto held = nhs->hear<schemas::Status>();
  ASSERT_TRUE(held);
  const Ran listed = area_.command({"queue", "holds", "--officer", lead(), "--reason", "a test", "--json"});
  EXPECT_NE(listed.output.find("services[0].name"), std::string::npos) << listed.output;
  EXPECT_EQ(listed.output.find("Night team"), std::string::npos);
  const std::string record = std::to_string(first_record(listed.output));
  const std::string area = area_.path("").string();
  EXPECT_EQ(area_.command({"queue", "release", record, "--area", area, "--reason", "not ours"}).exit_code, 2) << "the council's officer";
  EXPECT_EQ(area_.command({"queue", "release", record, "--officer", lead(), "--reason", "agreed"}).exit_code, 0);
  EXPECT_EQ(take(*police, "nhs"), std::set<std::string>{"services.name"});
  EXPECT_EQ(area_.command({"queue", "release", record, "--officer", lead(), "--reason", "again"}).exit_code, 2);
}

TEST_F(Words, an_emergency_is_recorded_and_waits_for_another_officers_review) {
  auto nhs = link("nhs");
  auto police = link("police");
  schemas::Message message = saying("nhs", R"({"referral": {"subject": {"names": [{"family": "Neill"}], "employment": [{"occupation": "Driver", "current": "yes"}]},
      "declaration": {"declaredBy": "operator", "reason": "A threat to kill"}}})");
  message.envelope.emergency = schemas::Emergency::risk_to_life;
  message.envelope.urgency = schemas::Urgency::emergency;
  ASSERT_EQ(send(*nhs, "nhs", message), "police/met disclosed");
  EXPECT_TRUE(take(*police, "nhs").contains("subject.employment.occupation"));
  EXPECT_NE(area_.log("broker").find(" emergency nhs/nelft"), std::string::npos);
  const std::string area = area_.path("").string();
  const Ran listed = area_.command({"queue", "emergencies", "--area", area, "--reason", "a test", "--json"});
  const std::string record = std::to_string(first_record(listed.output));
  EXPECT_NE(listed.output.find("riskToLife"), std::string::npos) << listed.output;
  EXPECT_EQ(area_.command({"queue", "review", record, "justified", "--officer", lead(), "--reason", "mine"}).exit_code, 2) << "who declared it";
  EXPECT_EQ(area_.command({"queue", "review", record, "justified", "--area", area, "--reason", "read the case"}).exit_code, 0);
  nhs.reset(), police.reset();
  area_.stop("broker");
  std::multiset<audit::EventKind> kinds;
  for (const audit::Entry& entry : area_.entries()) kinds.insert(entry.kind);
  EXPECT_EQ(kinds.count(audit::EventKind::emergency), 1U);
  EXPECT_EQ(kinds.count(audit::EventKind::emergency_reviewed), 1U);
  EXPECT_TRUE(area_.fsck().ok());
}

TEST_F(Words, a_decision_of_the_party_named_moves_the_case) {
  auto council = link("council");
  auto police = link("police");
  const std::string body = R"({"referral": {"subject": {"names": [{"family": "Neill"}], "language": "Welsh"}}})";
  const schemas::Message first = saying("council", body);
  ASSERT_EQ(send(*council, "council", first), "police/met disclosed");
  EXPECT_FALSE(take(*police, "council").contains("subject.language"));
  schemas::Message decision = saying("council", R"({"decision": {"decision": {"outcome": "toPanel", "stage": "panel"}}})");
  decision.envelope.case_id = first.envelope.case_id;
  decision.envelope.case_opened = first.envelope.case_opened;
  ASSERT_EQ(send(*council, "council", decision), "police/met disclosed");
  EXPECT_TRUE(take(*police, "council").contains("decision.stage"));
  schemas::Message later = saying("council", body);
  later.envelope.case_id = first.envelope.case_id;
  later.envelope.case_opened = first.envelope.case_opened;
  ASSERT_EQ(send(*council, "council", later), "police/met disclosed");
  EXPECT_TRUE(take(*police, "council").contains("subject.language"));
}

TEST_F(Words, an_urgent_message_that_waits_comes_back_in_its_senders_own_format_with_whom_to_call) {
  area_.start_adapter("nhs");
  ASSERT_EQ(area_.command({"area", "suspend", "lbbd-prevent/1", "--area", area_.path("").string()}).exit_code, 0);
  area_.reload();
  const auto begun = std::chrono::steady_clock::now();
  area_.put("nhs", "case.json.envelope.json", R"({"urgency": "urgent", "recipients": ["police/met"]})");
  area_.put("nhs", "case.json", sample("nhs"));
  ASSERT_TRUE(area_.wait_for([&] { return !not_delivered("nhs").empty(); }, 60s)) << area_.log("nhs");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 60s);
  const std::string told = not_delivered("nhs");
  for (const char* word : {"\"OperationOutcome\"", "agreement-suspended", "020 7946 00", "police/met", "NOT DELIVERED"})
    EXPECT_NE(told.find(word), std::string::npos) << word << "\n" << told;
}

TEST_F(Words, an_urgent_message_that_no_broker_takes_comes_back_within_a_minute) {
  area_.start_adapter("school");
  area_.stop("broker");
  const auto begun = std::chrono::steady_clock::now();
  area_.put("school", "concern.json.envelope.json", R"({"urgency": "urgent"})");
  area_.put("school", "concern.json", sample("school"));
  ASSERT_TRUE(area_.wait_for([&] { return !not_delivered("school").empty(); }, 60s)) << area_.log("school");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 60s);
  EXPECT_NE(not_delivered("school").find("020 7946 00"), std::string::npos) << not_delivered("school");
}

}  // namespace
}  // namespace concordat::e2e
