#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "adapters/json.h"
#include "adapters/police/people.h"
#include "adapters/police/translate.h"
#include "adapters/xml.h"
#include "golden.h"

namespace concordat::adapters::police {
namespace {

using golden::fixture;

Outcome<Translated> translated(const std::string& text) {
  return translate({.name = "x", .bytes = to_bytes(as_bytes(text)), .beside = {}});
}
std::string routed(const std::string& inner) {
  return "<RouteData "
         "xmlns=\"http://schemas.cjse.gov.uk/common/operations\">\n<DataStream><DataStreamContent>" +
         xml_escaped(inner) + "</DataStreamContent></DataStream></RouteData>";
}

TEST(Police, translates_as_expected) {
  struct Case {
    const char* document;
    const char* expected;
  };
  const Case cases[] = {
      {"../../deploy/samples/police-incident.xml", "police/deploy-incident.txt"},
      {"police/arrest.xml", "police/arrest.txt"},
      {"police/court-result.xml", "police/court-result.txt"},
      {"police/outcome.xml", "police/outcome.txt"},
      {"police/bad.xml", "police/bad.txt"},
      {"police/juvenile.xml", "police/juvenile.txt"},
      {"police/behavioral-health.xml", "police/behavioral-health.txt"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.expected);
    const std::string actual = golden::listing(translate(fixture(each.document)));
    EXPECT_EQ(actual, golden::expected(each.expected, actual));
  }
}

// Escaped inside a wrapper, or as a string of JSON, a message says the same as bare.
TEST(Police, parses_what_is_wrapped_a_second_time) {
  const auto fields_of = [](const Outcome<Translated>& outcome) {
    std::string out;
    if (!outcome.has_value()) return golden::listing(outcome.error());
    for (Translation message : outcome->messages) {
      message.place.clear();
      message.not_carried.clear();
      out += golden::listing({message});
    }
    return out;
  };
  const std::string result{as_text(fixture("police/court-result.xml").bytes)};
  const auto wrapped = translated(routed("<!-- a comment -->" + result.substr(result.find("<DC:"))));
  EXPECT_EQ(fields_of(wrapped), fields_of(translated(result)));
  ASSERT_TRUE(wrapped.has_value());
  EXPECT_EQ(wrapped->messages.front().place, "line 2, DataStreamContent, its line 11, Defendant");

  const std::string outcome{as_text(fixture("police/outcome.xml").bytes)};
  Json json = Json::object();
  json.put("hearingOutcomeXml", outcome);
  EXPECT_EQ(fields_of(translated(write_json(json))), fields_of(translated(outcome)));

  // As Bichard keeps what came in: the message by itself in the CJSE wrapper, or beside it what was made of it.
  Json kept = Json::object();
  kept.put("incomingMessage", routed(result.substr(result.find("<DC:"))));
  const auto came_in = translated(write_json(kept));
  EXPECT_EQ(fields_of(came_in), fields_of(translated(result)));
  ASSERT_TRUE(came_in.has_value());
  EXPECT_EQ(came_in->messages.front().place, "line 2, incomingMessage, its line 2, DataStreamContent, its line 11, Defendant");
  kept.put("annotatedHearingOutcome", outcome);
  EXPECT_EQ(fields_of(translated(write_json(kept))), fields_of(translated(outcome)));
  // A wrapper in a wrapper is nobody's format.
  kept = Json::object();
  kept.put("incomingMessage", routed(routed(result)));
  const auto twice = translated(write_json(kept));
  ASSERT_FALSE(twice.has_value());
  EXPECT_EQ(twice.error().front().code, "unknown-format");
}

TEST(Police, knows_elements_by_structure_not_by_prefix) {
  std::string text{as_text(fixture("../../deploy/samples/police-incident.xml").bytes)};
  const std::string before = golden::listing(translated(text));
  for (std::size_t at = 0; (at = text.find("nc:", at)) != std::string::npos;) {
    const bool is_prefix = text[at - 1] == '<' || text[at - 1] == '/' || text[at - 1] == ':';
    if (is_prefix) text.replace(at, 3, "core:");
    at += 5;
  }
  text.replace(text.find("xmlns:nc="), 9, "xmlns:core=");
  EXPECT_EQ(golden::listing(translated(text)), before);
}

TEST(Police, chooses_the_subject) {
  struct Case {
    const char* name;
    std::vector<Party> parties;
    int expected;  // index; -1 nobody
  };
  const auto party = [](std::set<std::string> roles, std::string birth, std::string age) {
    return Party{.entries = {},
                 .ids = {},
                 .roles = std::move(roles),
                 .birth_date = std::move(birth),
                 .age = std::move(age)};
  };
  const Case cases[] = {
      {"nobody", {}, -1},
      {"only officers", {party({"officer"}, "", "")}, -1},
      {"a child victim before an adult one",
       {party({"victim"}, "1980-01-01", ""), party({"victim"}, "2011-06-09", "")},
       1},
      {"a child witness before an adult victim",
       {party({"victim"}, "1980-01-01", ""), party({"witness"}, "", "9")},
       1},
      {"a child victim before a child suspect",
       {party({"suspect"}, "2010-01-01", ""), party({"victim"}, "2011-06-09", "")},
       1},
      {"a known victim before a suspect",
       {party({"suspect"}, "1990-01-01", ""), party({"victim"}, "", "50")},
       1},
      {"a suspect before the state", {party({"victim"}, "", ""), party({"suspect"}, "1990-01-01", "")}, 1},
      {"a witness if nobody else", {party({"officer"}, "", ""), party({"witness"}, "", "")}, 1},
      {"eighteen on the day is no child",
       {party({"witness"}, "2008-04-26", ""), party({"suspect"}, "1990-01-01", "")},
       1},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.name);
    const Party* subject = subject_among(each.parties, "2026-04-26");
    EXPECT_EQ(subject == nullptr ? -1 : static_cast<int>(subject - each.parties.data()), each.expected);
  }
}

TEST(Police, refuses_with_a_code_and_a_place) {
  struct Case {
    const char* name;
    std::string text;
    const char* code;
    const char* where;
  };
  const Case cases[] = {
      {"nothing", "", "empty-file", "document"},
      {"another XML", "<Person/>", "unknown-format", "line 1"},
      {"another JSON", "{}", "unknown-format", "line 1"},
      {"text", "hello", "malformed-xml", "line 1"},
      {"a package without people", "<a><DataItemPackage>\n<Digest/></DataItemPackage></a>", "missing-subject",
       "line 2, Digest"},
      {"an outcome without a defendant", "<AnnotatedHearingOutcome/>", "missing-subject",
       "line 1, AnnotatedHearingOutcome"},
      {"results for nobody", "<ResultedCaseMessage/>", "missing-subject", "line 1, ResultedCaseMessage"},
      {"a history of nobody", "<JuvenileReferralHistoryResponse/>", "missing-subject",
       "line 1, JuvenileReferralHistoryResponse"},
      {"a health record of nobody", "<BehavioralHealthEvaluationRecord/>", "missing-subject",
       "line 1, BehavioralHealthEvaluationRecord"},
      {"a history above OFFICIAL",
       "<JuvenileReferralHistoryResponse><JuvenileReferralHistory><Person><PersonName><PersonSurName>Reed"
       "</PersonSurName></PersonName>\n<DataSensitivity>TS</DataSensitivity></Person></"
       "JuvenileReferralHistory>"
       "</JuvenileReferralHistoryResponse>",
       "invalid-value", "line 2, DataSensitivity"},
      {"a cut-off inner document", routed("<a>\n<b>"), "malformed-xml",
       "line 2, DataStreamContent, its line 2"},
      {"another inner document", routed("<a/>"), "unknown-format", "line 2, DataStreamContent, its line 1"},
      {"a DOCTYPE", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "malformed-xml", "document"},
      {"deep",
       [] {
         std::string deep;
         for (int i = 0; i < 200; ++i) deep += "<a>";
         for (int i = 0; i < 200; ++i) deep += "</a>";
         return deep;
       }(),
       "too-deep", "line 1"},
      {"a crowd",
       [] {
         std::string text = "<a><DataItemPackage><Digest>";
         for (int i = 0; i < 50000; ++i)
           text += "<EntityPerson><Person id=\"P" + std::to_string(i) + "\"/></EntityPerson>";
         return text + "</Digest></DataItemPackage></a>";
       }(),
       "too-large", "line 1, Digest"},
      {"offences without end",
       [] {
         std::string text = "<ResultedCaseMessage><Session><Case>\n<Defendant>";
         for (int i = 0; i < 30000; ++i) text += "<Offence/>";
         return text + "</Defendant></Case></Session></ResultedCaseMessage>";
       }(),
       "too-large", "line 2, Defendant"},
      {"Latin-1 that says nothing", "<a>Jos\xE9</a>", "not-utf8", "line 1"},
      {"huge", std::string(std::size_t{9} * 1024 * 1024, ' '), "too-large", "document"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.name);
    const auto refused = translated(each.text);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().front().code, each.code);
    EXPECT_EQ(refused.error().front().where, each.where);
  }
}

