#include "schemas/field_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "schemas/print_fields.h"
#include "tests/schemas/generated_page.h"

namespace concordat::schemas {
namespace {

const FieldTable& table = FieldTable::get();

std::vector<std::string> paths_of(const std::vector<FieldId>& ids) {
  std::vector<std::string> paths;
  for (const FieldId id : ids) paths.push_back(table[id].path);
  return paths;
}

TEST(FieldTable, has_every_field_annotated) {
  ASSERT_GT(table.fields().size(), 200U);
  for (const FieldEntry& field : table.fields()) {
    EXPECT_FALSE(field.meaning.empty()) << field.path;
    EXPECT_EQ(field.meaning.find_first_of("\n\t|\"\\"), std::string::npos) << field.path;
    EXPECT_FALSE(field.bodies.empty()) << field.path;
    EXPECT_EQ(field.views.front(), Level::existence) << field.path;
    EXPECT_EQ(field.views.back(), Level::full) << field.path;
    EXPECT_TRUE(std::is_sorted(field.views.begin(), field.views.end())) << field.path;
    EXPECT_GE(field.since, 1) << field.path;
    EXPECT_EQ(field.type == ValueType::code, field.type != ValueType::yes_no && !field.codes.empty()) << field.path;
    EXPECT_EQ(table.find(field.path), &field);
  }
}

// A condition over such a field would give the field away to whoever sees which clause applied.
TEST(FieldTable, has_no_fact_that_betrays_a_protected_characteristic) {
  const std::set<FieldClass> never{FieldClass::ethnicity, FieldClass::religion, FieldClass::politics, FieldClass::sex_life,
                                   FieldClass::migration, FieldClass::monitoring};
  for (const FieldEntry& field : table.fields())
    EXPECT_FALSE(field.is_fact && never.contains(field.field_class)) << field.path;
  for (const char* path : {"subject.language", "concern.ideology"}) {
    ASSERT_NE(table.find(path), nullptr);
    EXPECT_FALSE(table.find(path)->is_fact) << path;
  }
}

// A qualifier lies inside the committed value, so the recipient must get it to recompute the leaf.
TEST(FieldTable, has_every_qualifier_among_the_companions) {
  std::size_t qualified = 0;
  for (const FieldEntry& field : table.fields()) {
    for (const FieldId qualifier : field.qualifiers) {
      ++qualified;
      EXPECT_THAT(field.companions, testing::Contains(qualifier)) << field.path << " is qualified by " << table[qualifier].path;
    }
  }
  EXPECT_GT(qualified, 10U);
}

TEST(FieldTable, has_companions_that_can_travel_together) {
  for (const FieldEntry& field : table.fields()) {
    for (const FieldId id : field.companions) {
      const FieldEntry& companion = table[id];
      EXPECT_NE(companion.path, field.path);
      EXPECT_EQ(companion.list, field.list) << field.path;
      EXPECT_EQ(companion.bodies, field.bodies) << field.path;
    }
  }
}

TEST(FieldTable, has_keys_only_where_selectors_can_test_them) {
  for (const ListEntry& list : table.lists()) {
    for (const FieldId key : list.keys) {
      EXPECT_TRUE(table[key].is_key);
      EXPECT_EQ(table[key].type, ValueType::code) << table[key].path;
    }
  }
}

// A view is offered only on the type whose values it can reduce.
TEST(FieldTable, has_views_that_fit_their_types) {
  const auto fits = [](ValueType type, Level view) {
    switch (view) {
      case Level::existence:
      case Level::full: return true;
      case Level::age_band:
      case Level::year:
      case Level::month: return type == ValueType::date;
      case Level::outward_code: return type == ValueType::postcode;
      case Level::initials: return type == ValueType::name;
      case Level::conceal:
      case Level::withhold: return false;
    }
    return false;
  };
  for (const FieldEntry& field : table.fields())
    for (const Level view : field.views) EXPECT_TRUE(fits(field.type, view)) << field.path << " as " << name_of(view);
}

TEST(FieldTable, finds_what_lies_under_a_path) {
  EXPECT_THAT(paths_of(table.under("subject.address")),
              testing::ElementsAre("subject.address.lines", "subject.address.postcode", "subject.address.confidential", "subject.address.kind"));
  EXPECT_THAT(paths_of(table.under("subject.birthDate")), testing::ElementsAre("subject.birthDate"));
  EXPECT_THAT(table.under("subject.birth"), testing::IsEmpty());
  EXPECT_THAT(table.paths(), testing::IsSupersetOf({"subject", "subject.address", "concern.risk", "concern.narrative.text"}));
}

TEST(FieldTable, knows_the_list_that_a_field_lies_in) {
  const FieldEntry* text = table.find("concern.narrative.text");
  ASSERT_NE(text, nullptr);
  ASSERT_TRUE(text->list);
  const ListEntry& narrative = table[*text->list];
  EXPECT_EQ(narrative.path, "concern.narrative");
  ASSERT_TRUE(narrative.parent);
  EXPECT_EQ(table[*narrative.parent].path, "concern");
  EXPECT_THAT(paths_of(narrative.keys), testing::ElementsAre("concern.narrative.class", "concern.narrative.status"));
}

// Every item of the national Prevent referral form has a home.
TEST(FieldTable, holds_the_prevent_referral_form) {
  struct Row {
    std::string_view item, path;
  };
  constexpr auto rows = std::to_array<Row>({
      {"forename(s)", "subject.names.given"},
      {"surname", "subject.names.family"},
      {"date of birth", "subject.birthDate"},
      {"approximate age if unknown", "subject.approximateAge"},
      {"gender", "subject.gender"},
      {"known address(es)", "subject.address.lines"},
      {"nationality/citizenship", "subject.nationality"},
      {"immigration/asylum status", "subject.immigrationStatus"},
      {"primary language", "subject.language"},
      {"telephone(s), email(s)", "subject.contact.value"},
      {"any other family details", "relatedPersons.note"},
      {"how and why the concern was noticed", "concern.narrative.text"},
      {"kind of passage: event, travel, contacts, threats, extremism, material, associates", "concern.narrative.class"},
      {"complex needs: which", "concern.needs.category"},
      {"complex needs: in words", "concern.needs.text"},
      {"social media", "subject.contact.kind"},
      {"other agencies or professionals", "services.professional"},
      {"first identifier wishes to remain anonymous", "firstIdentifier.anonymous"},
      {"first identifier: name", "firstIdentifier.name"},
      {"first identifier: role", "firstIdentifier.role"},
      {"first identifier: organisation", "firstIdentifier.organisation"},
      {"first identifier: relationship to the individual", "firstIdentifier.relationship"},
      {"first identifier: telephone", "firstIdentifier.phone"},
      {"first identifier: email", "firstIdentifier.email"},
      {"referrer: name", "referrer.name"},
      {"referrer: role", "referrer.role"},
      {"referrer: organisation", "referrer.organisation"},
      {"referrer: relationship", "referrer.relationship"},
      {"referrer: telephone", "referrer.phone"},
      {"referrer: email", "referrer.email"},
      {"organisational Prevent lead: name", "referrer.lead.name"},
      {"organisational Prevent lead: contact", "referrer.lead.email"},
      {"date the concern first came to light", "concern.dateCameToLight"},
      {"date referred", "referral.dateReferred"},
      {"disability, disorder or mental health", "subject.disability"},
      {"mental health concern", "health.mentalHealth"},
      {"discussed with own safeguarding or Prevent lead", "discussions.with"},
      {"result of that discussion", "discussions.outcome"},
      {"told the individual?", "consent.subjectTold"},
      {"their response", "consent.response"},
      {"direct action taken", "concern.actions.text"},
      {"current and previous occupation", "subject.employment.occupation"},
      {"current and previous employer", "subject.employment.employer"},
      {"current school or college", "education.establishment"},
      {"previous school or college", "education.previous"},
  });
  for (const Row& row : rows) {
    const FieldEntry* field = table.find(row.path);
    ASSERT_NE(field, nullptr) << row.item << " has no home at " << row.path;
    EXPECT_THAT(field->bodies, testing::Contains(BodyType::referral)) << row.item;
  }
}

TEST(PrintFields, keeps_the_page_equal) { expect_page("docs/fields.md", fields_as_markdown()); }

TEST(PrintFields, prints_a_line_a_field) {
  const auto lines_in = [](const std::string& text) { return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')); };
  EXPECT_EQ(lines_in(fields_as_json_lines()), table.fields().size());
  EXPECT_EQ(lines_in(fields_as_text()), table.fields().size() + 1);
  EXPECT_THAT(fields_as_json_lines(),
              testing::HasSubstr(R"({"path": "subject.address.postcode", "type": "postcode", "codes": [], "class": "contact", )"
                                 R"("views": ["full", "outwardCode", "existence"], "fact": false, "key": false, )"
                                 R"("companions": ["subject.address.kind", "subject.address.confidential"])"));
}

}  // namespace
}  // namespace concordat::schemas
