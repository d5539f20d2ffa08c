#include "console/web/pages/words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "base/wall_clock.h"
#include "policy/wording.h"
#include "schemas/codes.h"

namespace concordat::console::web {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

template <std::size_t N>
std::string found_in(const std::array<Pair, N>& table, std::string_view key) {
  for (const auto& [known, words] : table)
    if (known == key) return std::string{words};
  return std::string{key};
}

// "isoCode" is "iso code".
std::string apart(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool is_capital = c >= 'A' && c <= 'Z';
    if (is_capital && !out.empty()) out.push_back(' ');
    out.push_back(is_capital ? static_cast<char>(c - 'A' + 'a') : c == '-' ? ' ' : c);
  }
  return out;
}

}  // namespace

std::string sentence(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

std::string when(std::string_view instant) {
  const auto at = parse_instant(instant);
  return at ? time_in_words(*at) : std::string{instant};
}

std::string type_in_words(std::string_view type) {
  static constexpr std::array<Pair, 7> words{{{"referral", "Referral"}, {"update", "Update"}, {"informationRequest", "Request for information"},
                                              {"informationResponse", "Answer to a request"}, {"decision", "Decision"}, {"closure", "Closure"}, {"recall", "Recall"}}};
  return found_in(words, type);
}

std::string purpose_in_words(std::string_view purpose) {
  std::string words = sentence(apart(purpose));
  for (const char* short_form : {"mash", "mappa", "marac", "cin"}) {
    const std::size_t at = words.rfind(std::string{" "} + short_form);
    if (at != std::string::npos) std::transform(words.begin() + static_cast<std::ptrdiff_t>(at), words.end(), words.begin() + static_cast<std::ptrdiff_t>(at), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  }
  return words;
}

std::string outcome_in_words(std::string_view level) {
  if (level == "full") return "Released in full";
  if (level == "withhold") return "Withheld";
  if (level == "conceal") return "Concealed: the recipient is not told that there is one";
  const auto known = schemas::level_named(level);
  return known ? "Released: " + policy::view_in_words(*known) : std::string{level};
}

std::string cause_in_words(std::string_view because) {
  static constexpr std::array<Pair, 8> words{{{"granted", "A clause grants it"},
                                              {"not-granted", "No clause of the agreement grants it"},
                                              {"capped", "A clause limits how much of it may be released"},
                                              {"source-restriction", "The sender marked it as restricted"},
                                              {"companion", "A field that it may not leave without was held back"},
                                              {"monitoring", "Monitoring data is shared with nobody"},
                                              {"held", "It waits until a named person lets it go"},
                                              {"leak-guard", "It seems to give away something that the recipient does not get"}}};
  return found_in(words, because);
}

std::string field_in_words(std::string_view positional) {
  std::string words;
  for (const std::string& part : split(positional, '.')) {
    const std::size_t bracket = part.find('[');
    std::string name = apart(std::string_view{part}.substr(0, bracket));
    if (bracket != std::string::npos) {
      unsigned number = 0;
      for (std::size_t i = bracket + 1; i < part.size() && part[i] >= '0' && part[i] <= '9'; ++i) number = number * 10 + static_cast<unsigned>(part[i] - '0');
      if (name.ends_with("s") && !name.ends_with("ss")) name.pop_back();
      if (number > 0) name += " " + std::to_string(number + 1);
    }
    words += (words.empty() ? "" : ", ") + name;
  }
  return sentence(words);
}

std::string code_in_words(std::string_view code) {
  const schemas::CodeEntry* known = schemas::find_code(code);
  return known == nullptr ? std::string{code} : std::string{known->meaning};
}

std::string short_id(std::string_view id) {
  constexpr std::size_t first_part = 8;
  return std::string{id.substr(0, first_part)};
}

}  // namespace concordat::console::web