TEST(Police, reads_declared_latin1_and_a_byte_order_mark) {
  std::string text{as_text(fixture("police/court-result.xml").bytes)};
  const std::string plain = golden::listing(translated(text));
  EXPECT_EQ(golden::listing(translated("\xEF\xBB\xBF" + text)), plain);
  text.replace(text.find("UTF-8"), 5, "ISO-8859-1");
  text.replace(text.find(">Rosa<"), 6, ">Ros\xE1<");
  EXPECT_NE(golden::listing(translated(text)).find("subject.names[0].given = Ros\xC3\xA1"),
            std::string::npos);
}

// A date of XML Schema may say its zone, and then refused the whole person.
TEST(Police, reads_dates_with_a_zone_and_guesses_no_order) {
  const std::string text{as_text(fixture("police/court-result.xml").bytes)};
  const std::string plain = golden::listing(translated(text));
  const auto with = [&](const std::string& date) {
    std::string changed = text;
    changed.replace(changed.find("2005-11-17"), 10, date);
    return translated(changed);
  };
  for (const char* date : {"2005-11-17Z", "2005-11-17+00:00", "2005-11-17T00:00:00"}) EXPECT_EQ(golden::listing(with(date)), plain) << date;
  const auto ordered = with("03/04/2005");
  EXPECT_EQ(golden::listing(ordered).find("subject.birthDate = 2005"), std::string::npos);
  ASSERT_TRUE(ordered.has_value());
  EXPECT_FALSE(ordered->rejected.empty());
}

