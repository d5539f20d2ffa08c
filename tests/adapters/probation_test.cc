#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "adapters/json.h"
#include "adapters/probation/event.h"
#include "adapters/probation/translate.h"
#include "golden.h"

namespace concordat::adapters::probation {
namespace {

using golden::fixture;

NativeInput with_beside(NativeInput input, const std::vector<std::string>& beside) {
  for (const std::string& path : beside) {
    NativeInput file = fixture(path);
    input.beside.push_back({file.name, std::move(file.bytes)});
  }
  return input;
}
Outcome<Translated> translated(const std::string& text) {
  return translate({.name = "x.json", .bytes = to_bytes(as_bytes(text)), .beside = {}});
}

// The integration API's answers do not repeat whom they were asked about; a file's name may.
// The core person record's search names its people one level down, and by one number each.
TEST(Probation, reads_every_person_of_a_search) {
  const std::string found = golden::listing(translate({.name = "search.json", .bytes = to_bytes(as_bytes(R"({"data": [{"results": [
    {"name": {"firstName": "Tom", "lastName": "Marsh", "dateOfBirth": "1990-06-23"}, "identifiers": {"crn": "X123456", "prisonNumber": "A1234BC"}},
    {"name": {"firstName": "Zoe", "lastName": "Ellis"}, "identifiers": {"crn": "X654321"}}]}]})")), .beside = {}}));
  for (const char* const line : {"subject.birthDate = 1990-06-23", "subject.identifiers[0].value = X123456", "subject.identifiers[1].value = A1234BC",
                                 "subject.names[0].family = Ellis"})
    EXPECT_NE(found.find(std::string{line} + "\n"), std::string::npos) << line << "\n" << found;
}

// An event in a list was read as a record of a person, and said nothing of what had happened; one that a queue handed on was nobody's.
TEST(Probation, reads_an_event_however_it_is_carried) {
  const std::string event =
      R"({"eventType": "intervention.referral.ended", "occurredAt": "2026-03-01T00:30:00+01:00[Europe/London]", "additionalInformation": {"referralId": "r1"}, "personReference": {"identifiers": [{"type": "crn", "value": "X123456"}]}})";
  const auto quoted = [](const std::string& text) {
    Json out = Json::object();
    out.put("t", text);
    const std::string written = write_json(out);
    return written.substr(written.find(':') + 1, written.rfind('}') - written.find(':') - 1);
  };
  const std::string notice = R"({"Type": "Notification", "Message": )" + quoted(event) + "}";
  const auto values = [](const Outcome<Translated>& taken) {
    std::string out;
    const std::string listing = golden::listing(taken);
    for (std::size_t at = 0; at < listing.size();) {
      const std::size_t end = listing.find('\n', at);
      const std::string line = listing.substr(at, end - at);
      if (line.starts_with("type ") || line.starts_with("rejected ") || line.find(" = ") != std::string::npos) out += line + "\n";
      at = end + 1;
    }
    return out;
  };
  const std::string bare = values(translated(event));
  EXPECT_NE(bare.find("type closure\n"), std::string::npos) << bare;
  EXPECT_NE(bare.find("closure.date = 2026-02-28\n"), std::string::npos) << bare;
  for (const std::string& carried : {notice, "[" + event + "]", "[" + notice + "]", R"({"content": [)" + event + "]}", R"({"Body": )" + quoted(notice) + "}", R"({"Messages": [{"MessageId": "1", "Body": )" + quoted(notice) + "}]}",
                                     R"({"Messages": [{"MessageId": "1", "Body": )" + quoted(event) + "}]}", R"({"Records": [{"messageId": "1", "body": )" + quoted(notice) + "}]}",
                                     R"({"Records": [{"EventSource": "aws:sns", "Sns": )" + notice + "}]}"})
    EXPECT_EQ(values(translated(carried)), bare) << carried;
  const auto two = translated(R"({"Messages": [{"Body": "{}"}, {"Body": )" + quoted(event) + "}]}");
  ASSERT_TRUE(two.has_value());
  EXPECT_EQ(two->messages.size(), 1U);
  ASSERT_EQ(two->rejected.size(), 1U);
  EXPECT_EQ(two->rejected[0].code, "unknown-format");
  EXPECT_NE(golden::listing(translated(R"({"data": {"crn": "X123456", "dateOfBirth": "1990-06-23"}, "errors": []})")).find("birthDate = 1990-06-23\n"), std::string::npos);
}

// Who may see a record is asked for apart from it: the answer lies beside the event, named after the person, and binds.
TEST(Probation, an_access_limitation_beside_an_event_restricts_it) {
  NativeInput event{.name = "event.json", .bytes = to_bytes(as_bytes(
      R"({"eventType": "probation-case.risk.changed", "occurredAt": "2026-03-01T10:00:00Z", "personReference": {"identifiers": [{"type": "CRN", "value": "X123456"}]}})")), .beside = {}};
  const Bytes limits = to_bytes(as_bytes(R"({"excludedFrom": [], "restrictedTo": [{"email": "a@justice.gov.uk"}]})"));
  event.beside = {{"access-X654321.json", limits}};
  EXPECT_EQ(golden::listing(translate(event)).find("sourceRestrictions"), std::string::npos);
  event.beside = {{"access-X123456.json", limits}};
  EXPECT_NE(golden::listing(translate(event)).find("sourceRestrictions[0].reason = limitedAccessOffender"), std::string::npos) << golden::listing(translate(event));
}

TEST(Probation, a_document_that_names_nobody_is_about_whom_its_file_is_named_after) {
  const auto listed = [](std::string name) {
    return golden::listing(translate({.name = std::move(name), .bytes = to_bytes(as_bytes(R"({"mappaDetail": {"level": 1, "category": 2}})")), .beside = {}}));
  };
  EXPECT_NE(listed("supervisions-x123456.json").find("subject.identifiers[0].value = X123456\n"), std::string::npos);
  EXPECT_NE(listed("A1234BC needs.json").find("subject.identifiers[0].system = nomsNumber\n"), std::string::npos);
  for (const char* const name : {"supervisions.json", "AX123456.json", "X123456-X654321.json"})
    EXPECT_TRUE(listed(name).starts_with("missing-subject")) << name;
}

TEST(Probation, translates_as_expected) {
  struct Case {
    const char* document;
    std::vector<std::string> beside;
    const char* expected;
  };
  const Case cases[] = {
      {"../../deploy/samples/probation-event.json", {}, "probation/deploy-event.txt"},
      {"probation/event-sns.json", {}, "probation/event-sns.alone.txt"},
      {"probation/event-sns.json",
       {"probation/application-detail.json", "probation/people.json", "probation/closure-detail.json"},
       "probation/event-sns.txt"},
      {"probation/closure.json",
       {"probation/closure-detail.json", "probation/bad.json"},
       "probation/closure.txt"},
      {"probation/people.json", {}, "probation/people.txt"},
      {"probation/oasys.json", {}, "probation/oasys.txt"},
      {"probation/oasys-sections.json", {}, "probation/oasys-sections.txt"},
      {"probation/bad.json", {}, "probation/bad.txt"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.expected);
    const std::string actual = golden::listing(translate(with_beside(fixture(each.document), each.beside)));
    EXPECT_EQ(actual, golden::expected(each.expected, actual));
  }
}

TEST(Probation, tells_types_of_event_apart) {
  struct Case {
    const char* event_type;
    BodyType type;
  };
  const Case cases[] = {
      {"intervention.referral.ended", BodyType::closure},
      {"intervention.referral.sent", BodyType::referral},
      {"approved-premises.application.submitted", BodyType::referral},
      {"approved-premises.application.withdrawn", BodyType::closure},
      {"intervention.action-plan.submitted", BodyType::update},
      {"prison-recall.recommendation.consideration", BodyType::update},
      {"accredited-programmes-community.referral.status-updated", BodyType::update},
      {"ended", BodyType::update},
      {"", BodyType::update},
  };
  for (const Case& each : cases) {
    Json event = Json::object();
    event.put("eventType", each.event_type);
    EXPECT_EQ(type_of_event(event), each.type) << each.event_type;
  }
}

// A mark of the source covers every part of the message that holds anything of the person's.
TEST(Probation, restricts_the_whole_of_a_limited_access_record) {
  struct Case {
    const char* mark;
    const char* strength;
    const char* reason;
  };
  const Case cases[] = {
      {R"("limitedAccessOffender": true)", "absolute", "limitedAccessOffender"},
      {R"("currentRestriction": true)", "absolute", "limitedAccessOffender"},
      {R"("currentExclusion": true)", "liftable", "excludedUsers"},
      {R"("sensitive": true)", "liftable", "other"},
      {R"("sensitive": true, "currentRestriction": true)", "absolute", "limitedAccessOffender"},
      {R"("limitedAccess": {"excludedFrom": [{"email": "a@b.example"}], "restrictedTo": []})", "liftable",
       "excludedUsers"},
      {R"("limitedAccess": {"excludedFrom": [], "restrictedTo": [{"email": "a@b.example"}]})", "absolute",
       "limitedAccessOffender"},
  };
  const schemas::FieldTable& table = schemas::FieldTable::get();
  for (const Case& each : cases) {
    SCOPED_TRACE(each.mark);
    const auto messages = translated(
        std::string{
            R"({"crn": "X1", "mappa": {"level": 1}, "dynamicRisks": [{"code": "A", "description": "b"}], )"} +
        each.mark + "}");
    ASSERT_TRUE(messages.has_value());
    std::set<std::string> covered;
    for (const schemas::Field& field : messages->messages.front().body.fields) {
      const std::string& path = table[field.id].path;
      if (path == "sourceRestrictions.path") covered.insert(field.value);
      if (path == "sourceRestrictions.strength") {
        EXPECT_EQ(field.value, each.strength);
      }
      if (path == "sourceRestrictions.reason") {
        EXPECT_EQ(field.value, each.reason);
      }
    }
    for (const schemas::Field& field : messages->messages.front().body.fields) {
      const std::string& path = table[field.id].path;
      const std::string part = path.substr(0, path.find('.'));
      EXPECT_TRUE(part == "sourceRestrictions" || covered.contains(part)) << path;
    }
  }
  const auto open =
      translated(R"({"crn": "X1", "currentRestriction": false, "limitedAccess": {"excludedFrom": []}})");
  ASSERT_TRUE(open.has_value());
  EXPECT_EQ(golden::listing(open).find("sourceRestrictions"), std::string::npos);
}

TEST(Probation, joins_only_the_detail_of_the_same_person_or_referral) {
  NativeInput stranger = with_beside(fixture("probation/closure.json"), {"probation/oasys.json"});
  stranger.beside[0].bytes =
      to_bytes(as_bytes(R"({"crn": "X999999", "firstName": "Nobody", "surname": "Else"})"));
  const auto messages = translate(stranger);
  ASSERT_TRUE(messages.has_value());
  EXPECT_EQ(golden::listing(messages).find("subject.names"), std::string::npos);
}

TEST(Probation, refuses_with_a_code_and_a_place) {
  struct Case {
    const char* name;
    std::string text;
    const char* code;
    const char* where;
  };
  const Case cases[] = {
      {"nothing", "", "empty-file", "document"},
      {"XML", "<a/>", "unknown-format", "line 1"},
      {"text", "hello", "unknown-format", "line 1"},
      {"cut off", "{\n\"eventType\": ", "malformed-json", "line 2"},
      {"nobody", R"({"assessments": []})", "missing-subject", "line 1"},
      {"an empty array", "[]", "missing-subject", "line 1"},
      {"an event about nobody",
       R"({"eventType": "a.referral.sent", "personReference": {"identifiers": []}, "description": "x"})",
       "missing-subject", "line 1"},
      {"SNS with something else in it", "{\n\"Message\": \"{}\"}", "unknown-format", "line 2, Message"},
      {"SNS with a cut-off event", "{\n\"Message\": \"{\\\"eventType\\\":\"}", "malformed-json",
       "line 2, Message, its line 1"},
      {"deep", std::string(200, '['), "too-deep", "line 1"},
      {"a person without end",
       [] {
         std::string text = R"({"crn": "X1", "aliases": [{})";
         for (int i = 0; i < 50000; ++i) text += R"(, {"firstName": "A", "lastName": "B"})";
         return text + "]}";
       }(),
       "too-large", "line 1"},
      {"Latin-1", "{\"firstName\": \"Jos\xE9\"}", "not-utf8", "line 1"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.name);
    const auto refused = translated(each.text);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().front().code, each.code);
    EXPECT_EQ(refused.error().front().where, each.where);
  }
}

TEST(Probation, renders_a_domain_event_it_can_read_back) {
  const auto messages = translate(fixture("../../deploy/samples/probation-event.json"));
  ASSERT_TRUE(messages.has_value());
  const std::string text = render(golden::delivered(messages->messages.front())).text;
  EXPECT_EQ(text, golden::expected("probation/rendered.json", text));
  const auto again = translated(text);
  ASSERT_TRUE(again.has_value()) << golden::listing(again);
  EXPECT_EQ(again->messages.front().type, BodyType::referral);
  const std::string listing = golden::listing(again);
  for (const char* line : {"subject.names[0].given = Daniel Kofi", "subject.names[0].family = Marsh",
                           "subject.birthDate = 2005-11-17", "subject.religion = None",
                           "offending.mappa.category = category4", "offending.mappa.level = level2"})
    EXPECT_NE(listing.find(line), std::string::npos) << line;
}

// An event of ours that somebody has marked since is no longer only ours: every part of it is restricted.
TEST(Probation, takes_its_own_event_back_and_no_more_than_it_says) {
  const auto event = [](std::string_view more) {
    return R"({"eventType": "concordat.update.received", "personReference": {"identifiers": []},
"additionalInformation": {"urgency": "urgent", "marking": "OFFICIAL"},
"detail": {"surname": "Marsh", "dateOfBirth": {"value": "2005", "detail": "year"}, "person": {"names": [{"family": "Marsh"}], "contact": [{"value": "07700 900461", "warning": "DO NOT USE"}]},
"mappa": {"level": 2}, "hobby": "chess")" +
           std::string{more} + "}}";
  };
  const auto taken = translated(event(""));
  const std::string listing = golden::listing(taken);
  for (const char* line : {"type update", "urgency urgent", "subject.names[0].family = Marsh", "subject.contact[0].value = 07700 900461",
                           "offending.mappa.level = level2", "not carried line 3, dateOfBirth, which is said in part", "not carried line 4, hobby"})
    EXPECT_NE(listing.find(line), std::string::npos) << line << "\n" << listing;
  EXPECT_EQ(listing.find("2005"), std::string::npos);
  EXPECT_NE(golden::listing(translated(event(R"(, "limitedAccessOffender": true)"))).find("strength = absolute"), std::string::npos);
  const auto nobody = translated(R"({"eventType": "concordat.update.received", "personReference": {"identifiers": []}, "detail": {"mappa": {"level": 2}}})");
  ASSERT_FALSE(nobody.has_value());
  EXPECT_EQ(nobody.error().front().code, "missing-subject");
}

TEST(Probation, renders_every_released_value_and_no_more_detail_than_released) {
  const auto messages = translate(with_beside(
      fixture("probation/event-sns.json"), {"probation/application-detail.json", "probation/people.json"}));
  ASSERT_TRUE(messages.has_value());
  schemas::Delivered delivered = golden::delivered(messages->messages.front());
  for (schemas::DeliveredField& field : delivered.fields) {
    const std::string& path = schemas::FieldTable::get()[field.id].path;
    if (path == "subject.birthDate") field = {field.id, field.element, schemas::Level::year, "1985"};
    if (path == "offending.offences.wording")
      field = {field.id, field.element, schemas::Level::existence, ""};
  }
  const std::string text = render(delivered).text;
  EXPECT_EQ(text.find("1985-05-05"), std::string::npos);
  EXPECT_NE(text.find("\"detail\": \"year\""), std::string::npos);
  EXPECT_EQ(text.find("Wounding"), std::string::npos);
  for (const schemas::DeliveredField& field : delivered.fields) {
    const std::string& path = schemas::FieldTable::get()[field.id].path;
    const bool is_recoded =
        path == "subject.names.kind" || path.starts_with("offending.mappa.") || path == "subject.sex";
    if (field.view == schemas::Level::full && !is_recoded && field.value.find('\n') == std::string::npos) {
      EXPECT_NE(text.find(field.value), std::string::npos) << path;
    }
  }
}

TEST(Probation, survives_every_truncation) {
  for (const char* path : {"probation/event-sns.json", "probation/people.json", "probation/oasys.json"}) {
    const std::string whole{as_text(fixture(path).bytes)};
    for (std::size_t size = 0; size + 2 < whole.size(); ++size) {
      const auto outcome = translated(whole.substr(0, size));
      ASSERT_FALSE(outcome.has_value()) << path << " " << size;
      EXPECT_FALSE(outcome.error().front().where.empty());
    }
  }
}

TEST(Probation, reads_or_refuses_every_sample) {
  const auto samples = golden::samples("probation");
  for (const NativeInput& sample : samples) {
    SCOPED_TRACE(sample.name);
    NativeInput input = sample;
    for (const NativeInput& other : samples)
      if (other.name != sample.name) input.beside.push_back({other.name, other.bytes});
    const auto outcome = translate(input);
    if (outcome.has_value()) {
      EXPECT_FALSE(outcome->messages.empty());
      for (const Translation& message : outcome->messages)
        EXPECT_TRUE(std::any_of(
            message.body.fields.begin(), message.body.fields.end(), [](const schemas::Field& field) {
              const std::string& path = schemas::FieldTable::get()[field.id].path;
              return path == "subject.identifiers.value" || path == "subject.names.family";
            }));
    } else {
      for (const auto& problem : outcome.error()) EXPECT_FALSE(problem.where.empty());
    }
    EXPECT_TRUE(sample.name.find("-msg-") == std::string::npos || outcome.has_value())
        << golden::listing(outcome);
    if (std::getenv("CONCORDAT_SAMPLES_SHOW") != nullptr)
      std::printf("== %s\n%s", sample.name.c_str(), golden::listing(translate(sample)).c_str());
  }
}

}  // namespace
}  // namespace concordat::adapters::probation
