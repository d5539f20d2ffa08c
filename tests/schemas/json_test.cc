#include "schemas/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/bytes.h"
#include "schemas/draft.h"

namespace concordat::schemas {
namespace {

constexpr std::string_view envelope_text = R"("envelope": {
  "messageId": "01966a3e-0000-7000-8000-000000000001", "caseId": "01966a3e-0000-7000-8000-000000000002",
  "caseOpened": "2026-04-01", "sender": "school/abbey", "recipients": ["police/met", "council/lbbd"],
  "scheme": "prevent", "purpose": "channel-referral", "area": "E09000002", "agreement": "lbbd-prevent/3",
  "marking": "officialSensitive", "urgency": "urgent", "created": "2026-04-01T10:30:00+01:00", "schema": 1})";

std::string with_body(std::string_view body) { return "{" + std::string{envelope_text} + ", \"body\": " + std::string{body} + "}"; }

EnvelopeDefaults all_defaults() {
  return {.now = *parse_instant("2026-04-01T23:30:00Z"), .sender = AgencyId{"school/abbey"}, .scheme = "prevent",
          .purpose = "channel-referral", .area = "E09000002", .marking = Marking::official_sensitive, .urgency = Urgency::routine};
}

// "code where" of every problem; "ok" if there is none.
std::vector<std::string> problems_of(std::string_view json, const EnvelopeDefaults& defaults = {}) {
  const auto message = message_from_json(json, defaults);
  if (message) return {"ok"};
  std::vector<std::string> found;
  for (const Problem& problem : message.error()) found.push_back(problem.code + " " + problem.where);
  return found;
}

Message whole_message() {
  auto read = message_from_json(with_body(R"({"referral": {
    "referral": {"reason": "a reason\nin two lines", "dateReferred": "2026-04-01"},
    "subject": {"identifiers": [{"system": "upn", "value": "A123", "verified": "yes"}],
                "names": [{"given": "Zoë", "family": "Ó Néill", "kind": "legal"}, {"asWritten": "Zoe", "kind": "alias"}],
                "birthDate": "2011-06-09", "approximateAge": 0, "address": [{"postcode": "sw1a1aa", "kind": "home"}]},
    "concern": [{"category": "missing"},
                {"category": "neglect", "narrative": [{"status": "fact", "text": "one"}, {"status": "opinion", "text": "two"}]}],
    "relatedPersons": [{"role": "parent", "contact": [{"kind": "phone", "value": "020 7946 0000"}]}],
    "attachments": [{"class": "image", "name": "a.png", "mediaType": "image/png", "bytes": "AAECgA=="}]}})"));
  EXPECT_TRUE(read.has_value());
  return std::move(read).value();
}

TEST(MessageFromJson, reads_every_part) {
  const Message message = whole_message();
  EXPECT_EQ(message.envelope.sender.value(), "school/abbey");
  EXPECT_EQ(message.envelope.recipients.size(), 2U);
  EXPECT_EQ(message.envelope.type, BodyType::referral);
  EXPECT_EQ(format_instant(message.envelope.created), "2026-04-01T09:30:00.000Z");
  EXPECT_EQ(message.envelope.urgency, Urgency::urgent);
  std::vector<std::string> paths;
  for (const Field& field : message.body.fields) {
    const std::string path = positional_path(message.body, field.id, field.element);
    paths.push_back(path + "=" + (path == "attachments[0].bytes" ? to_hex(as_bytes(field.value)) : field.value));
  }
  EXPECT_THAT(paths, testing::IsSupersetOf({"subject.address[0].postcode=SW1A 1AA", "subject.approximateAge=0",
                                            "subject.names[1].asWritten=Zoe", "concern[1].narrative[1].text=two",
                                            "relatedPersons[0].contact[0].value=020 7946 0000",
                                            "attachments[0].bytes=00010280", "referral.reason=a reason\nin two lines"}));
}

TEST(MessageFromJson, gives_back_what_message_to_json_wrote) {
  const Message message = whole_message();
  const std::string text = message_to_json(message);
  const auto again = message_from_json(text);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(message_to_json(*again), text);
  ASSERT_EQ(again->body.fields.size(), message.body.fields.size());
  for (std::size_t i = 0; i < message.body.elements.size(); ++i) EXPECT_EQ(again->body.elements[i].id, message.body.elements[i].id);
  EXPECT_EQ(again->envelope.id, message.envelope.id);
  EXPECT_EQ(again->envelope.agreement, message.envelope.agreement);
}

