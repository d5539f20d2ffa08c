#include "base/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

namespace concordat {
namespace {

constexpr std::string_view spaces = " \t\r\n\f\v";

const utf8proc_uint8_t* raw(std::string_view text) {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

// Calls visit(code point) for each; false at the first malformed byte.
template <class Visit>
bool each_code_point(std::string_view text, Visit visit) {
  utf8proc_ssize_t at = 0;
  const auto size = static_cast<utf8proc_ssize_t>(text.size());
  while (at < size) {
    utf8proc_int32_t point = 0;
    const utf8proc_ssize_t used = utf8proc_iterate(raw(text) + at, size - at, &point);
    if (used <= 0) return false;
    visit(point);
    at += used;
  }
  return true;
}

}  // namespace

bool is_utf8(std::string_view text) {
  // Most documents are ASCII for most of their length: only what is not goes to the library.
  while (true) {
    const auto high = std::find_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    text.remove_prefix(static_cast<std::size_t>(high - text.begin()));
    if (text.empty()) return true;
    utf8proc_int32_t point = 0;
    const utf8proc_ssize_t used = utf8proc_iterate(raw(text), static_cast<utf8proc_ssize_t>(text.size()), &point);
    if (used <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(used));
  }
}

std::optional<std::string> to_nfc(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return std::string{text};
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(raw(text), static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                                             static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned{mapped, &std::free};
  if (size < 0) return std::nullopt;
  return std::string{reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)};
}

std::string fold(std::string_view text) {
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(raw(text), static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK |
                                                  UTF8PROC_CASEFOLD | UTF8PROC_IGNORE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned{mapped, &std::free};
  if (size < 0) return {};
  std::string out{reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)};
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> whole{
      {{"ø", "o"}, {"ł", "l"}, {"đ", "d"}, {"æ", "ae"}, {"œ", "oe"}, {"ð", "d"}, {"þ", "th"}, {"ı", "i"}}};
  for (const auto& [letter, written] : whole)
    for (std::size_t at = out.find(letter); at != std::string::npos; at = out.find(letter, at + written.size()))
      out.replace(at, letter.size(), written);
  return out;
}

bool has_invisible(std::string_view text) {
  bool found = false;
  const bool well_formed = each_code_point(text, [&found](utf8proc_int32_t point) {
    if (utf8proc_category(point) == UTF8PROC_CATEGORY_CF || utf8proc_get_property(point)->ignorable) found = true;
  });
  return found || !well_formed;
}

std::string latin1_to_utf8(std::string_view text) {
  // What calls itself Latin-1 is what Windows wrote: its 0x80 to 0x9f, control characters in ISO 8859-1 that no document
  // holds, are the euro, dashes and the quotes of O’Brien. The five that Windows leaves open stay as they are.
  constexpr std::array<char16_t, 32> windows{0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
                                             0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
                                             0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178};
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out.push_back(c);
      continue;
    }
    const unsigned point = byte < 0xa0 ? windows[byte - 0x80U] : byte;
    if (point < 0x800) {
      out.push_back(static_cast<char>(0xc0 | (point >> 6)));
    } else {
      out.push_back(static_cast<char>(0xe0 | (point >> 12)));
      out.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3f)));
    }
    out.push_back(static_cast<char>(0x80 | (point & 0x3f)));
  }
  return out;
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

std::string to_lower(std::string_view text) {
  std::string out{text};
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string to_upper(std::string_view text) {
  std::string out{text};
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  for (std::size_t end = text.find(separator); end != std::string_view::npos; end = text.find(separator, start)) {
    parts.emplace_back(text.substr(start, end - start));
    start = end + 1;
  }
  parts.emplace_back(text.substr(start));
  return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (const std::string& part : parts) {
    if (&part != &parts.front()) out += separator;
    out += part;
  }
  return out;
}

bool iequals(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

namespace {

// How many letters to put in, take out, change, or swap with their neighbour.
std::size_t slips_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> earlier;
  std::vector<std::size_t> above(b.size() + 1);
  for (std::size_t j = 0; j < above.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::vector<std::size_t> row{i};
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t slips = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      const bool is_swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (is_swapped) slips = std::min(slips, earlier[j - 2] + 1);
      row.push_back(slips);
    }
    earlier = std::exchange(above, std::move(row));
  }
  return above.back();
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates) {
  std::optional<std::string> best;
  // Something of the word must be right: of a word of one letter nothing is left of which to be near.
  std::size_t best_slips = std::min(std::max<std::size_t>(1, word.size() / 3) + 1, word.size());
  for (const std::string& candidate : candidates) {
    const std::size_t longer = std::max(word.size(), candidate.size()) - std::min(word.size(), candidate.size());
    if (longer >= best_slips) continue;
    const std::size_t slips = slips_between(word, candidate);
    if (slips >= best_slips) continue;
    best_slips = slips;
    best = candidate;
  }
  return best;
}

}  // namespace concordat
