#include "base/wall_clock.h"

#include <array>
#include <string_view>

namespace concordat {
namespace {

constexpr std::array<std::string_view, 12> months{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};

std::string clock_in_words(unsigned hour, unsigned minute) {
  if (minute == 0 && hour == 0) return "midnight";
  if (minute == 0 && hour == 12) return "midday";
  const unsigned shown = hour % 12 == 0 ? 12 : hour % 12;
  const std::string minutes = minute == 0 ? "" : (minute < 10 ? ":0" : ":") + std::to_string(minute);
  return std::to_string(shown) + minutes + (hour < 12 ? "am" : "pm");
}

}  // namespace

bool is_london_summer(Instant instant) {
  using namespace std::chrono;
  const year_month_day date{floor<days>(instant)};
  const auto start = sys_days{date.year() / March / Sunday[last]} + hours{1};
  const auto end = sys_days{date.year() / October / Sunday[last]} + hours{1};
  return instant >= start && instant < end;
}

WallTime london_time(Instant instant) {
  using namespace std::chrono;
  const auto shown = instant + (is_london_summer(instant) ? hours{1} : hours{0});
  const auto day = floor<days>(shown);
  const auto since = duration_cast<minutes>(shown - day);
  return {Date{day}, static_cast<unsigned>(since.count() / 60), static_cast<unsigned>(since.count() % 60)};
}

std::string date_in_words(Date date) {
  if (!date.ok()) return {};
  return std::to_string(static_cast<unsigned>(date.day())) + " " + std::string{months.at(static_cast<unsigned>(date.month()) - 1)} + " " +
         std::to_string(static_cast<int>(date.year()));
}

std::string time_in_words(Instant instant) {
  const WallTime time = london_time(instant);
  return date_in_words(time.date) + " at " + clock_in_words(time.hour, time.minute);
}

}  // namespace concordat