// A colour says who may have it; a mark above OFFICIAL-SENSITIVE may not travel here at all.
TEST(Police, obeys_what_the_source_marks) {
  struct Case {
    const char* sensitivity;
    const char* colour;
    const char* expected;  // strength and reason; empty for none, "refused" for refused
  };
  const Case cases[] = {
      {"SBU", "Green", ""},
      {"U", "Green", ""},
      {"SBU", "Yellow", "liftable onwardNotAllowed"},
      {"SBU", "Red", "absolute onwardNotAllowed"},
      {"SOMETHING", "Yellow", "absolute dataSensitivity"},
      {"SECRET", "Green", "refused"},
  };
  const std::string incident{as_text(fixture("../../deploy/samples/police-incident.xml").bytes)};
  for (const Case& each : cases) {
    SCOPED_TRACE(std::string{each.sensitivity} + " " + each.colour);
    std::string text = incident;
    text.replace(text.find(">SBU<") + 1, 3, each.sensitivity);
    text.replace(text.find(">Green<") + 1, 5, each.colour);
    const auto outcome = translated(text);
    const std::string expected = each.expected;
    ASSERT_EQ(outcome.has_value(), expected != "refused");
    if (!outcome.has_value()) {
      EXPECT_EQ(outcome.error().front().where, "line 18, DataSensitivity");
      continue;
    }
    std::set<std::string> found;
    std::set<std::string> covered;
    std::set<std::string> parts;
    const schemas::Body& body = outcome->messages.front().body;
    const schemas::FieldTable& table = schemas::FieldTable::get();
    for (const schemas::Field& field : body.fields) {
      const std::string& path = table[field.id].path;
      if (path == "sourceRestrictions.path") covered.insert(field.value);
      if (path == "sourceRestrictions.strength")
        found.insert(field.value + " " +
                     body.find(*table.field("sourceRestrictions.reason"), field.element)->value);
      if (!path.starts_with("sourceRestrictions.")) parts.insert(path.substr(0, path.find('.')));
    }
    EXPECT_EQ(found, expected.empty() ? std::set<std::string>{} : std::set<std::string>{expected});
    EXPECT_EQ(covered, expected.empty() ? std::set<std::string>{} : parts);
  }
}

// What a health service told stands nowhere but under health, and health is restricted.
TEST(Police, keeps_health_content_under_health) {
  const auto outcome = translate(fixture("police/behavioral-health.xml"));
  ASSERT_TRUE(outcome.has_value());
  ASSERT_EQ(outcome->messages.size(), 1U);
  const schemas::Body& body = outcome->messages.front().body;
  const schemas::FieldTable& table = schemas::FieldTable::get();
  std::size_t health_fields = 0;
  std::set<std::string> restricted;
  for (const schemas::Field& field : body.fields) {
    const std::string& path = table[field.id].path;
    if (path == "sourceRestrictions.path") restricted.insert(field.value);
    if (path.starts_with("health.")) {
      ++health_fields;
      continue;
    }
    for (const char* told : {"Marsh", "crisis", "stress", "CR-2", "bridge", "mental", "PT-31"})
      EXPECT_EQ(field.value.find(told), std::string::npos) << path;
  }
  EXPECT_GE(health_fields, 5U);
  EXPECT_EQ(restricted, std::set<std::string>{"health"});
}

