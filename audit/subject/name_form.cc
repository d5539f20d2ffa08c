#include "audit/subject/name_form.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include "base/text.h"

namespace concordat::audit {
namespace {

bool is_latin(char c) { return c >= 'a' && c <= 'z'; }
bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// Apostrophes and their likenesses, as they come out of fold().
std::string without_apostrophes(std::string text) {
  for (const std::string_view mark : {"'", "`", "\u2019", "\u2018", "\u02bc", "\u02bb", "\u00b4"})
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) text.erase(at, mark.size());
  return text;
}

const std::unordered_map<std::string_view, std::string_view>& groups() {
  static const auto table = [] {
    std::unordered_map<std::string_view, std::string_view> made;
    std::string_view rest = name_groups();
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      std::string_view line = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (line.starts_with('#')) continue;
      std::string_view first;
      while (!line.empty()) {
        const std::size_t stop = std::min(line.find(' '), line.size());
        const std::string_view word = line.substr(0, stop);
        line.remove_prefix(std::min(stop + 1, line.size()));
        if (word.empty()) continue;
        if (first.empty()) first = word;
        made.emplace(word, first);
      }
    }
    return made;
  }();
  return table;
}

void replace_all(std::string& word, std::string_view from, std::string_view to) {
  for (std::size_t at = word.find(from); at != std::string::npos; at = word.find(from, at + to.size())) word.replace(at, from.size(), to);
}

bool is_front(char c) { return c == 'e' || c == 'i' || c == 'y'; }

char sound_of(const std::string& word, std::size_t at) {
  const char next = at + 1 < word.size() ? word[at + 1] : '\0';
  switch (word[at]) {
    case 'c': return is_front(next) ? 's' : 'k';
    case 'q': return 'k';
    case 'g': return is_front(next) ? 'j' : 'g';
    case 'z': return 's';
    case 'v': return 'f';
    case 'd': return 't';  // "Muhammad", "Mehmet"; also final devoicing
    default: return word[at];
  }
}

}  // namespace

std::vector<std::string> name_words(std::string_view name) {
  static const std::set<std::string_view> titles{"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "rev"};
  static const std::set<std::string_view> joined{"mc", "mac", "o"};
  std::vector<std::string> words;
  std::string word;
  const auto finish = [&] {
    if (word.empty() || titles.contains(word)) {
      word.clear();
    } else if (!joined.contains(word)) {
      words.push_back(std::move(word));
      word.clear();
    }  // else the next word goes on from it
  };
  for (const char c : without_apostrophes(fold(name))) {
    if (is_latin(c) || is_beyond_ascii(c)) word.push_back(c);
    else finish();
  }
  if (!word.empty() && !titles.contains(word)) words.push_back(std::move(word));
  return words;
}

std::string name_group(std::string_view word) {
  const auto found = groups().find(word);
  return std::string{found == groups().end() ? word : found->second};
}

std::string name_sound(std::string_view said) {
  std::string word = name_group(said);
  if (std::any_of(word.begin(), word.end(), is_beyond_ascii)) return word;
  constexpr std::array<std::pair<std::string_view, std::string_view>, 16> spellings{{{"x", "ks"}, {"sch", "x"}, {"tch", "x"}, {"sh", "x"}, {"ch", "x"},
      {"cz", "x"}, {"ph", "f"}, {"kh", "k"}, {"ck", "k"}, {"gh", "h"}, {"dge", "je"}, {"th", "t"}, {"dh", "d"}, {"bh", "b"}, {"ts", "s"}, {"tz", "s"}}};
  for (const auto& [from, to] : spellings) replace_all(word, from, to);
  for (const auto& [from, to] : {std::pair{"kn", "n"}, std::pair{"wr", "r"}, std::pair{"ps", "s"}, std::pair{"gn", "n"}})
    if (word.starts_with(from)) word.replace(0, 2, to);
  std::string sound;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const bool is_soft = std::string_view{"aeiouyhw"}.find(c) != std::string_view::npos;
    if (is_soft) {
      if (i == 0) sound.push_back(c == 'h' || c == 'w' ? c : 'a');
      continue;
    }
    const char heard = sound_of(word, i);
    if (sound.empty() || sound.back() != heard) sound.push_back(heard);
  }
  return sound;
}

}  // namespace concordat::audit
