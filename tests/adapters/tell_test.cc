// A message that did not arrive, as each kind's own system is told: whom to call stands in it, and it parses.
#include <gtest/gtest.h>

#include <map>

#include "adapters/csv.h"
#include "adapters/json.h"
#include "adapters/told.h"
#include "adapters/xml.h"
#include "schemas/draft.h"

namespace concordat::adapters {
namespace {

const Told told{.message = "01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a10", .reference = "REF<1>", .document = "case.xml", .recipient = "police/met",
                .state = "not-delivered", .code = "unacknowledged", .at = *parse_instant("2026-05-01T18:00:00.000Z"), .call_name = "Duty desk",
                .call_number = "020 7946 0000"};

class Tell : public testing::TestWithParam<const Kind*> {};

TEST_P(Tell, says_what_and_whom_to_call) {
  const Native native = GetParam()->tell(told);
  for (const char* word : {"01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a10", "Duty desk", "020 7946 0000", "unacknowledged", "police/met", "NOT DELIVERED"})
    EXPECT_NE(native.text.find(word), std::string::npos) << word << "\n" << native.text;
  if (native.extension == ".xml") {
    EXPECT_TRUE(read_xml(as_bytes(native.text))) << native.text;
  } else {
    ASSERT_EQ(native.extension, ".json");
    EXPECT_TRUE(read_json(as_bytes(native.text))) << native.text;
  }
}

TEST_P(Tell, where_nobody_is_known_to_call_says_so) {
  Told unknown = told;
  unknown.call_name.clear();
  unknown.call_number.clear();
  EXPECT_NE(GetParam()->tell(unknown).text.find("Call the recipient by telephone"), std::string::npos);
}

// Every step on the way, in each system's own format: it parses, says the state and whose, and calls nobody.
TEST_P(Tell, says_each_step) {
  for (const char* state : {"received", "accepted", "released", "waiting", "held", "refused", "delivered", "acknowledged", "decision", "closed", "answered", "asked", "updated",
                            "erased", "rectified", "restricted", "not-done", "recall-due"}) {
    Told step = told;
    step.state = state;
    step.code.clear();
    step.call_name.clear();
    step.call_number.clear();
    const Native native = GetParam()->tell(step);
    EXPECT_EQ(native.text.find("NOT DELIVERED"), std::string::npos) << state;
    EXPECT_NE(native.text.find("01926f3a-7d3a-7c3e-8a51-3f1f4f8f9a10"), std::string::npos) << state;
    EXPECT_NE(native.text.find(step.document), std::string::npos) << state << native.text;
    EXPECT_TRUE(native.extension == ".xml" ? read_xml(as_bytes(native.text)).has_value() : read_json(as_bytes(native.text)).has_value()) << native.text;
  }
}

TEST(Told, a_state_that_this_version_does_not_know_is_looked_at_by_a_person) {
  Told odd = told;
  odd.state = "transmogrified";
  EXPECT_EQ(outlook_of(odd), Outlook::failed);
  EXPECT_NE(sentence_of(odd).find("transmogrified"), std::string::npos);
}

TEST(Told, a_school_that_sent_a_spreadsheet_reads_one) {
  Told step = told;
  step.document = "Concerns.CSV";
  step.reference = "=1+1";  // no formula in anybody's spreadsheet
  const Native native = find_kind("school")->tell(step);
  EXPECT_EQ(native.extension, ".csv");
  const auto table = read_csv(as_bytes(native.text));
  ASSERT_TRUE(table.has_value()) << native.text;
  ASSERT_EQ(table->rows.size(), 1U);
  const CsvRow& row = table->rows.front();
  EXPECT_EQ(table->cell(row, "STATE"), "not-delivered");
  EXPECT_EQ(table->cell(row, "RECIPIENT"), "police/met");
  EXPECT_EQ(table->cell(row, "CALL_TELEPHONE"), "020 7946 0000");
  EXPECT_EQ(table->cell(row, "CODE"), "unacknowledged");
  EXPECT_EQ(table->cell(row, "MESSAGE"), told.message);
  EXPECT_EQ(table->cell(row, "AT"), "2026-05-01T18:00:00.000Z");
  EXPECT_FALSE(table->cell(row, "CONCERN").starts_with("=")) << native.text;
  EXPECT_NE(table->cell(row, "WORDS").find("NOT DELIVERED"), std::string_view::npos);
}

TEST(Told, an_nhs_sender_reads_the_step_from_the_task) {
  const auto status = [](const char* state) {
    Told step = told;
    step.state = state;
    const auto bundle = read_json(as_bytes(find_kind("nhs")->tell(step).text));
    EXPECT_TRUE(bundle);
    return (*bundle)["entry"].at(2)["resource"]["status"].text + " " + (*bundle)["entry"].at(0)["resource"]["response"]["code"].text;
  };
  EXPECT_EQ(status("accepted"), "requested ok");
  EXPECT_EQ(status("delivered"), "received ok");
  EXPECT_EQ(status("acknowledged"), "accepted ok");
  EXPECT_EQ(status("waiting"), "on-hold transient-error");
  EXPECT_EQ(status("refused"), "rejected fatal-error");
  EXPECT_EQ(status("closed"), "completed ok");
  EXPECT_EQ(status("not-delivered"), "failed fatal-error");
}

// Each system's own way of marking what the person must not learn of, and no mark where there is nothing of the kind.
TEST_P(Tell, what_the_person_must_not_learn_of_is_marked_in_what_is_delivered) {
  const std::map<std::string_view, std::string_view> marks{{"nhs", "NOPAT"}, {"police", "<DoNotTell>relatedPersons.name</DoNotTell>"}, {"council", "do_not_tell"},
                                                           {"school", "doNotTellThePerson"}, {"probation", "doNotTellThePerson"}};
  schemas::Draft draft;
  const auto related = draft.add("relatedPersons");
  draft.set("relatedPersons.role", "perpetrator", related);
  draft.set("relatedPersons.name", "Alex Example", related);
  auto body = std::move(draft).finish(schemas::BodyType::referral);
  ASSERT_TRUE(body);
  const schemas::Message message{{.id = *schemas::parse_message_id(told.message), .case_id = *schemas::parse_case_id(told.message),
                                  .case_opened = *parse_date("2026-04-20"), .in_reply_to = {}, .linked = {}, .sender = schemas::AgencyId{"nhs/nelft"},
                                  .recipients = {}, .type = schemas::BodyType::referral, .scheme = "prevent", .purpose = "channel-referral",
                                  .area = "E09000002", .agreement = {}, .created = told.at, .due = {}, .emergency = {}, .traceparent = {}},
                                 *body};
  schemas::Delivered delivered = schemas::deliver_whole(message);
  const std::string mark{marks.at(GetParam()->name)};
  EXPECT_EQ(GetParam()->render(delivered).text.find(mark), std::string::npos);
  for (schemas::DeliveredField& field : delivered.fields) field.tell = schemas::Tell::not_the_person;
  const std::string text = GetParam()->render(delivered).text;
  EXPECT_NE(text.find(mark), std::string::npos) << text;
}

std::vector<const Kind*> every_kind() {
  std::vector<const Kind*> out;
  for (const Kind& kind : kinds()) out.push_back(&kind);
  return out;
}
INSTANTIATE_TEST_SUITE_P(Each, Tell, testing::ValuesIn(every_kind()), [](const auto& tested) { return std::string{tested.param->name}; });

}  // namespace
}  // namespace concordat::adapters
