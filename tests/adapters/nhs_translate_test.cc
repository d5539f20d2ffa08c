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
       {"../../deploy/samples/nhs-referral.json", "nhs/update-restricted.json", "nhs/response-cancelled.json",
        "nhs/entered-in-error.json", "nhs/flag-safeguarding.xml", "nhs/many-problems.json"}) {
    SCOPED_TRACE(name);
    const NativeInput input = golden::fixture(name);
    const std::string listed = golden::listing(nhs::translate(input));
    EXPECT_EQ(listed, golden::expected("nhs/" + input.name + ".expected.txt", listed));
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
      {"a lone patient", "{\"resourceType\": \"Patient\"}", "not-a-referral", "resourceType, line 1"},
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
       "missing-subject", "Flag.subject"},
      {"a flag that is no concern",
       R"({"resourceType":"Flag","status":"active","category":[{"coding":[{"code":"SS"}]}]})",
       "not-a-referral", "Flag.category, line 1"},
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
  EXPECT_EQ(refused.error()[0].code, "not-a-referral");
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
