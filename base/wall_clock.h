// The time as people in the United Kingdom read it off a wall, and write it down: civil time in Europe/London.
#pragma once

#include <string>

#include "base/clock.h"

namespace concordat {

struct WallTime {
  Date date;
  unsigned hour = 0;  // 0 to 23
  unsigned minute = 0;
};
WallTime london_time(Instant instant);

bool is_london_summer(Instant instant);  // an hour ahead of UTC

// GOV.UK's style: "3 May 2026" and "3 May 2026 at 10:15am", "midnight" and "midday" by name.
std::string date_in_words(Date date);
std::string time_in_words(Instant instant);

}  // namespace concordat
