#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/council/translate.h"
#include "adapters/json.h"
#include "golden.h"

namespace concordat::adapters {
namespace {

using schemas::Level;

NativeInput document(std::string_view text) {
  return {.name = "document", .bytes = to_bytes(as_bytes(text)), .beside = {}};
}

TEST(CouncilTranslate, gives_what_each_fixture_promises) {
  for (const std::string name :
       {"council/census.xml", "council/census-many-problems.xml", "council/care-application.json",
        "council/care-application-cafcass.json", "council/csc-api.json", "../../deploy/samples/council-census.xml"}) {
    SCOPED_TRACE(name);
    const NativeInput input = golden::fixture(name);
    const std::string listed = golden::listing(council::translate(input));
    EXPECT_EQ(listed, golden::expected("council/" + input.name + ".expected.txt", listed));
  }
}

TEST(CouncilTranslate, hides_where_a_child_lives_if_the_application_does) {
  const auto messages = council::translate(golden::fixture("council/care-application.json"));
  ASSERT_TRUE(messages.has_value());
  ASSERT_EQ(messages->messages.size(), 2U);
  const std::string hidden = golden::listing({messages->messages[0]});
  const std::string open = golden::listing({messages->messages[1]});
  EXPECT_NE(hidden.find("subject.address[0].confidential = yes"), std::string::npos);
  EXPECT_NE(hidden.find(".path = subject.address\n"), std::string::npos);
  EXPECT_NE(open.find("subject.address[0].confidential = no"), std::string::npos);
  EXPECT_EQ(open.find(".path = subject.address\n"), std::string::npos);
  // The mother's address is hidden whichever child the message is about.
  EXPECT_NE(open.find(".path = relatedPersons[0].address\n"), std::string::npos);
}

TEST(CouncilTranslate, takes_a_confidential_address_anywhere_in_the_case_for_the_children) {
  const auto messages = council::translate(golden::fixture("council/care-application-cafcass.json"));
  ASSERT_TRUE(messages.has_value());
  EXPECT_NE(golden::listing(*messages).find("subject.address[0].confidential = yes"), std::string::npos);
}

TEST(CouncilTranslate, names_problems_without_their_values) {
  const auto messages = council::translate(golden::fixture("council/census-many-problems.xml"));
  ASSERT_FALSE(messages.has_value());
  EXPECT_EQ(messages.error().size(), 6U);
  const std::string listed = golden::listing(messages.error());
  for (const char* const value : {"3Z", "99X", "2026-02-30", "maybe"})
    EXPECT_EQ(listed.find(value), std::string::npos) << value;
}

TEST(CouncilTranslate, a_bad_child_does_not_sink_the_others) {
  NativeInput census = golden::fixture("council/census.xml");
  std::string text{as_text(census.bytes)};
  const auto whole = council::translate(census);
  ASSERT_TRUE(whole.has_value());
  ASSERT_GT(whole->messages.size(), 1U);
  text.replace(text.rfind("<CINreferralDate>") + 17, 10, "2026-02-30");
  census.bytes = to_bytes(as_bytes(text));
  const auto part = council::translate(census);
  ASSERT_TRUE(part.has_value());
  EXPECT_EQ(part->messages.size(), whole->messages.size() - 1);
  ASSERT_FALSE(part->rejected.empty());
  EXPECT_TRUE(part->rejected.front().where.starts_with("Child 2 ")) << part->rejected.front().where;
}

TEST(CouncilTranslate, refuses) {
  const std::string census =
      "<Message><Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header>";
  std::string crowd = "{\"children1\": [";
  for (int i = 0; i < 300; ++i) crowd += i == 0 ? "{}" : ",{}";
  std::string factors;
  for (int i = 0; i < 3000; ++i) factors += "<AssessmentFactors>2A</AssessmentFactors>";
  struct Case {
    const char* name;
    std::string text;
    const char* code;
    const char* where;
  };
  const Case cases[] = {
      {"nothing", "\n", "empty-file", "document"},
      {"prose", "Minutes", "unknown-format", "line 1"},
      {"other XML", "<CTfile/>", "unknown-format", "line 1"},
      {"other JSON", "{\"eventType\": \"x\"}", "unknown-format", "line 1"},
      {"an empty census", census + "\n<Children/></Message>", "missing-subject", "line 1"},
      {"a child without an episode",
       census + "<Children>\n<Child><ChildIdentifiers><LAchildID>A1</LAchildID></ChildIdentifiers></Child></"
                "Children></Message>",
       "not-a-referral", "Child 1, line 2"},
      {"a child without an identifier",
       census + "<Children>\n<Child><CINdetails><CINreferralDate>2026-01-01</CINreferralDate></CINdetails></"
                "Child></Children></Message>",
       "missing-subject", "Child 1, line 2"},
      {"a child that is a file", census + "<Children>\n<Child>" + factors + "</Child></Children></Message>",
       "too-large", "Child 1, line 2"},
      {"no children", R"({"caseData": {"applicants": [], "children1": []}})", "missing-subject",
       "children, line 1"},
      {"a nameless child", R"({"caseData": {"children1": [{"value": {"party": {"gender": "Boy"}}}]}})",
       "missing-subject", "children1[0], line 1"},
      {"a crowd", crowd + "]}", "too-large", "children1, line 1"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.name);
    const auto messages = council::translate(document(each.text));
    ASSERT_FALSE(messages.has_value());
    ASSERT_EQ(messages.error().size(), 1U);
    EXPECT_EQ(messages.error()[0].code, each.code);
    EXPECT_EQ(messages.error()[0].where, each.where);
  }
}

// A child whose assessment named a factor of next year's list was refused whole.
TEST(CouncilTranslate, leaves_out_a_code_that_its_list_lacks) {
  const std::string coded =
      R"(<Children><Child><ChildIdentifiers><LAchildID>A1</LAchildID><Sex>Q</Sex></ChildIdentifiers><ChildCharacteristics><Ethnicity>QQQQ</Ethnicity></ChildCharacteristics>
<CINdetails><CINreferralDate>2026-01-01</CINreferralDate><ReferralSource>99Z</ReferralSource><PrimaryNeedCode>N99</PrimaryNeedCode><ReferralNFA>perhaps</ReferralNFA>
<Assessments><AssessmentActualStartDate>2026-01-02</AssessmentActualStartDate><FactorsIdentifiedAtAssessment><AssessmentFactors>99Z</AssessmentFactors><AssessmentFactors>4B</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments></CINdetails></Child></Children></Message>)";
  struct Case {
    const char* name;
    std::string text;
    std::size_t left_out;
    const char* kept;
  };
  const Case cases[] = {
      {"census", "<Message><Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header>" + coded, 6, "socialCare.factors[0].factor = 4B\n"},
      {"care application",
       R"({"children": [{"firstName": "A", "lastName": "B", "gender": "Q"}], "risks": {"whatKindOfRiskAndHarmToChildren": ["COLD_TEA", "NEGLECT"]}})",
       2, "concern[1].category = neglect\n"},
      {"API",
       R"({"la_code": "301", "children": [{"la_child_id": "A1", "child_details": {"sex": "Q", "ethnicity": "QQQQ"}, "social_care_episodes": [{"social_care_episode_id": "E1", "referral_date": "2026-01-01", "referral_no_further_action_flag": "perhaps"}]}]})",
       3, "referral.reference = E1\n"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.name);
    const auto taken = council::translate(document(each.text));
    ASSERT_TRUE(taken.has_value());
    EXPECT_TRUE(taken->rejected.empty());
    ASSERT_EQ(taken->messages.size(), 1U);
    const Translation& message = taken->messages[0];
    EXPECT_EQ(message.left_out.size(), each.left_out);
    for (const schemas::Problem& problem : message.left_out) EXPECT_EQ(problem.code, "unknown-code") << problem.where;
    EXPECT_NE(golden::listing(taken->messages).find(each.kept), std::string::npos);
    for (const std::string& path : message.not_carried) EXPECT_EQ(path.find("gender"), std::string::npos) << path;
  }
}

TEST(CouncilTranslate, reads_dates_as_other_systems_write_them_and_orders_by_them) {
  const auto census = [](const std::string& earlier, const std::string& later) {
    return "<Message><Header><CollectionDetails><Collection>CIN</Collection><ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails></Header><Children><Child><ChildIdentifiers><LAchildID>A1</LAchildID>"
           "<PersonBirthDate>2012-05-01T00:00:00</PersonBirthDate></ChildIdentifiers><CINdetails><CINreferralDate>" + later + "</CINreferralDate></CINdetails><CINdetails><CINreferralDate>" + earlier +
           "</CINreferralDate></CINdetails></Child></Children></Message>";
  };
  for (const std::string& text : {census("2025-12-31", "2026-01-02"), census("2025-12-31Z", "2026-01-02+01:00"), census("31/12/2025", "02/01/2026"), census("2025-12-31T00:00:00", "2026-01-02T00:00:00Z")}) {
    SCOPED_TRACE(text);
    const auto taken = council::translate(document(text));
    ASSERT_TRUE(taken.has_value()) << golden::listing(taken);
    const std::string listing = golden::listing(taken->messages);
    for (const char* said : {"subject.birthDate = 2012-05-01\n", "subject.ageGroup = child\n", "referral.dateReferred = 2026-01-02\n"}) EXPECT_NE(listing.find(said), std::string::npos) << listing;
  }
}

TEST(CouncilTranslate, reads_a_census_in_declared_latin_1) {
  std::string text{as_text(golden::fixture("../../deploy/samples/council-census.xml").bytes)};
  text.replace(text.find("UTF-8"), 5, "ISO-8859-1");
  text.replace(text.find("<LEA>301"), 8, "<LEA>Zo\xeb");
  const auto messages = council::translate(document(text));
  ASSERT_TRUE(messages.has_value());
  EXPECT_NE(golden::listing(*messages).find("socialCare.authority = Zo\xc3\xab\n"), std::string::npos);
}

TEST(CouncilTranslate, answers_every_prefix) {
  for (const std::string name : {"council/census.xml", "council/care-application.json"}) {
    const NativeInput whole = golden::fixture(name);
    const std::string_view text = as_text(whole.bytes);
    const std::size_t end = text.find_last_of(">}");
    for (std::size_t size = 0; size <= end; size += 3)
      EXPECT_FALSE(council::translate(document(text.substr(0, size))).has_value()) << name << " " << size;
  }
}

TEST(CouncilTranslate, translates_or_refuses_every_sample) {
  const auto inputs = golden::samples("council");
  if (inputs.empty()) GTEST_SKIP() << "CONCORDAT_SAMPLES is not set";
  std::size_t translated = 0;
  for (const NativeInput& input : inputs) {
    SCOPED_TRACE(input.name);
    const auto messages = council::translate(input);
    if (!messages) {
      ASSERT_FALSE(messages.error().empty());
      for (const schemas::Problem& problem : messages.error()) EXPECT_FALSE(problem.where.empty());
      continue;
    }
    EXPECT_FALSE(messages->messages.empty());
    for (const Translation& message : messages->messages) {
      const std::string listed = golden::listing({message});
      EXPECT_TRUE(listed.find("subject.names[0]") != std::string::npos ||
                  listed.find("system = laChildId") != std::string::npos);
      EXPECT_NE(listed.find("concern[0].category"), std::string::npos);
      ++translated;
    }
    EXPECT_FALSE(council::render(golden::delivered(messages->messages.front())).text.empty());
  }
  EXPECT_GT(translated, 0U);
}

schemas::Delivered census_child() {
  const auto messages = council::translate(golden::fixture("council/census.xml"));
  CHECK(messages.has_value(), "the census fixture translates");
  return golden::delivered(messages->messages.front());
}

TEST(CouncilRender, writes_the_whole_child) {
  const Native native = council::render(census_child());
  EXPECT_EQ(native.extension, ".json");
  EXPECT_EQ(native.text, golden::expected("council/census.rendered.json", native.text));
  const auto application = council::translate(golden::fixture("council/care-application.json"));
  ASSERT_TRUE(application.has_value());
  const Native second = council::render(golden::delivered(application->messages.front()));
  EXPECT_EQ(second.text, golden::expected("council/care-application.rendered.json", second.text));
}

TEST(CouncilRender, says_at_which_view_a_value_is_shown) {
  schemas::Delivered delivered = census_child();
  const auto birth = schemas::FieldTable::get().field("subject.birthDate");
  const auto death = schemas::FieldTable::get().field("subject.ethnicity");
  for (schemas::DeliveredField& field : delivered.fields) {
    if (field.id == *birth) field = {field.id, field.element, Level::month, "2011-06"};
    if (field.id == *death) field = {field.id, field.element, Level::existence, ""};
  }
  const auto read = read_json(as_bytes(council::render(delivered).text));
  ASSERT_TRUE(read.has_value());
  const Json& child = (*read)["child_details"];
  EXPECT_EQ(child["date_of_birth"].text, "2011-06");
  EXPECT_EQ(child["date_of_birth_shown_as"].text, "month");
  EXPECT_EQ(child["ethnicity"].text, "masked");
  EXPECT_EQ(child["ethnicity_shown_as"].text, "existence");
  EXPECT_FALSE(child.has("sex_shown_as"));
}

TEST(CouncilRender, leaves_out_no_released_field) {
  const auto application = council::translate(golden::fixture("council/care-application.json"));
  ASSERT_TRUE(application.has_value());
  schemas::Delivered delivered = golden::delivered(application->messages.front());
  for (schemas::DeliveredField& field : delivered.fields)
    if (schemas::FieldTable::get()[field.id].type == schemas::ValueType::text)
      field.value = "canary " + field.value;
  const std::string text = council::render(delivered).text;
  for (const schemas::DeliveredField& field : delivered.fields)
    EXPECT_TRUE(!field.value.starts_with("canary ") ||
                text.find(field.value.substr(0, field.value.find('\n'))) != std::string::npos)
        << schemas::FieldTable::get()[field.id].path;
  EXPECT_NE(text.find("DO NOT USE: canary"), std::string::npos);
}

}  // namespace
}  // namespace concordat::adapters
