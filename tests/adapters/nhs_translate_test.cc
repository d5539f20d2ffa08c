#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/nhs/translate.h"
#include "adapters/text_encoding.h"
#include "golden.h"

namespace concordat::adapters {
namespace {

NativeInput document(std::string_view text) {
  return {.name = "document", .bytes = to_bytes(as_bytes(text)), .beside = {}};
}

std::string without_lines(const std::string& listing) {
  std::string out;
  for (std::size_t at = 0; at < listing.size();) {
    const std::size_t end = listing.find('\n', at);
    const std::string line = listing.substr(at, end - at + 1);
    if (!line.starts_with("place ")) out += line;
    at = end + 1;
  }
  return out;
}

TEST(NhsTranslate, gives_what_each_fixture_promises) {
  for (const std::string name :
       {"../../deploy/samples/nhs-referral.json", "nhs/update-restricted.json", "nhs/response-cancelled.json", "nhs/validation-interim.json",
        "nhs/entered-in-error.json", "nhs/flag-safeguarding.xml", "nhs/many-problems.json",
        "nhs/pds-sensitive.json", "nhs/related-person.json", "nhs/ers-search.json", "nhs/ers-accepted.json",
        "nhs/ers-advice.json", "nhs/service-request.xml", "nhs/medical-search.json", "nhs/ers-advice-created.json",
        "nhs/estimated-age.xml"}) {
    SCOPED_TRACE(name);
    const NativeInput input = golden::fixture(name);
    const std::string listed = golden::listing(nhs::translate(input));
    EXPECT_EQ(listed, golden::expected("nhs/" + input.name + ".expected.txt", listed));
  }
}

// What is based on a request about somebody else stays with whom it names, and what was entered in error is nobody's fact.
TEST(NhsTranslate, puts_nothing_of_one_person_into_anothers_request) {
  const auto taken = nhs::translate(document(
      R"({"resourceType":"Bundle","type":"searchset","entry":[
{"resource":{"resourceType":"ServiceRequest","id":"r1","status":"active","subject":{"reference":"Patient/a"}}},
{"resource":{"resourceType":"Patient","id":"a","name":[{"family":"Okoro"}]}},
{"resource":{"resourceType":"Patient","id":"b","name":[{"family":"Marsh"}]}},
{"resource":{"resourceType":"Observation","subject":{"reference":"Patient/b"},"basedOn":[{"reference":"ServiceRequest/r1"}],"code":{"text":"Of Marsh"}}},
{"resource":{"resourceType":"Observation","subject":{"reference":"Patient/c"},"basedOn":[{"reference":"ServiceRequest/r1"}],"code":{"text":"Of a third"}}},
{"resource":{"resourceType":"Observation","status":"entered-in-error","subject":{"reference":"Patient/a"},"code":{"text":"Never was"}}},
{"resource":{"resourceType":"Observation","basedOn":[{"reference":"ServiceRequest/r1"}],"code":{"text":"Of Okoro"}}}]})"));
  ASSERT_TRUE(taken.has_value()) << golden::listing(taken);
  ASSERT_EQ(taken->messages.size(), 3U);
  for (const Translation& message : taken->messages) {
    const std::string listing = golden::listing({message});
    const bool is_okoro = listing.find("= Okoro") != std::string::npos;
    const bool is_marsh = listing.find("= Marsh") != std::string::npos;
    EXPECT_EQ(listing.find("Of Okoro") != std::string::npos, is_okoro) << listing;
    EXPECT_EQ(listing.find("Of Marsh") != std::string::npos, is_marsh) << listing;
    EXPECT_EQ(listing.find("Of a third") != std::string::npos, !is_okoro && !is_marsh) << listing;
    EXPECT_EQ(listing.find("Never was"), std::string::npos);
    EXPECT_EQ(listing.find("not carried Observation (entered in error)") != std::string::npos, is_okoro) << listing;
  }
}

TEST(NhsTranslate, reads_xml_and_json_alike) {
  const auto json = nhs::translate(golden::fixture("../../deploy/samples/nhs-referral.json"));
  const auto xml = nhs::translate(golden::fixture("nhs/referral.xml"));
  ASSERT_TRUE(json.has_value());
  ASSERT_TRUE(xml.has_value());
  EXPECT_EQ(without_lines(golden::listing(*json)), without_lines(golden::listing(*xml)));
}

// Every BaRS message carries "direct care, implied"; taking it for consent to disclose would be a breach.
TEST(NhsTranslate, never_takes_consent_to_care_for_consent_to_disclosure) {
  const auto messages = nhs::translate(golden::fixture("../../deploy/samples/nhs-referral.json"));
  ASSERT_TRUE(messages.has_value());
  EXPECT_EQ(golden::listing(*messages).find("consent["), std::string::npos);
  EXPECT_NE(std::find(messages->messages.front().not_carried.begin(), messages->messages.front().not_carried.end(),
                      "Consent (not a consent to disclosure)"),
            messages->messages.front().not_carried.end());
}

TEST(NhsTranslate, names_problems_without_their_values) {
  const auto messages = nhs::translate(golden::fixture("nhs/many-problems.json"));
  ASSERT_FALSE(messages.has_value());
  EXPECT_GE(messages.error().size(), 6U);
  const std::string listed = golden::listing(messages.error());
  for (const char* const value : {"9991234", "2011-02-30", "EASTMOOR", "soon", "yesterday"})
    EXPECT_EQ(listed.find(value), std::string::npos) << value;
}

TEST(NhsTranslate, refuses) {
  const auto bundle = [](std::string_view header, std::string_view rest) {
    return R"({"resourceType":"Bundle","type":"message","timestamp":"2026-04-01T09:00:00Z","entry":[{"resource":{"resourceType":"MessageHeader","eventCoding":{"code":")" +
           std::string{header} + R"("}}})" + std::string{rest} + "]}";
  };
  const std::string request =
      R"(,{"resource":{"resourceType":"ServiceRequest","status":"active","subject":{"reference":"Patient/1"}}})";
  struct Case {
    const char* name;
    std::string text;
    const char* code;
    const char* where;
  };
  const Case cases[] = {
      {"nothing", "", "empty-file", "document"},
      {"prose", "Dear colleague,", "unknown-format", "line 1"},
      {"other JSON", "{\"a\": 1}", "unknown-format", "document, line 1"},
      {"other XML", "<a/>", "unknown-format", "line 1"},
      {"Latin-1", "{\"resourceType\": \"Zo\xeb\"}", "not-utf8", "line 1"},
      {"a lone patient", "{\"resourceType\": \"Patient\"}", "missing-subject", "Patient, line 1"},
      {"an identifier without a value", R"({"resourceType": "Patient", "identifier": [{"system": "x"}]})",
       "missing-subject", "Patient, line 1"},
      {"a related person of nobody", R"({"resourceType": "RelatedPerson", "name": [{"text": "N"}]})", "missing-subject",
       "RelatedPerson.patient, line 1"},
      {"a request about nobody", R"({"resourceType": "ServiceRequest", "subject": {"display": "her"}})",
       "missing-subject", "ServiceRequest.subject, line 1"},
      {"a draft", R"({"resourceType": "ServiceRequest", "status": "draft"})", "not-a-referral",
       "ServiceRequest.status, line 1"},
      {"parameters of nobody", R"({"resourceType": "Parameters", "parameter": [{"name": "x"}]})", "not-a-referral",
       "Parameters.parameter, line 1"},
      {"an outcome", R"({"resourceType": "OperationOutcome"})", "not-a-referral", "resourceType, line 1"},
      {"document references",
       R"({"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": {"resourceType": "DocumentReference"}}]})",
       "not-a-referral", "Bundle.entry.resource, line 1"},
      {"a search result", R"({"resourceType": "Bundle", "type": "searchset"})", "not-a-referral",
       "Bundle.type, line 1"},
      {"a booking", bundle("booking-request", ""), "not-a-referral",
       "MessageHeader.eventCoding.code, line 1"},
      {"an unknown event", bundle("servicerequest-musing", ""), "unknown-code",
       "MessageHeader.eventCoding.code, line 1"},
      {"no request", bundle("servicerequest-request", ""), "not-a-referral", "Bundle, line 1"},
      {"no patient", bundle("servicerequest-request", request), "missing-subject",
       "ServiceRequest.subject, line 1"},
      {"a nameless patient",
       bundle("servicerequest-request",
              request + R"(,{"resource":{"resourceType":"Patient","id":"1","gender":"male"}})"),
       "missing-subject", "Patient, line 1"},
      {"a flag about nobody",
       R"({"resourceType":"Flag","status":"active","category":[{"coding":[{"code":"SG"}]}],"code":{"text":"x"}})",
       "missing-subject", "Flag.subject, line 1"},
      {"a flag that no longer stands",
       R"({"resourceType":"Flag","status":"inactive","category":[{"coding":[{"code":"SS"}]}]})",
       "not-a-referral", "Flag.status, line 1"},
      {"consent to care",
       R"({"resourceType":"Consent","status":"active","category":[{"coding":[{"code":"DRC"}]}],"policyRule":{"coding":[{"code":"IMPLIED"}]}})",
       "not-a-referral", "Consent.category, line 1"},
      {"too many elements",
       R"({"resourceType":"Flag","a":[)" +
           [] {
             std::string numbers = "0";
             for (int i = 0; i < 30000; ++i) numbers += ",0";
             return numbers;
           }() +
           "]}",
       "too-large", "resourceType, line 1"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.name);
    const auto messages = nhs::translate(document(each.text));
    ASSERT_FALSE(messages.has_value());
    ASSERT_EQ(messages.error().size(), 1U);
    EXPECT_EQ(messages.error()[0].code, each.code);
    EXPECT_EQ(messages.error()[0].where, each.where);
  }
}

