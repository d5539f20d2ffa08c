#include "broker/deadline.h"

#include <algorithm>

namespace concordat::broker {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::uint32_t count_max = 10000;  // no time that an agreement means is longer, and none overflows

Instant after_working_days(Instant from, std::uint32_t count) {
  Instant at = from;
  while (count > 0) {
    at += days{1};
    const std::chrono::weekday day{sys_days{london_date(at)}};
    if (day != std::chrono::Saturday && day != std::chrono::Sunday) --count;
  }
  return at;
}

Instant after_months(Instant from, std::uint32_t count) {
  const auto midnight = std::chrono::floor<days>(from);
  Date date = Date{midnight} + std::chrono::months{static_cast<int>(count)};
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return Instant{sys_days{date}} + (from - midnight);
}

}  // namespace

Instant deadline(Instant from, const policy::Span& within) {
  const std::uint32_t count = std::min(within.count, count_max);
  switch (within.unit) {
    case policy::Unit::hour: return from + std::chrono::hours{count};
    case policy::Unit::day: return from + days{count};
    case policy::Unit::working_day: return after_working_days(from, count);
    case policy::Unit::month: return after_months(from, count);
    case policy::Unit::year: return after_months(from, 12 * count);
  }
  return from;
}

}  // namespace concordat::broker
