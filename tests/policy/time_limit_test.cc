#include "policy/time_limit.h"

#include <gtest/gtest.h>

#include "policy/bank_holidays.h"

namespace concordat::policy {
namespace {

std::string due(const char* from, std::uint32_t count, Unit unit) {
  return format_instant(due_after(*parse_instant(from), {count, unit}));
}

TEST(TimeLimit, ends_when_people_would_say_it_does) {
  struct Case {
    const char* what;
    const char* from;
    std::uint32_t count;
    Unit unit;
    const char* due;
  };
  for (const Case& c : {
           Case{"hours are hours", "2026-03-28T23:30:00Z", 24, Unit::hour, "2026-03-29T23:30:00.000Z"},
           Case{"a day keeps its time of day when the clocks change", "2026-03-28T16:00:00Z", 1, Unit::day,
                "2026-03-29T15:00:00.000Z"},
           Case{"and when they change back", "2026-10-24T15:00:00Z", 1, Unit::day, "2026-10-25T16:00:00.000Z"},
           Case{"from a day on which they change", "2026-03-29T15:00:00Z", 1, Unit::day, "2026-03-30T15:00:00.000Z"},
           Case{"from that night, before they change", "2026-10-25T00:30:00Z", 1, Unit::day, "2026-10-26T01:30:00.000Z"},
           Case{"Friday to Monday", "2026-05-08T15:00:00Z", 1, Unit::working_day, "2026-05-11T15:00:00.000Z"},
           Case{"over a bank holiday", "2026-05-01T15:00:00Z", 1, Unit::working_day,
                "2026-05-05T15:00:00.000Z"},
           Case{"over Easter", "2026-04-02T15:00:00Z", 2, Unit::working_day, "2026-04-08T15:00:00.000Z"},
           Case{"Saturday: the end of Monday", "2026-05-09T10:00:00Z", 1, Unit::working_day,
                "2026-05-11T23:00:00.000Z"},
           Case{"23:30 UTC on Sunday is Monday in London", "2026-05-10T23:30:00Z", 1, Unit::working_day,
                "2026-05-11T23:30:00.000Z"},
           Case{"over Christmas, Boxing Day on its Monday", "2026-12-24T12:00:00Z", 1, Unit::working_day,
                "2026-12-29T12:00:00.000Z"},
           Case{"a month with fewer days", "2026-01-31T12:00:00Z", 1, Unit::month,
                "2026-02-28T12:00:00.000Z"},
           Case{"a leap day", "2028-02-29T12:00:00Z", 1, Unit::year, "2029-02-28T12:00:00.000Z"},
       })
    EXPECT_EQ(due(c.from, c.count, c.unit), c.due) << c.what;
}

TEST(TimeLimit, is_total) {
  EXPECT_GT(due_after({}, {65535, Unit::year}), Instant{});
}

// The table against the rules that the days are proclaimed by.
Date easter_sunday(int year) {  // Meeus, Jones and Butcher
  const int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25;
  const int g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
  const int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
  const int n = h + l - 7 * m + 114;
  return Date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(n / 31)},
              std::chrono::day{static_cast<unsigned>(n % 31 + 1)}};
}

TEST(BankHolidays, are_eight_a_year_and_never_at_a_weekend) {
  using namespace std::chrono;
  for (int y = 2025; y <= 2035; ++y) {
    const auto of = [&](auto day) { return is_bank_holiday(Date{day}); };
    const sys_days easter{easter_sunday(y)};
    EXPECT_TRUE(of(easter - days{2}) && of(easter + days{1})) << y;
    EXPECT_TRUE(of(sys_days{year{y} / May / Monday[1]}) && of(sys_days{year{y} / May / Monday[last]}) &&
                of(sys_days{year{y} / August / Monday[last]}))
        << y;
    int count = 0;
    for (sys_days day = year{y} / January / 1; day < sys_days{year{y + 1} / January / 1}; day += days{1}) {
      if (!is_bank_holiday(day)) continue;
      ++count;
      EXPECT_LE(weekday{day}.iso_encoding(), 5U) << format_date(day);
    }
    EXPECT_EQ(count, 8) << y;
  }
  EXPECT_TRUE(is_bank_holiday(*parse_date("2027-12-27")) && is_bank_holiday(*parse_date("2027-12-28")));
  EXPECT_FALSE(is_bank_holiday(*parse_date("2027-12-25"))) << "a Saturday: its substitute is the Monday";
  EXPECT_TRUE(is_working_day(*parse_date("2026-05-05")));
  EXPECT_FALSE(is_working_day(*parse_date("2026-05-04")));
}

}  // namespace
}  // namespace concordat::policy