TEST(NhsTranslate, takes_every_unicode_encoding) {
  const NativeInput plain = golden::fixture("../../deploy/samples/nhs-referral.json");
  const std::string text{as_text(plain.bytes)};
  std::string wide = "\xff\xfe";
  for (const char32_t point : std::u32string{U"{\"resourceType\": \"Patient\"}"})
    wide += {static_cast<char>(point), '\0'};
  EXPECT_EQ(golden::listing(nhs::translate(document("\xef\xbb\xbf" + text))),
            golden::listing(nhs::translate(plain)));
  const auto refused = nhs::translate(document(wide));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error()[0].code, "missing-subject");
}

bool says(const Outcome<Translated>& outcome, const std::string& line) {
  return outcome.has_value() && golden::listing(*outcome).find(line + "\n") != std::string::npos;
}

// An active flag that is no concern adds to what is known; a GP's flag is a concern by its code, whatever its category.
TEST(NhsTranslate, a_lone_flag_is_a_referral_only_where_it_is_a_concern) {
  const auto flag = [](std::string_view category, std::string_view code) {
    return nhs::translate(document(R"({"resourceType":"Flag","id":"7","status":"active","category":[{"coding":[{"code":")" + std::string{category} +
                                   R"("}]}],"code":{"coding":[{"system":"http://snomed.info/sct","code":")" + std::string{code} +
                                   R"(","display":"Words"}]},"subject":{"reference":"Patient/9"}})"));
  };
  EXPECT_TRUE(says(flag("SS", "1"), "type update"));
  EXPECT_TRUE(says(flag("SS", "1"), "health.flags[0].display = Words"));
  EXPECT_TRUE(says(flag("AC", "1"), "discussions[0].with = otherAgency"));
  EXPECT_TRUE(says(flag("safety", "836881000000105"), "type referral"));
  EXPECT_TRUE(says(flag("safety", "836881000000105"), "concern[0].category = safeguarding"));
  EXPECT_TRUE(says(flag("", "766561000000109"), "concern[0].category = adultSafeguarding"));
}