// Without an association nothing says whose an evaluation is, unless there is only one person.
TEST(Police, never_guesses_whose_an_evaluation_is) {
  const auto record = [](const std::string& people) {
    return golden::listing(
        translated("<BehavioralHealthEvaluationRecord><BehavioralHealthEvaluation "
                   "id='e'><EvaluationDiagnosisDescriptionText>Grief"
                   "</EvaluationDiagnosisDescriptionText></BehavioralHealthEvaluation>" +
                   people + "</BehavioralHealthEvaluationRecord>"));
  };
  const std::string reed =
      "<Person id='p'><PersonName><PersonSurName>Reed</PersonSurName></PersonName></Person>";
  const std::string lane =
      "<Person id='q'><PersonName><PersonSurName>Lane</PersonSurName></PersonName></Person>";
  EXPECT_NE(record(reed).find("Grief"), std::string::npos);
  EXPECT_EQ(record(reed + lane).find("Grief"), std::string::npos);
  EXPECT_NE(record(reed + lane).find("= Lane"), std::string::npos);
  EXPECT_EQ(
      record(reed +
             "<ActivityPersonAssociation><Activity ref='e'/><Person ref='z'/></ActivityPersonAssociation>")
          .find("Grief"),
      std::string::npos);
}

std::string listed(std::string_view text, std::string name = "document") {
  return golden::listing(translate({.name = std::move(name), .bytes = to_bytes(as_bytes(text)), .beside = {}}));
}

// Fixed places: PNC identifier 11, check name 12, CRO number 12; offence number 3, qualifiers 4, ACPO code 13, CJS code 8, date 8.
constexpr std::string_view pnc_reply =
    "<CXE01><GMH>073ENQR000309RENQASIPNCA05A7300001</GMH><ASI><FSC>K01ZD</FSC>"
    "<IDS>K21/7B      OKOROLANE   12345/21A   </IDS><CCR>K21/2732/7P                    </CCR>"
    "<COF>K001    8:7:45:2     PC00525 010720101200020720101300</COF>"
    "<ADJ>INOT GUILTY   GUILTY        260920100000 </ADJ>"
    "<DIS>I3025Y999                  00            EIGHT WEEKS                                                     </DIS>"
    "</ASI><GMT>000008073ENQR000309R</GMT></CXE01>";

TEST(Police, reads_what_the_national_computer_replies) {
  const std::string bare = listed(pnc_reply);
  for (const char* const line : {"type update", "subject.identifiers[0].value = 21/7B", "subject.identifiers[1].value = 12345/21A",
                                 "subject.names[0].asWritten = OKOROLANE", "offending.crimeReference = 21/2732/7P",
                                 "offending.offences[0].code = PC00525", "offending.offences[0].date = 2010-07-01",
                                 "offending.offences[0].plea = NOT GUILTY", "offending.offences[0].finding = GUILTY",
                                 "offending.offences[0].result = Disposal 3025: EIGHT WEEKS", "subject.roles[0].role = convicted"})
    EXPECT_NE(bare.find(std::string{line} + "\n"), std::string::npos) << line << "\n" << bare;

  std::string text{pnc_reply};
  const std::string carried = listed("{\"matchRegex\": \"CXE01\", \"response\": \"" + text + "\"}");
  EXPECT_NE(carried.find("subject.identifiers[0].value = 21/7B"), std::string::npos) << carried;
  EXPECT_NE(carried.find("not carried matchRegex"), std::string::npos) << carried;
  EXPECT_EQ(listed("<CXE01><TXT>I1008 - ENQUIRY ERROR</TXT></CXE01>"),
            "missing-subject line 1, TXT: the reply names nobody: the enquiry found no record, or failed\n");
}

