#include "adapters/dates.h"

#include <algorithm>
#include <array>

#include "base/clock.h"
#include "base/text.h"

namespace concordat::adapters {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "6", "Jun", "june" -> "06"; empty for what is no month.
std::string month_of(const std::string& text) {
  if (is_number(text)) return text.size() > 2 ? std::string{} : std::string(2 - text.size(), '0') + text;
  constexpr std::array<std::string_view, 12> months{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"};
  const std::string word = to_lower(text);
  for (std::size_t i = 0; i < months.size(); ++i)
    if (word == months[i] || word == months[i].substr(0, 3) || (i == 8 && word == "sept")) return (i < 9 ? "0" : "") + std::to_string(i + 1);
  return {};
}

// "9", "9th" -> "09".
std::string day_of_month(std::string_view text) {
  if (text.size() > 2 && !is_number(text)) {
    const std::string_view ending = text.substr(text.size() - 2);
    if (ending == "st" || ending == "nd" || ending == "rd" || ending == "th") text.remove_suffix(2);
  }
  return !is_number(text) || text.size() > 2 ? std::string{} : std::string(2 - text.size(), '0') + std::string{text};
}

// A time of day after it: from the space or T before the hour on.
std::string_view without_time(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return text;
  const std::size_t before = text.find_last_not_of("0123456789", colon - 1);
  if (colon == 0 || before == std::string_view::npos || before + 1 == colon || (text[before] != ' ' && text[before] != 'T')) return text;
  std::string_view day = trim(text.substr(0, before));
  if (day.ends_with(',')) day.remove_suffix(1);
  return day;
}

// XML Schema's date may say its zone: the day stays the one that is written.
bool is_zone(std::string_view text) {
  return text == "Z" || (text.size() == 6 && (text[0] == '+' || text[0] == '-') && text[3] == ':' && is_number(text.substr(1, 2)) && is_number(text.substr(4)));
}

std::string checked(const std::string& year, const std::string& month, const std::string& day) {
  const std::string date = year + "-" + month + "-" + day;
  return parse_date(date) ? date : std::string{};
}

}  // namespace

std::string iso_day(std::string_view text) {
  text = trim(text);
  if (text.size() > 60) return {};
  if (text.ends_with(']')) text = text.substr(0, std::min(text.find('['), text.size() - 1));  // the zone's name after its offset, as Java writes it
  if (const auto instant = parse_instant(text)) return format_date(london_date(*instant));
  const std::string_view day = without_time(text);
  if (parse_date(day.substr(0, 10)) && (day.size() == 10 || is_zone(day.substr(10)))) return std::string{day.substr(0, 10)};
  if (day.size() == 8 && is_number(day)) return checked(std::string{day.substr(0, 4)}, std::string{day.substr(4, 2)}, std::string{day.substr(6)});
  std::string one{day};
  for (char& c : one)
    if (c == '/' || c == '.' || c == ' ') c = '-';
  const std::vector<std::string> parts = split(one, '-');
  if (parts.size() != 3) return {};
  const bool is_year_first = is_number(parts[0]) && parts[0].size() == 4;
  const std::string& year = parts[is_year_first ? 0 : 2];
  if (!is_number(year) || year.size() != 4) return {};
  return checked(year, month_of(parts[1]), day_of_month(parts[is_year_first ? 2 : 0]));
}

std::string iso_day_or_text(std::string_view text) {
  std::string day = iso_day(text);
  return day.empty() ? std::string{text} : day;
}

}  // namespace concordat::adapters
