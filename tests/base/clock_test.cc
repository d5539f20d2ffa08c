#include "base/clock.h"

#include <gtest/gtest.h>

namespace concordat {
namespace {

TEST(Date, reads_only_days_that_exist) {
  EXPECT_EQ(format_date(*parse_date("2028-02-29")), "2028-02-29");
  for (const char* bad : {"2026-02-29", "2026-13-01", "2026-1-01", "20260101", "2026-01-01 ", "0000-01-01", ""})
    EXPECT_FALSE(parse_date(bad)) << bad;
}

TEST(Instant, reads_rfc_3339_with_offsets_and_writes_utc) {
  EXPECT_EQ(format_instant(*parse_instant("2026-07-01T09:30:00+01:00")), "2026-07-01T08:30:00.000Z");
  EXPECT_EQ(format_instant(*parse_instant("2021-10-11T12:15:10.1234567Z")), "2021-10-11T12:15:10.123Z");
  for (const char* bad : {"2026-07-01", "2026-07-01T09:30:00", "2026-07-01T24:30:00Z", "2026-07-01T09:30:00.Z",
                          "2026-07-01T09:30:00+1:00", "2026-07-01T09:30:00Zx"})
    EXPECT_FALSE(parse_instant(bad)) << bad;
}

TEST(London, midnight_follows_summer_time) {
  struct Case { const char* date; const char* midnight; };
  for (const Case& c : {Case{"2026-01-15", "2026-01-15T00:00:00.000Z"}, Case{"2026-07-01", "2026-06-30T23:00:00.000Z"},
                        Case{"2026-03-29", "2026-03-29T00:00:00.000Z"}, Case{"2026-03-30", "2026-03-29T23:00:00.000Z"},
                        Case{"2026-10-25", "2026-10-24T23:00:00.000Z"}, Case{"2026-10-26", "2026-10-26T00:00:00.000Z"}}) {
    EXPECT_EQ(format_instant(london_midnight(*parse_date(c.date))), c.midnight);
    EXPECT_EQ(format_date(london_date(london_midnight(*parse_date(c.date)))), c.date);
    EXPECT_NE(format_date(london_date(london_midnight(*parse_date(c.date)) - std::chrono::milliseconds{1})), c.date);
  }
}

}  // namespace
}  // namespace concordat
