#include "schemas/draft.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace concordat::schemas {
namespace {

TEST(CanonicalValue, gives_the_one_form_or_nothing) {
  struct Row {
    std::string path, given;
    std::optional<std::string> canonical;
  };
  const std::vector<Row> rows{
      {"subject.birthDate", "2011-06-09", "2011-06-09"},
      {"subject.birthDate", "09/06/2011", {}},
      {"subject.birthDate", "2011-02-29", {}},
      {"subject.address.postcode", "sw1a1aa", "SW1A 1AA"},
      {"subject.address.postcode", " E1  6an ", "E1 6AN"},
      {"subject.address.postcode", "E1", {}},
      {"subject.address.postcode", "E1 AAN", {}},
      {"subject.address.postcode", "11 6AN", {}},
      {"subject.approximateAge", "15", "15"},
      {"subject.approximateAge", "015", "15"},
      {"subject.approximateAge", "254", "254"},
      {"subject.approximateAge", "255", {}},
      {"subject.approximateAge", "-1", {}},
      {"subject.approximateAge", "1.5", {}},
      {"subject.sex", "female", "female"},
      {"subject.sex", "Female", {}},
      {"subject.sex", "unset", {}},
      {"subject.interpreter", "yes", "yes"},
      {"subject.interpreter", "true", {}},
      {"subject.names.given", "e\u0301", "é"},
      {"concern.narrative.text", "a\r\nb\rc", "a\nb\nc"},
      {"concern.narrative.text", std::string("a\0b", 3), {}},
      {"concern.narrative.text", "\xff", {}},
      {"concern.narrative.text", std::string(65536, 'x'), std::string(65536, 'x')},
      {"concern.narrative.text", std::string(65537, 'x'), {}},
      {"recall.message", "01966A3E-0000-7000-8000-000000000001", "01966a3e-0000-7000-8000-000000000001"},
      {"recall.message", "01966a3e", {}},
      {"attachments.bytes", std::string("\0\xff", 2), std::string("\0\xff", 2)},
  };
  for (const Row& row : rows) {
    const FieldEntry* field = FieldTable::get().find(row.path);
    ASSERT_NE(field, nullptr) << row.path;
    EXPECT_EQ(canonical_value(*field, row.given), row.canonical) << row.path << " " << row.given.substr(0, 30);
  }
}

RC_GTEST_PROP(CanonicalValue, is_its_own_canonical_form, (const std::string& given)) {
  for (const FieldEntry& field : FieldTable::get().fields()) {
    const auto once = canonical_value(field, given);
    if (once) RC_ASSERT(canonical_value(field, *once) == once);
  }
}

TEST(NhsNumber, holds_its_check_digit) {
  EXPECT_EQ(canonical_nhs_number("943 476 5919"), "9434765919");
  EXPECT_EQ(canonical_nhs_number("943-476-5919"), "9434765919");
  for (const char* wrong : {"943 476 5918", "943476591", "94347659190", "943476591x", ""}) EXPECT_FALSE(canonical_nhs_number(wrong)) << wrong;
}

// Every digit but the right one fails.
TEST(NhsNumber, has_at_most_one_check_digit) {
  for (int stem = 100000000; stem < 100000500; ++stem) {
    int valid = 0;
    for (char check = '0'; check <= '9'; ++check) valid += canonical_nhs_number(std::to_string(stem) + check).has_value() ? 1 : 0;
    EXPECT_LE(valid, 1) << stem;
  }
}

TEST(Draft, leaves_out_what_is_empty) {
  Draft draft;
  draft.set("subject.gender", "  ");
  const auto empty = draft.add("concern");
  draft.add("concern.narrative", empty);
  const auto kept = draft.add("concern");
  draft.set("concern.narrative.text", "x", draft.add("concern.narrative", kept));
  const auto body = std::move(draft).finish(BodyType::referral);
  ASSERT_TRUE(body.has_value());
  ASSERT_EQ(body->elements.size(), 2U);
  ASSERT_EQ(body->fields.size(), 1U);
  EXPECT_EQ(positional_path(*body, body->fields[0].id, body->fields[0].element), "concern[0].narrative[0].text");
}

TEST(Draft, keeps_the_last_value_set) {
  Draft draft;
  draft.set("subject.sex", "female");
  draft.set("subject.sex", "male");
  EXPECT_TRUE(draft.has("subject.sex"));
  const auto body = std::move(draft).finish(BodyType::referral);
  ASSERT_TRUE(body.has_value());
  ASSERT_EQ(body->fields.size(), 1U);
  EXPECT_EQ(body->fields[0].value, "male");
}

TEST(Draft, tells_all_problems_and_no_value) {
  Draft draft;
  draft.set("subject.birthDate", "9 June 2011", no_element, "line 12");
  draft.set("subject.sex", "Okoro");
  draft.problem("missing-subject", "row 3", "nobody is named");
  EXPECT_TRUE(draft.has_problems());
  const auto body = std::move(draft).finish(BodyType::referral);
  ASSERT_FALSE(body.has_value());
  std::vector<std::string> told;
  for (const Problem& problem : body.error()) told.push_back(problem.code + " " + problem.where + ": " + problem.what);
  ASSERT_EQ(told.size(), 3U);
  EXPECT_THAT(told[0], testing::StartsWith("invalid-value line 12: subject.birthDate must be a date"));
  EXPECT_THAT(told[1], testing::StartsWith("invalid-value subject.sex: subject.sex must be one of: female, male"));
  for (const std::string& line : told) EXPECT_THAT(line, testing::Not(testing::AnyOf(testing::HasSubstr("9 June"), testing::HasSubstr("Okoro"))));
}

TEST(Draft, refuses_a_field_that_the_type_cannot_carry) {
  Draft draft;
  draft.set("health.summary", "x");
  const auto body = std::move(draft).finish(BodyType::closure);
  ASSERT_FALSE(body.has_value());
  EXPECT_EQ(body.error().front().code, "field-not-in-body");
  EXPECT_EQ(body.error().front().where, "health.summary");
}

TEST(Draft, gives_each_element_its_own_id) {
  Draft draft;
  const ElementId given{std::byte{1}};
  draft.set("concern.category", "missing", draft.add("concern"));
  draft.set("concern.category", "missing", draft.add("concern"));
  draft.set("concern.category", "missing", draft.add_with_id("concern", no_element, given));
  const auto body = std::move(draft).finish(BodyType::referral);
  ASSERT_TRUE(body.has_value());
  EXPECT_NE(body->elements[0].id, body->elements[1].id);
  EXPECT_EQ(body->elements[2].id, given);
}

TEST(DraftDeathTest, takes_a_slip_of_the_caller_as_a_bug) {
  Draft draft;
  EXPECT_DEATH(draft.set("subject.birthdate", "x"), "no such field");
  EXPECT_DEATH(draft.add("concerns"), "no such list");
  EXPECT_DEATH(draft.set("concern.category", "missing"), "not of the list");
  EXPECT_DEATH(draft.add("concern.narrative"), "inside an element");
}

}  // namespace
}  // namespace concordat::schemas