TEST(NhsTranslate, a_lone_consent_is_passed_on_only_where_it_is_one_to_disclosure) {
  const auto outcome = nhs::translate(document(
      R"({"resourceType":"Consent","status":"active","category":[{"coding":[{"code":"IDSCL"}]}],"patient":{"reference":"Patient/9"},"provision":{"type":"deny"}})"));
  EXPECT_TRUE(says(outcome, "consent[0].status = refused"));
  EXPECT_TRUE(says(outcome, "subject.identifiers[0].value = Patient/9"));
}

// The first call about somebody whom nobody knows yet: the updates name them under the same UUID.
TEST(NhsTranslate, an_unidentified_patient_is_known_by_the_messages_uuid) {
  const std::string uuid = "9589fb37-87a2-48d8-968f-b371429208a8";
  const std::string text =
      R"({"resourceType":"Bundle","type":"message","timestamp":"2026-04-01T09:00:00Z","entry":[
{"resource":{"resourceType":"MessageHeader","eventCoding":{"code":"servicerequest-request"}}},
{"resource":{"resourceType":"ServiceRequest","id":"7","status":"active","subject":{"reference":"urn:uuid:)" + uuid + R"("}}},
{"fullUrl":"urn:uuid:)" + uuid + R"(","resource":{"resourceType":"Patient","gender":"male"}}]})";
  const auto outcome = nhs::translate(document(text));
  EXPECT_TRUE(says(outcome, "subject.identifiers[0].value = " + uuid));
  EXPECT_TRUE(says(outcome, "subject.identifiers[0].verified = no"));
}