TEST(MessageFromJson, writes_out_escapes) {
  const auto message = message_from_json(with_body(R"({"closure": {"closure": {"summary": "\u00e9\ud83d\ude00\u0022\u005c\/\n\u000a"}}})"));
  ASSERT_TRUE(message.has_value());
  EXPECT_EQ(message->body.fields.front().value, "é😀\"\\/");  // the line ends at the end are trimmed
}

TEST(MessageFromJson, fills_the_envelope_from_defaults) {
  const auto message = message_from_json(R"({"body": {"closure": {"closure": {"reason": "completed"}}}})", all_defaults());
  ASSERT_TRUE(message.has_value());
  EXPECT_EQ(format_instant(message->envelope.created), "2026-04-01T23:30:00.000Z");
  EXPECT_EQ(format_date(message->envelope.case_opened), "2026-04-02");  // already tomorrow in London
  EXPECT_EQ(message->envelope.purpose, "channel-referral");
  EXPECT_TRUE(message->envelope.recipients.empty());
  const auto stated = message_from_json(R"({"envelope": {"purpose": "mash-enquiry"}, "body": {"closure": {}}})", all_defaults());
  ASSERT_TRUE(stated.has_value());
  EXPECT_EQ(stated->envelope.purpose, "mash-enquiry");
}

TEST(MessageFromJson, names_all_that_the_envelope_lacks) {
  EXPECT_THAT(problems_of(R"({"body": {"closure": {}}})"),
              testing::UnorderedElementsAre("missing-field envelope.messageId", "missing-field envelope.caseId",
                                            "missing-field envelope.caseOpened", "missing-field envelope.sender",
                                            "missing-field envelope.created", "missing-field envelope.scheme",
                                            "missing-field envelope.purpose", "missing-field envelope.area",
                                            "missing-field envelope.marking", "missing-field envelope.urgency"));
}

TEST(MessageFromJson, refuses_with_a_place) {
  struct Row {
    std::string name, body, problem;
  };
  const std::vector<Row> rows{
      {"unknown field", R"({"referral": {"subject": {"birthdate": "2011-06-09"}}})", "unknown-field subject.birthdate"},
      {"unknown body", R"({"referal": {}})", "unknown-field body.referal"},
      {"two bodies", R"({"referral": {}, "closure": {}})", "malformed-json body"},
      {"no body", R"({})", "missing-field body"},
      {"key twice", R"({"referral": {"subject": {"sex": "male", "sex": "female"}}})", "malformed-json subject.sex"},
      {"bad code", R"({"referral": {"concern": [{"category": "missing"}, {"category": "absent"}]}})", "invalid-value concern[1].category"},
      {"unset is no code", R"({"referral": {"subject": {"sex": "unset"}}})", "invalid-value subject.sex"},
      {"bad date", R"({"referral": {"subject": {"birthDate": "2011-02-29"}}})", "invalid-value subject.birthDate"},
      {"number for text", R"({"referral": {"referral": {"reason": 5}}})", "wrong-type referral.reason"},
      {"text for list", R"({"referral": {"concern": "x"}})", "wrong-type concern"},
      {"text for struct", R"({"referral": {"subject": "x"}})", "wrong-type subject"},
      {"text for element", R"({"referral": {"concern": ["x"]}})", "wrong-type concern[0]"},
      {"negative number", R"({"referral": {"subject": {"approximateAge": -1}}})", "invalid-value subject.approximateAge"},
      {"number too large", R"({"referral": {"subject": {"approximateAge": 255}}})", "invalid-value subject.approximateAge"},
      {"half a number", R"({"referral": {"subject": {"approximateAge": 1.5}}})", "invalid-value subject.approximateAge"},
      {"bad base64", R"({"referral": {"attachments": [{"bytes": "A"}]}})", "invalid-value attachments[0].bytes"},
      {"short id", R"({"referral": {"concern": [{"elementId": "00", "category": "missing"}]}})", "invalid-value concern[0].elementId"},
      {"id twice", R"({"referral": {"concern": [{"elementId": "000102030405060708090a0b0c0d0e0f", "category": "missing"},
                                                {"elementId": "000102030405060708090a0b0c0d0e0f", "category": "neglect"}]}})",
       "invalid-value concern[1].elementId"},
      {"element id outside a list", R"({"referral": {"elementId": "00"}})", "unknown-field elementId"},
      {"a value as a key", R"({"referral": {"subject": {"Okoro, 9 June 2011": "x"}}})", "unknown-field subject.?"},
      {"too deep", R"({"referral": )" + std::string(40, '[') + std::string(40, ']') + "}", "too-deep line 5"},
      {"too long a list", R"({"referral": {"concern": [{})" + [] { std::string s; for (int i = 0; i < 1000; ++i) s += ",{}"; return s; }() + "]}}", "too-large concern"},
  };
  for (const Row& row : rows) EXPECT_THAT(problems_of(with_body(row.body)), testing::ElementsAre(row.problem)) << row.name;
}

