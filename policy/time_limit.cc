#include "policy/time_limit.h"

#include <algorithm>

#include "policy/bank_holidays.h"

namespace concordat::policy {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::months;
using std::chrono::sys_days;

// How much longer an ordinary day is than this one: the clocks change at 01:00 UTC.
Instant::duration lost_to_the_clocks(Date date) {
  return days{1} - (london_midnight(sys_days{date} + days{1}) - london_midnight(date));
}
bool is_after_the_change(Instant instant, Date date) {
  return instant >= sys_days{date} + hours{1};
}

Instant::duration time_of_day(Instant instant, Date date) {
  const auto elapsed = instant - london_midnight(date);
  return is_after_the_change(instant, date) ? elapsed + lost_to_the_clocks(date) : elapsed;
}
Instant at_time(Instant::duration time, Date date) {
  const Instant changed = london_midnight(date) + time - lost_to_the_clocks(date);
  return is_after_the_change(changed, date) ? changed : london_midnight(date) + time;
}

Date next_working_day(Date date) {
  do date = sys_days{date} + days{1};
  while (!is_working_day(date));
  return date;
}

// A limit of more than a thousand years is one of a thousand.
Date add_months(Date date, unsigned count) {
  const auto moved = date + months{std::min(count, 12'000U)};
  return moved.ok() ? moved : Date{moved.year() / moved.month() / std::chrono::last};
}

Date date_after(Date date, const Span& span) {
  switch (span.unit) {
    case Unit::hour:
      break;
    case Unit::day:
      return sys_days{date} + days{span.count};
    case Unit::working_day:
      for (std::uint32_t i = 0; i < span.count; ++i) date = next_working_day(date);
      return date;
    case Unit::month:
      return add_months(date, span.count);
    case Unit::year:
      return add_months(date, 12 * span.count);
  }
  return date;
}

}  // namespace

bool is_working_day(Date date) {
  const auto weekday = std::chrono::weekday{sys_days{date}}.iso_encoding();
  return weekday <= 5 && !is_bank_holiday(date);
}

Instant due_after(Instant from, const Span& span) {
  if (span.unit == Unit::hour) return from + hours{span.count};
  const Date date = london_date(from);
  if (span.unit == Unit::working_day && !is_working_day(date))
    return london_midnight(date_after(next_working_day(date), span));
  return at_time(time_of_day(from, date), date_after(date, span));
}

}  // namespace concordat::policy