// FHIR XML: what is of another namespace is not FHIR's, whatever it is called, and a primitive's extension is not lost.
TEST(NhsTranslate, xml_honours_namespaces_and_tells_what_stands_beside_a_value) {
  const auto outcome = nhs::translate(document(R"(<f:Patient xmlns:f="http://hl7.org/fhir" xmlns:x="urn:x">
<x:birthDate value="2011-06-09"/><f:name><f:family value="Okoro"/></f:name>
<f:gender value="female"><f:extension url="urn:told-by"><f:valueString value="mother"/></f:extension></f:gender></f:Patient>)"));
  EXPECT_FALSE(says(outcome, "subject.birthDate = 2011-06-09"));
  EXPECT_TRUE(says(outcome, "subject.names[0].family = Okoro"));
  EXPECT_TRUE(says(outcome, "not carried Patient.urn:x#birthDate"));
  EXPECT_TRUE(says(outcome, "not carried Patient._gender"));
}

NativeInput referral_of(std::string_view patient) {
  return document(
      R"({"resourceType":"Bundle","type":"message","timestamp":"2026-04-01T09:00:00Z","entry":[
{"resource":{"resourceType":"MessageHeader","eventCoding":{"code":"servicerequest-request"}}},
{"resource":{"resourceType":"ServiceRequest","id":"7","status":"active","subject":{"reference":"Patient/1"}}},
{"resource":{"resourceType":"Patient","id":"1",)" +
      std::string{patient} + "}}]}");
}

// Whoever is otherwise named is not kept waiting for a number that is nobody's; whoever is not, is not guessed.
TEST(NhsTranslate, leaves_out_a_wrong_number_only_where_the_person_is_otherwise_named) {
  const std::string wrong = R"("identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9991234501"}])";
  const std::string both =
      R"("identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9991234501"},{"system":"urn:x","value":"H-1"}])";
  struct Case {
    const char* name;
    std::string patient;
    bool goes_on;
  };
  const Case cases[] = {
      {"name and birth date", wrong + R"(,"name":[{"family":"Okoro"}],"birthDate":"2011-06-09")", true},
      {"whole name and birth date", wrong + R"(,"name":[{"text":"A Okoro"}],"birthDate":"2011-06-09")", true},
      {"name and another identifier", both + R"(,"name":[{"family":"Okoro"}])", true},
      {"the number alone", wrong, false},
      {"name alone", wrong + R"(,"name":[{"family":"Okoro"}])", false},
      {"name and year of birth", wrong + R"(,"name":[{"family":"Okoro"}],"birthDate":"2011")", false},
      {"given name and birth date", wrong + R"(,"name":[{"given":["Ada"]}],"birthDate":"2011-06-09")", false},
      {"birth date and another identifier", both + R"(,"birthDate":"2011-06-09")", false},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.name);
    const auto taken = nhs::translate(referral_of(each.patient));
    ASSERT_EQ(taken.has_value(), each.goes_on);
    const Problems& told = taken.has_value() ? taken->messages.front().left_out : taken.error();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].code, "invalid-nhs-number");
    EXPECT_EQ(told[0].where, "Patient.identifier.value, line 4");
    EXPECT_EQ(golden::listing(taken).find("9991234501"), std::string::npos);
  }
}

