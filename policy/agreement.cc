#include "policy/agreement.h"

#include <array>

namespace concordat::policy {

std::string format_span(const Span& span) {
  constexpr std::array<std::string_view, 5> units{"hour", "day", "working day", "month", "year"};
  return std::to_string(span.count) + " " + std::string{units[static_cast<std::size_t>(span.unit)]} +
         (span.count == 1 ? "" : "s");
}

std::uint64_t hours_in(const Span& span) {
  constexpr std::array<std::uint64_t, 5> hours{1, 24, 34, 730, 8766};
  return span.count * hours[static_cast<std::size_t>(span.unit)];
}

std::string format_keep(const Keep& keep) {
  constexpr std::array<std::string_view, 3> events{"disclosure", "closure", "18th-birthday"};
  return format_span(keep.span) + " after " + std::string{events[static_cast<std::size_t>(keep.after)]};
}

}  // namespace concordat::policy
