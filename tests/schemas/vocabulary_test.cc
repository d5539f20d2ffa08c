#include "schemas/vocabulary.h"

#include <gtest/gtest.h>

#include "schemas/ids.h"

namespace concordat::schemas {
namespace {

template <class Enum>
void expect_names(std::size_t count, std::optional<Enum> (*named)(std::string_view)) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = static_cast<Enum>(i);
    EXPECT_EQ(named(name_of(value)), value) << name_of(value);
  }
  EXPECT_FALSE(named(""));
  EXPECT_FALSE(named("unset"));
}

TEST(Vocabulary, finds_every_name_again) {
  expect_names<FieldClass>(14, field_class_named);
  expect_names<Level>(9, level_named);
  expect_names<BodyType>(7, body_type_named);
  expect_names<Marking>(2, marking_named);
  expect_names<Urgency>(3, urgency_named);
  expect_names<Emergency>(3, emergency_named);
  expect_names<LinkRelation>(3, link_relation_named);
}

TEST(Vocabulary, knows_which_classes_must_be_named) {
  for (const char* ordinary : {"identity", "identifier", "contact", "narrative", "administrative"})
    EXPECT_TRUE(is_ordinary(*field_class_named(ordinary))) << ordinary;
  for (const char* special : {"health", "ethnicity", "religion", "politics", "sexLife", "migration", "offence", "source", "monitoring"})
    EXPECT_FALSE(is_ordinary(*field_class_named(special))) << special;
}

TEST(AgencyId, has_two_or_three_plain_parts) {
  for (const char* good : {"police/met", "nhs/nelft/camhs", "school/st-mary-2", "a/1"}) EXPECT_TRUE(parse_agency_id(good)) << good;
  for (const char* bad : {"", "police", "Police/met", "police/", "/met", "a/b/c/d", "police/-x", "police/m et", "police/é"})
    EXPECT_FALSE(parse_agency_id(bad)) << bad;
  EXPECT_FALSE(parse_agency_id("a/" + std::string(65, 'x')));
  EXPECT_EQ(agency_kind(*parse_agency_id("nhs/nelft/camhs")), "nhs");
}

TEST(AgreementName, is_a_name_and_a_version) {
  const auto name = parse_agreement_name("lbbd-prevent/3");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->name, "lbbd-prevent");
  EXPECT_EQ(name->version, 3);
  EXPECT_EQ(format_agreement_name(*name), "lbbd-prevent/3");
  for (const char* bad : {"", "x", "x/", "/3", "x/0", "x/03", "x/-1", "x/3a", "x/99999999999"}) EXPECT_FALSE(parse_agreement_name(bad)) << bad;
}

}  // namespace
}  // namespace concordat::schemas