// One referral through its life, as BaRS tells it: each message is known by event, reason and states together.
TEST(NhsTranslate, tells_the_steps_of_a_sequence_apart) {
  struct Case {
    const char* name;
    const char* event;
    const char* reason;
    const char* response;
    const char* request;
    const char* encounter;  // the header's focus; none where empty
    schemas::BodyType type;
    const char* kind;
    const char* status;
  };
  using schemas::BodyType;
  const Case cases[] = {
      {"new", "servicerequest-request", "new", "", "active", "", BodyType::referral, "", ""},
      {"update", "servicerequest-request", "update", "", "active", "", BodyType::update, "added", "active"},
      {"revoked", "servicerequest-request", "update", "", "revoked", "", BodyType::update, "withdrawn", "revoked"},
      {"deleted", "servicerequest-request", "delete", "", "active", "", BodyType::update, "withdrawn", "active"},
      {"error", "servicerequest-request", "update", "", "entered-in-error", "", BodyType::update, "enteredInError",
       "entered-in-error"},
      {"interim", "servicerequest-response", "new", "ok", "active", "triaged", BodyType::update, "statusChanged",
       "triaged"},
      {"finished", "servicerequest-response", "update", "ok", "active", "finished", BodyType::update, "statusChanged",
       "finished"},
      {"rejected", "servicerequest-response", "new", "ok", "active", "cancelled", BodyType::update, "statusChanged",
       "cancelled"},
      {"not processed", "servicerequest-response", "new", "fatal-error", "active", "", BodyType::update,
       "statusChanged", "fatal-error"},
      {"a request taken back by its answer", "servicerequest-response", "new", "ok", "revoked", "", BodyType::update,
       "withdrawn", "revoked"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.name);
    const std::string entry = R"({"resource":{"resourceType":)";
    const bool is_answer = *each.encounter != 0;
    std::string text =
        R"({"resourceType":"Bundle","type":"message","timestamp":"2026-04-01T09:00:00Z","entry":[)" + entry +
        R"("MessageHeader","eventCoding":{"code":"@event"},"reason":{"coding":[{"code":"@reason"}]},)" +
        R"("response":{"code":"@response"},"focus":[{"reference":"@focus"}]}},)" + entry +
        R"("ServiceRequest","id":"7","status":"@request","subject":{"reference":"Patient/1"}}},)" + entry +
        R"("Patient","id":"1","name":[{"family":"Okoro"}]}})";
    if (is_answer) text += "," + entry + R"("Encounter","id":"e","status":"@encounter"}})";
    text += "]}";
    const auto fill = [&text](const std::string& slot, const std::string& value) {
      if (const std::size_t at = text.find(slot); at != std::string::npos) text.replace(at, slot.size(), value);
    };
    fill("@event", each.event);
    fill("@reason", each.reason);
    fill("@response", each.response);
    fill("@focus", is_answer ? "Encounter/e" : "ServiceRequest/7");
    fill("@request", each.request);
    fill("@encounter", each.encounter);
    const auto taken = nhs::translate(document(text));
    ASSERT_TRUE(taken.has_value()) << golden::listing(taken);
    ASSERT_EQ(taken->messages.size(), 1U);
    EXPECT_EQ(taken->messages[0].type, each.type);
    EXPECT_EQ(taken->messages[0].reference, "7");
    const std::string listed = golden::listing(taken);
    EXPECT_EQ(listed.find("change.kind = " + std::string{each.kind} + "\n") != std::string::npos, *each.kind != 0);
    EXPECT_EQ(listed.find("change.status = " + std::string{each.status} + "\n") != std::string::npos, *each.status != 0);
  }
}

