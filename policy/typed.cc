#include "policy/typed.h"

#include <algorithm>

namespace concordat::policy {
namespace {

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

std::string_view line_of(std::string_view text, std::uint32_t number) {
  for (; number > 1; --number) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

bool is_in_words(std::string_view line, std::uint32_t column) {
  bool is_quoted = false;
  std::uint32_t at = 1;
  for (char c : line) {
    if (is_continuation(c)) continue;
    if (at == column) return !is_quoted;
    if (c == '#' && !is_quoted) return false;
    if (c == '"') is_quoted = !is_quoted;
    ++at;
  }
  return at == column && !is_quoted;
}

bool is_part(const Token& token) {
  return token.kind == Token::Kind::word || token.kind == Token::Kind::number || token.is_mark('.') ||
         token.is_mark('/') || token.is_mark('[') || token.is_mark(']');
}
bool is_word(const Token& token) {
  return token.kind == Token::Kind::word || token.kind == Token::Kind::number;
}

std::string joined(const std::vector<Token>& tokens, std::size_t from, std::size_t until) {
  std::string out;
  for (std::size_t i = from; i < until; ++i) {
    if (i > from && tokens[i].spaced) out += ' ';
    out += tokens[i].text;
  }
  return out;
}

// The first token of the name whose last is `until` - 1. What stands in a closed bracket belongs to it; an
// open bracket ends it, for there a key or its value is being typed.
std::size_t beginning(const std::vector<Token>& tokens, std::size_t until) {
  std::size_t at = until;
  bool touches = true;
  while (at > 0 && touches) {
    const Token& token = tokens[at - 1];
    if (!is_part(token) || token.is_mark('[')) break;
    touches = !token.spaced;
    if (!token.is_mark(']')) {
      --at;
      continue;
    }
    std::size_t open = at - 1;
    while (open > 0 && !tokens[open].is_mark('[') && tokens[open].place.line == token.place.line) --open;
    if (!tokens[open].is_mark('[')) break;
    at = open;
    touches = !tokens[open].spaced;
  }
  return at;
}

}  // namespace

std::optional<Typed> typed_at(std::string_view text, const Cursor& cursor) {
  if (!is_in_words(line_of(text, cursor.line), cursor.column)) return std::nullopt;
  std::vector<Diagnostic> ignored;
  const std::vector<Token> tokens = lex(text, ignored);
  // Tokens that begin before the cursor, and whether the last of them reaches it.
  const auto is_before = [&](const Token& token) {
    if (token.kind == Token::Kind::end) return false;
    return token.place.line < cursor.line ||
           (token.place.line == cursor.line && token.place.column < cursor.column);
  };
  const auto end = std::find_if_not(tokens.begin(), tokens.end(), is_before);
  const auto count = static_cast<std::size_t>(end - tokens.begin());
  Typed found;
  found.place = {cursor.line, cursor.column, 0};
  std::size_t from = count;
  std::size_t until = count;
  if (count > 0) {
    const Token& last = tokens[count - 1];
    const std::uint32_t last_end = last.place.column + last.place.length;
    if (last.place.line == cursor.line && last_end >= cursor.column && is_part(last)) from = beginning(tokens, count);
    if (from < count) {
      found.place = {cursor.line, tokens[from].place.column, cursor.column - tokens[from].place.column};
      found.whole = joined(tokens, from, count);
      found.name = found.whole;
      if (last_end > cursor.column && is_word(last)) found.name.resize(found.name.size() - (last_end - cursor.column));
    }
  }
  if (from == count && count < tokens.size() && is_word(tokens[count]) &&
      tokens[count].place.line == cursor.line && tokens[count].place.column == cursor.column) {
    ++until;  // the cursor stands before the name
    found.whole = tokens[count].text;
  }
  while (until < tokens.size() && until > from && is_part(tokens[until]) && !tokens[until].spaced &&
         !tokens[until].is_mark('[') && !tokens[until].is_mark(']'))
    ++until;
  found.longest = joined(tokens, from, until);
  found.before.assign(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(from));
  // A name in several lines has no place that can be underlined.
  if (from < count && tokens[from].place.line != cursor.line) return std::nullopt;
  return found;
}

}  // namespace concordat::policy
