#include "policy/written_date.h"

#include <array>
#include <charconv>
#include <optional>

namespace concordat::policy {
namespace {

std::optional<int> number(std::string_view word) {
  int value = 0;
  const char* const last = word.data() + word.size();
  const auto [end, error] = std::from_chars(word.data(), last, value);
  return error == std::errc{} && end == last ? std::optional{value} : std::nullopt;
}
// 9, 09, 9th
std::optional<int> day_of(std::string_view word) {
  for (std::string_view ordinal : {"st", "nd", "rd", "th"})
    if (word.size() > 2 && word.ends_with(ordinal)) return number(word.substr(0, word.size() - 2));
  return word.size() <= 2 ? number(word) : std::nullopt;
}
// june, jun, 6, 06
std::optional<int> month_of(std::string_view word) {
  constexpr std::array<std::string_view, 12> names{"january",   "february", "march",    "april",
                                                   "may",       "june",     "july",     "august",
                                                   "september", "october",  "november", "december"};
  for (std::size_t i = 0; i < names.size(); ++i)
    if (word.size() >= 3 && names[i].starts_with(word)) return static_cast<int>(i) + 1;
  return word.size() <= 2 ? number(word) : std::nullopt;
}

struct Parts {
  int year;
  int month;
  int day;
  bool is_year(std::string_view word) const {
    const auto value = number(word);
    return value && ((word.size() == 4 && *value == year) || (word.size() == 2 && *value == year % 100));
  }
  bool is_day_and_month(std::string_view first, std::string_view second) const {
    return day_of(first) == day && month_of(second) == month;
  }
};

}  // namespace

bool is_date_written(const std::vector<PassageWord>& words, std::string_view iso) {
  if (iso.size() != 10) return false;
  const Parts date{number(iso.substr(0, 4)).value_or(0), number(iso.substr(5, 2)).value_or(0),
                   number(iso.substr(8, 2)).value_or(0)};
  const std::string year{iso.substr(0, 4)};
  const std::string month{iso.substr(5, 2)};
  const std::string day{iso.substr(8, 2)};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto word = [&](std::size_t at) -> std::string_view {
      return i + at < words.size() ? std::string_view{words[i + at].text} : std::string_view{};
    };
    if (word(0) == year + month + day || word(0) == day + month + year) return true;
    const std::size_t of = word(1) == "of" ? 1 : 0;
    if (date.is_day_and_month(word(0), word(1 + of)) && date.is_year(word(2 + of))) return true;
    const bool is_named = !number(word(0));
    if (is_named && date.is_day_and_month(word(1), word(0)) && date.is_year(word(2))) return true;
    if (word(0) == year && date.is_day_and_month(word(2), word(1))) return true;
  }
  return false;
}

}  // namespace concordat::policy