TEST(Police, reads_a_juvenile_case_plan) {
  const std::string plan = listed(R"(<d:JuvenileCasePlanHistoryResponse xmlns:d="urn:d" xmlns:s="http://release.niem.gov/niem/structures/3.0/">
<d:JuvenileCasePlanHistory><d:Person s:id="c1"><d:PersonBirthDate><d:Date>2012-02-03</d:Date></d:PersonBirthDate>
<d:PersonName><d:PersonGivenName>Amara</d:PersonGivenName><d:PersonSurName>Okoro</d:PersonSurName></d:PersonName></d:Person>
<d:ParentChildAssociation><d:Child s:ref="c1"/></d:ParentChildAssociation>
<d:CasePlan><d:AssessmentIndicator>true</d:AssessmentIndicator><d:CasePlanIndicator>false</d:CasePlanIndicator></d:CasePlan>
</d:JuvenileCasePlanHistory></d:JuvenileCasePlanHistoryResponse>)");
  EXPECT_NE(plan.find("subject.names[0].family = Okoro\n"), std::string::npos) << plan;
  EXPECT_NE(plan.find("offending.summary = There is no case plan\\nThe child was assessed for a case plan\n"), std::string::npos) << plan;
}

TEST(Police, keeps_what_a_jail_holds_of_health_under_health) {
  const std::string text = R"(<d:PersonHealthInformationSearchResults xmlns:d="urn:d" xmlns:s="urn:s">
<d:Person s:id="p"><d:PersonName><d:PersonGivenName>Tom</d:PersonGivenName><d:PersonSurName>Marsh</d:PersonSurName></d:PersonName>
<d:PersonPersistentIdentification><d:IdentificationID>H-77</d:IdentificationID></d:PersonPersistentIdentification></d:Person>
<d:BehavioralHealthInformation><d:SeriousMentalIllnessIndicator>true</d:SeriousMentalIllnessIndicator>
<d:SubstanceAbuseIndicator>false</d:SubstanceAbuseIndicator>
<d:BehavioralHealthDiagnosisText>Bipolar disorder</d:BehavioralHealthDiagnosisText>
<d:PrescribedMedication><d:Medication><d:ItemName>Lithium</d:ItemName></d:Medication></d:PrescribedMedication>
</d:BehavioralHealthInformation></d:PersonHealthInformationSearchResults>)";
  const std::string health = listed(text);
  for (const char* const line : {"subject.identifiers[0].value = H-77", "health.conditions[0].display = Bipolar disorder",
                                 "health.medications[0].display = Lithium", "health.mentalHealth = Serious mental illness indicated",
                                 "sourceRestrictions[0].path = health", "not carried line 5, SubstanceAbuseIndicator"})
    EXPECT_NE(health.find(std::string{line} + "\n"), std::string::npos) << line << "\n" << health;
  const std::string two = listed(std::string{text}.replace(text.find("<d:Person "), 0, "<d:Person/>"));
  EXPECT_TRUE(two.starts_with("missing-subject")) << two;
}

TEST(Police, survives_every_truncation) {
  for (const char* path : {"police/court-result.xml", "police/outcome.xml", "police/arrest.xml",
                           "police/juvenile.xml", "police/behavioral-health.xml"}) {
    const std::string whole{as_text(fixture(path).bytes)};
    for (std::size_t size = 0; size + 2 < whole.size(); ++size) {
      const auto outcome = translated(whole.substr(0, size));
      ASSERT_FALSE(outcome.has_value()) << path << " " << size;
      EXPECT_FALSE(outcome.error().front().where.empty());
    }
  }
}

TEST(Police, reads_or_refuses_every_sample) {
  for (const NativeInput& sample : golden::samples("police")) {
    SCOPED_TRACE(sample.name);
    const auto outcome = translate(sample);
    if (outcome.has_value()) {
      EXPECT_FALSE(outcome->messages.empty());
      for (const Translation& message : outcome->messages)
        EXPECT_TRUE(std::any_of(message.body.fields.begin(), message.body.fields.end(),
                                [](const schemas::Field& field) {
                                  return schemas::FieldTable::get()[field.id].path.starts_with("subject.names.");
                                }));
    } else {
      for (const auto& problem : outcome.error()) EXPECT_FALSE(problem.where.empty());
    }
    const bool is_promised = sample.name.find("IncidentReport") != std::string::npos ||
                             sample.name.find("input-message") != std::string::npos ||
                             sample.name.find("AnnotatedHO") != std::string::npos ||
                             sample.name.find("JuvenileReferralHistory") != std::string::npos ||
                             sample.name.find("BehaviorHealth") != std::string::npos;
    EXPECT_TRUE(!is_promised || outcome.has_value()) << golden::listing(outcome);
    if (std::getenv("CONCORDAT_SAMPLES_SHOW") != nullptr)
      std::printf("== %s\n%s", sample.name.c_str(), golden::listing(outcome).c_str());
  }
}

}  // namespace
}  // namespace concordat::adapters::police
