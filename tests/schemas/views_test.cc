#include "schemas/views.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace concordat::schemas {
namespace {

const Date opened = *parse_date("2026-04-01");

std::string viewed(std::string_view path, std::string_view value, Level view) {
  return value_at(*FieldTable::get().find(path), value, view, opened);
}

TEST(ValueAt, reduces_by_view) {
  struct Row {
    std::string path, value;
    Level view;
    std::string expected;
  };
  const std::vector<Row> rows{
      {"subject.birthDate", "2011-06-09", Level::full, "2011-06-09"},
      {"subject.birthDate", "2011-06-09", Level::month, "2011-06"},
      {"subject.birthDate", "2011-06-09", Level::year, "2011"},
      {"subject.birthDate", "2011-06-09", Level::age_band, "11-15"},
      {"subject.birthDate", "2011-06-09", Level::existence, ""},
      {"subject.birthDate", "2026-05-01", Level::age_band, "0-4"},
      {"subject.address.postcode", "SW1A 1AA", Level::outward_code, "SW1A"},
      {"subject.address.postcode", "E1 6AN", Level::outward_code, "E1"},
      {"subject.names.given", "Ann-Marie", Level::initials, "A. M."},
      {"subject.names.asWritten", "Zoë  Ó Néill", Level::initials, "Z. Ó. N."},
      {"subject.names.asWritten", "李 小龙", Level::initials, "李. 小."},
      {"subject.names.asWritten", "J. R. Hartley", Level::initials, "J. R. H."},
  };
  for (const Row& row : rows) EXPECT_EQ(viewed(row.path, row.value, row.view), row.expected) << row.path << " " << name_of(row.view);
}

TEST(AgeOn, turns_on_the_birthday) {
  struct Row {
    std::string birth, day;
    int age;
  };
  const std::vector<Row> rows{{"2008-04-02", "2026-04-01", 17}, {"2008-04-01", "2026-04-01", 18}, {"2008-02-29", "2026-02-28", 17},
                              {"2008-02-29", "2026-03-01", 18}, {"2008-02-29", "2028-02-29", 20}};
  for (const Row& row : rows) EXPECT_EQ(age_on(*parse_date(row.birth), *parse_date(row.day)), row.age) << row.birth << " on " << row.day;
}

TEST(AgeBand, has_every_edge_where_the_format_says) {
  const std::vector<std::pair<int, std::string_view>> rows{
      {0, "0-4"}, {4, "0-4"}, {5, "5-10"}, {10, "5-10"}, {11, "11-15"}, {15, "11-15"}, {16, "16-17"}, {17, "16-17"}, {18, "18-24"},
      {24, "18-24"}, {25, "25-34"}, {34, "25-34"}, {35, "35-44"}, {44, "35-44"}, {45, "45-54"}, {54, "45-54"}, {55, "55-64"},
      {64, "55-64"}, {65, "65+"}, {120, "65+"}};
  for (const auto& [years, band] : rows) EXPECT_EQ(age_band(years), band) << years;
}

// Less detail tells no more: two dates with the same month have the same year, and one month is in the
// band of its first or of its last day.
RC_GTEST_PROP(ValueAt, less_detail_follows_from_more, ()) {
  const int year = *rc::gen::inRange(1920, 2026);
  const int month = *rc::gen::inRange(1, 13);
  const std::string text = std::to_string(year) + (month < 10 ? "-0" : "-") + std::to_string(month) + "-15";
  const std::string by_month = viewed("subject.birthDate", text, Level::month);
  RC_ASSERT(by_month.starts_with(viewed("subject.birthDate", text, Level::year)));
  RC_ASSERT(text.starts_with(by_month));
}

TEST(ValueAtDeathTest, refuses_a_view_that_is_not_declared) {
  EXPECT_DEATH(viewed("subject.gender", "x", Level::initials), "does not declare");
  EXPECT_DEATH(viewed("subject.birthDate", "2011-06-09", Level::withhold), "does not declare");
}

}  // namespace
}  // namespace concordat::schemas
