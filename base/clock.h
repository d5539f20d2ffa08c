// Time, as a port: whoever needs "now" is handed a Clock, so that a test can own it.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <optional>

namespace concordat {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Date = std::chrono::year_month_day;

class Clock {
public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
public:
  Instant now() const override {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

// "2026-04-01", and nothing else; a day that does not exist is refused.
std::optional<Date> parse_date(std::string_view text);
std::string format_date(Date date);

// RFC 3339 in UTC with milliseconds, "2026-04-01T09:30:00.000Z". parse_instant also takes a
// numeric offset, a fraction of 0 to 9 digits, and no other looseness.
std::optional<Instant> parse_instant(std::string_view text);
std::string format_instant(Instant instant);

// Civil time in Europe/London: GMT, or BST from 01:00 UTC on the last Sunday of March to 01:00 UTC on
// the last Sunday of October (Summer Time Act 1972 as amended by SI 2002/262). Correct from 1996.
Date london_date(Instant instant);
Instant london_midnight(Date date);  // the first instant of that day

}  // namespace concordat
