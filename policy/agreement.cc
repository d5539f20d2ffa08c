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

std::string in_words(const Path& path) {
  std::string words = path.before;
  for (std::size_t i = 0; i < path.selectors.size(); ++i)
    words += (i == 0 ? "[" : ", ") + path.selectors[i].key.text + " " + path.selectors[i].value.text;
  if (!path.selectors.empty()) words += "]";
  return path.after.empty() ? words : words + "." + path.after;
}

std::string in_words(const Test& test) {
  std::string words = test.quantifier == Quantifier::some    ? "some "
                      : test.quantifier == Quantifier::every ? "every "
                                                             : "";
  words += in_words(test.path);
  switch (test.comparison) {
    case Comparison::is:
      words += " is";
      break;
    case Comparison::is_not:
      words += " is not";
      break;
    case Comparison::one_of:
      words += " is one of";
      break;
    case Comparison::at_least:
      words += " at least";
      break;
    case Comparison::at_most:
      words += " at most";
      break;
    case Comparison::present:
      return words + " is present";
    case Comparison::absent:
      return words + " is absent";
  }
  for (std::size_t i = 0; i < test.values.size(); ++i) words += (i == 0 ? " " : ", ") + test.values[i].text;
  return words;
}

}  // namespace concordat::policy
