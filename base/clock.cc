#include "base/clock.h"

#include <cstdio>

#include "base/wall_clock.h"

namespace concordat {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;

// Reads exactly `width` digits at `at`; -1 if they are not digits.
int digits(std::string_view text, std::size_t at, std::size_t width) {
  if (at + width > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + width; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = digits(text, 0, 4);
  const int month = digits(text, 5, 2);
  const int day = digits(text, 8, 2);
  if (year < 1 || month < 1 || day < 1) return std::nullopt;
  const Date date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                  std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return date;
}

std::string format_date(Date date) {
  const int year = static_cast<int>(date.year());
  const unsigned month = static_cast<unsigned>(date.month());
  const unsigned day = static_cast<unsigned>(date.day());
  if (year < 0 || year > 9999 || month > 99 || day > 99) {
    char out[48];
    std::snprintf(out, sizeof out, "%04d-%02u-%02u", year, month, day);
    return out;
  }
  std::string out = "0000-00-00";  // every date of every document comes by here
  const auto put = [&](std::size_t end, unsigned number) {
    for (; number != 0; number /= 10) out[--end] = static_cast<char>('0' + number % 10);
  };
  put(4, static_cast<unsigned>(year));
  put(7, month);
  put(10, day);
  return out;
}

std::optional<Instant> parse_instant(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
  const auto date = parse_date(text.substr(0, 10));
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  const int second = digits(text, 17, 2);
  if (!date || text[13] != ':' || text[16] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
      second < 0 || second > 60)
    return std::nullopt;
  std::size_t at = 19;
  int milli = 0;
  if (text[at] == '.') {
    int place = 100;
    std::size_t count = 0;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++count) {
      milli += place * (text[at] - '0');
      place /= 10;
    }
    if (count == 0 || count > 9) return std::nullopt;
  }
  minutes offset{0};
  if (at < text.size() && (text[at] == 'Z' || text[at] == 'z')) {
    ++at;
  } else if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
    const int off_hour = digits(text, at + 1, 2);
    const int off_minute = digits(text, at + 4, 2);
    if (at + 6 > text.size() || text[at + 3] != ':' || off_hour < 0 || off_hour > 23 || off_minute < 0 ||
        off_minute > 59)
      return std::nullopt;
    offset = minutes{off_hour * 60 + off_minute} * (text[at] == '-' ? -1 : 1);
    at += 6;
  } else {
    return std::nullopt;
  }
  if (at != text.size()) return std::nullopt;
  return Instant{sys_days{*date}} + hours{hour} + minutes{minute} + seconds{second} + milliseconds{milli} -
         offset;
}

std::string format_instant(Instant instant) {
  const auto day = std::chrono::floor<days>(instant);
  const std::chrono::hh_mm_ss<milliseconds> time{instant - day};
  char out[64];
  std::snprintf(out, sizeof out, "%sT%02d:%02d:%02d.%03dZ", format_date(Date{day}).c_str(),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
  return out;
}

Date london_date(Instant instant) {
  const Instant civil = is_london_summer(instant) ? instant + hours{1} : instant;
  return Date{std::chrono::floor<days>(civil)};
}

Instant london_midnight(Date date) {
  const Instant gmt{sys_days{date}};
  return is_london_summer(gmt - hours{1}) ? gmt - hours{1} : gmt;
}

}  // namespace concordat
