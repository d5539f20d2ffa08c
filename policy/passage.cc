#include "policy/passage.h"

namespace concordat::policy {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_word(char c) {
  return is_digit(c) || is_upper(c) || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}
char small(char c) {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

// An apostrophe: as typed, or U+2019, which is three bytes.
std::size_t apostrophe(std::string_view text, std::size_t at) {
  if (text[at] == '\'') return 1;
  return text.substr(at, 3) == "\xE2\x80\x99" ? 3 : 0;
}
// General punctuation (U+2000 to U+206F: dashes, quotes, ellipsis) is no letter, whatever its bytes.
std::size_t punctuation(std::string_view text, std::size_t at) {
  const bool is_general = text.substr(at, 2) == "\xE2\x80" || text.substr(at, 2) == "\xE2\x81";
  return is_general && at + 3 <= text.size() ? 3 : 0;
}
// An upper-case letter of Latin-1 or Latin Extended-A begins a capitalised name too; small ones there are
// the odd second bytes of U+0100 and after, or U+00E0 and after.
bool begins_capital(std::string_view text, std::size_t at) {
  if (is_upper(text[at])) return true;
  const auto first = static_cast<unsigned char>(text[at]);
  if (at + 1 >= text.size()) return false;
  const auto second = static_cast<unsigned char>(text[at + 1]);
  if (first == 0xC3) return second < 0x9F;
  return (first == 0xC4 || first == 0xC5) && second % 2 == 0;
}

}  // namespace

std::vector<PassageWord> words_in(std::string_view text) {
  std::vector<PassageWord> found;
  bool begins_sentence = true;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t width = punctuation(text, at); width > 0) {
      at += width;
      continue;
    }
    if (!is_word(text[at])) {
      const bool ends = text[at] == '.' || text[at] == '!' || text[at] == '?' || text[at] == '\n';
      begins_sentence = begins_sentence || ends;
      ++at;
      continue;
    }
    PassageWord word{{}, begins_capital(text, at), begins_sentence};
    while (at < text.size()) {
      const std::size_t mark = apostrophe(text, at);
      if (mark > 0 && at + mark < text.size() && is_word(text[at + mark])) {
        const bool is_possessive =
            small(text[at + mark]) == 's' && (at + mark + 1 == text.size() || !is_word(text[at + mark + 1]));
        at += is_possessive ? mark + 1 : mark;  // O'Neil's is oneil
        if (is_possessive) break;
        continue;
      }
      if (punctuation(text, at) > 0 || !is_word(text[at])) break;
      word.text += small(text[at++]);
    }
    begins_sentence = false;
    found.push_back(std::move(word));
  }
  return found;
}

Squeezed squeezed(std::string_view text) {
  Squeezed out;
  bool was_word = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (punctuation(text, at) > 0 || !is_word(text[at])) {
      if (was_word) out.ends.back() = true;
      was_word = false;
      if (const std::size_t width = punctuation(text, at); width > 0) at += width - 1;
      continue;
    }
    out.text += small(text[at]);
    out.begins.push_back(!was_word);
    out.ends.push_back(false);
    was_word = true;
  }
  if (was_word) out.ends.back() = true;
  return out;
}

}  // namespace concordat::policy