TEST(MessageFromJson, refuses_envelope_values) {
  struct Row {
    std::string name, member, problem;
  };
  const std::vector<Row> rows{
      {"sender", R"("sender": "Police")", "invalid-value envelope.sender"},
      {"area", R"("area": "Barking")", "invalid-value envelope.area"},
      {"marking above", R"("marking": "topSecret")", "marking-too-high envelope.marking"},
      {"marking unknown", R"("marking": "none")", "unknown-code envelope.marking"},
      {"urgency", R"("urgency": 1)", "wrong-type envelope.urgency"},
      {"recipient twice", R"("recipients": ["police/met", "police/met"])", "invalid-value envelope.recipients[1]"},
      {"recipient no text", R"("recipients": [1])", "wrong-type envelope.recipients[0]"},
      {"relation", R"("linked": [{"message": "01966a3e-0000-7000-8000-000000000001", "relation": "cousin"}])", "unknown-code envelope.linked[0].relation"},
      {"schema", R"("schema": 9)", "unsupported-version envelope.schema"},
      {"commitments", R"("recipientCommitments": [])", "unknown-field envelope.recipientCommitments"},
      {"slip", R"("purpos": "x")", "unknown-field envelope.purpos"},
      {"due", R"("due": "tomorrow")", "invalid-value envelope.due"},
  };
  for (const Row& row : rows) {
    const auto now = *parse_instant("2026-04-01T09:30:00Z");
    EnvelopeDefaults defaults = all_defaults();
    defaults.now = now;
    EXPECT_THAT(problems_of("{\"envelope\": {" + row.member + "}, \"body\": {\"closure\": {}}}", defaults), testing::ElementsAre(row.problem)) << row.name;
  }
}

TEST(MessageFromJson, says_the_line_of_broken_json) {
  struct Row {
    std::string_view text, problem;
  };
  const std::vector<Row> rows{
      {"", "empty-file "}, {"\xef\xbb\xbf \n", "empty-file "}, {"\xff", "not-utf8 "}, {"{\n\"body\": {\n", "malformed-json line 3"},
      {"{\n}\nx", "malformed-json line 3"}, {"{\"a\" 1}", "malformed-json line 1"}, {"{\"a\":01}", "malformed-json line 1"},
      {"{\"a\":\"\\ud800\"}", "malformed-json line 1"}, {"{\"a\":\"\\u0000\"}", "malformed-json line 1"},
      {"{\"a\":\"\\x\"}", "malformed-json line 1"}, {"{\"a\":tru}", "malformed-json line 1"}, {"{\"a\":call(1)}", "malformed-json line 1"},
      {"{\"a\":\"b\nc\"}", "malformed-json line 1"}, {"{\"a\":[1,]}", "malformed-json line 1"}, {"{a:1}", "malformed-json line 1"}};
  for (const Row& row : rows) EXPECT_THAT(problems_of(row.text), testing::ElementsAre(row.problem)) << row.text;
}

TEST(MessageFromJson, suggests_the_near_name_and_never_a_value) {
  const auto message = message_from_json(with_body(R"({"referral": {"subject": {"birthdate": "2011-06-09", "sex": "Okoro"}}})"));
  ASSERT_FALSE(message.has_value());
  std::string all;
  for (const Problem& problem : message.error()) all += problem.where + problem.what;
  EXPECT_THAT(all, testing::HasSubstr("did you mean birthDate?"));
  EXPECT_THAT(all, testing::Not(testing::HasSubstr("2011-06-09")));
  EXPECT_THAT(all, testing::Not(testing::HasSubstr("Okoro")));
}

TEST(MessageFromJson, stops_at_a_hundred_problems) {
  std::string many = R"({"referral": {"concern": [{"category": "x"})";
  for (int i = 0; i < 500; ++i) many += R"(,{"category": "x"})";
  EXPECT_EQ(problems_of(with_body(many + "]}}")).size(), 100U);
}

TEST(BodyToJson, reads_back_with_defaults) {
  Draft draft;
  draft.set("closure.reason", "completed");
  const auto body = std::move(draft).finish(BodyType::closure);
  ASSERT_TRUE(body.has_value());
  const auto message = message_from_json(body_to_json(BodyType::closure, *body), all_defaults());
  ASSERT_TRUE(message.has_value());
  EXPECT_EQ(message->body.fields.front().value, "completed");
}

}  // namespace
}  // namespace concordat::schemas
