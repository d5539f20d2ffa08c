// The words of an agreement's text. Layout carries no meaning, but each token knows its place and
// whether white space stands before it, because a label such as 4.10 is written without any.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "policy/diagnostic.h"

namespace concordat::policy {

struct Token {
  enum class Kind : std::uint8_t {
    word,    // begins with a letter: police, no-tell, E09000002
    number,  // begins with a digit: 3, 2026-04-01, 18th-birthday
    text,    // a string, without its quotes
    mark,    // one of . , / [ ] ( )
    end,
  };
  Kind kind;
  std::string text;
  Place place;
  bool spaced = true;  // white space or a comment stands before it
  bool first_on_line = false;

  bool is(std::string_view word) const { return kind == Kind::word && text == word; }
  bool is_mark(char mark) const { return kind == Kind::mark && text[0] == mark; }
};

// A comment belongs to no rule of the grammar; it stands before a token, on that token's way.
struct Comment {
  std::string text;    // from the # on, without white space at its end
  std::size_t before;  // index of the token that follows it
  std::uint32_t line = 1;
  bool has_own_line = false;
};

inline constexpr std::size_t agreement_bytes_max = 1024 * 1024;

// Always ends with an `end` token. What cannot be read is reported and left out.
std::vector<Token> lex(std::string_view text, std::vector<Diagnostic>& diagnostics);

struct Lexed {
  std::vector<Token> tokens;
  std::vector<Comment> comments;
};
Lexed lex_with_comments(std::string_view text, std::vector<Diagnostic>& diagnostics);

}  // namespace concordat::policy