// What a number that is nobody's says of having been traced says nothing of where the person may be found.
TEST(NhsTranslate, takes_no_address_as_open_for_the_sake_of_a_wrong_number) {
  const auto taken = nhs::translate(referral_of(
      R"("identifier":[{"extension":[{"url":"x/NHSNumberVerificationStatus","valueCodeableConcept":{"coding":[{"code":"01"}]}}],
"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9991234501"}],"name":[{"family":"Okoro"}],
"birthDate":"2011-06-09","address":[{"line":["1 Low Road"],"postalCode":"E1 6AN"}])"));
  ASSERT_TRUE(taken.has_value());
  EXPECT_NE(golden::listing(taken).find("subject.address[0].postcode"), std::string::npos);
  EXPECT_EQ(golden::listing(taken).find("confidential"), std::string::npos);
}

// A search result of everybody, each related to each other: what belongs to whom is found once.
TEST(NhsTranslate, takes_a_crowded_search_result_in_good_time) {
  std::string text = R"({"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Slot"}})";
  for (int i = 0; i < 500; ++i) {
    const std::string id = std::to_string(i);
    text += R"(,{"resource":{"resourceType":"Patient","id":"p)" + id + R"(","name":[{"family":"F"}]}})";
    text += R"(,{"resource":{"resourceType":"RelatedPerson","patient":{"reference":"Patient/p)" + id + R"("},"gender":"male"}})";
  }
  const auto taken = nhs::translate(document(text + "]}"));
  ASSERT_TRUE(taken.has_value()) << golden::listing(taken);
  EXPECT_EQ(taken->messages.size(), 500U);
  EXPECT_TRUE(taken->rejected.empty());
  EXPECT_EQ(golden::listing(taken->messages).find("relatedPersons[1]"), std::string::npos);
}

// A partial upload is the commonest broken file: each prefix must be refused, and none may crash.
TEST(NhsTranslate, answers_every_prefix) {
  for (const std::string name :
       {"nhs/flag-safeguarding.xml", "../../deploy/samples/nhs-referral.json", "nhs/referral.xml"}) {
    const NativeInput whole = golden::fixture(name);
    const std::string_view text = as_text(whole.bytes);
    const std::size_t end = text.find_last_of(">}");  // only white space follows
    const std::size_t step = 1 + end / 1000;
    for (std::size_t size = 0; size <= end; size += step)
      EXPECT_FALSE(nhs::translate(document(text.substr(0, size))).has_value()) << name << " " << size;
  }
}

TEST(NhsTranslate, translates_or_refuses_every_sample) {
  const auto inputs = golden::samples("nhs");
  if (inputs.empty()) GTEST_SKIP() << "CONCORDAT_SAMPLES is not set";
  std::size_t translated = 0;
  for (const NativeInput& input : inputs) {
    SCOPED_TRACE(input.name);
    const auto messages = nhs::translate(input);
    if (!messages) {
      ASSERT_FALSE(messages.error().empty());
      for (const schemas::Problem& problem : messages.error()) EXPECT_FALSE(problem.where.empty());
      continue;
    }
    for (const Translation& message : messages->messages) {
      const std::string listed = golden::listing({message});
      EXPECT_TRUE(listed.find("subject.names[0]") != std::string::npos ||
                  listed.find("subject.identifiers[0].value") != std::string::npos);
      EXPECT_FALSE(nhs::render(golden::delivered(message)).text.empty());
      ++translated;
    }
  }
  EXPECT_GT(translated, 0U);
}

}  // namespace
}  // namespace concordat::adapters
