#include "policy/lexer.h"

#include "base/text.h"

namespace concordat::policy {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_inner(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '_';
}
bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}
bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

// A control character, or one of the others that some editors show as the end of a line (U+0085, U+2028, U+2029):
// what follows would not read as the comment or string that it is.
bool breaks_line(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  return is_control(text[at]) || rest.starts_with("\xC2\x85") || rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9");
}

std::uint32_t characters(std::string_view text) {
  std::uint32_t count = 0;
  for (char c : text) count += is_continuation(c) ? 0U : 1U;
  return count;
}

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Where the first character stands that is none.
Place end_of_utf8(std::string_view text) {
  Place place;
  for (std::size_t at = 0, size = 0; at < text.size(); at += size) {
    size = 1;
    while (at + size < text.size() && is_continuation(text[at + size])) ++size;
    if (!is_utf8(text.substr(at, size))) break;
    ++place.column;
    if (text[at] == '\n') place = {place.line + 1, 1, 1};
  }
  return place;
}

class Lexer {
public:
  Lexer(std::string_view text, std::vector<Diagnostic>& diagnostics)
      : text_(text), diagnostics_(diagnostics) {}

  Lexed run() {
    while (at_ < text_.size() && diagnostics_.size() <= errors_max) step();
    emit(Token::Kind::end, "", 0, 1);
    return {std::move(tokens_), std::move(comments_)};
  }

private:
  void step() {
    const char c = text_[at_];
    if (c == '\n') {
      ++at_;
      ++line_;
      column_ = 1;
      spaced_ = true;
      first_on_line_ = true;
    } else if (c == ' ' || c == '\t' || ends_line(at_)) {
      advance(1);
      spaced_ = true;
    } else if (c == '#') {
      const std::string_view comment = text_.substr(at_, text_.find('\n', at_) - at_);
      refuse_invisible(comment, 0);
      refuse_controls(comment);
      const std::size_t end = comment.find_last_not_of(" \t\r");
      comments_.push_back({std::string{comment.substr(0, end + 1)}, tokens_.size(), line_, first_on_line_});
      advance(comment.size());
      spaced_ = true;
    } else if (c == '"') {
      string();
    } else if (is_letter(c) || is_digit(c)) {
      std::size_t size = 1;
      while (at_ + size < text_.size() && is_inner(text_[at_ + size])) ++size;
      emit(is_letter(c) ? Token::Kind::word : Token::Kind::number, std::string{text_.substr(at_, size)}, size,
           static_cast<std::uint32_t>(size));
    } else if (std::string_view{".,/[]()"}.find(c) != std::string_view::npos) {
      emit(Token::Kind::mark, std::string(1, c), 1, 1);
    } else {
      std::size_t size = 1;
      while (at_ + size < text_.size() && is_continuation(text_[at_ + size])) ++size;
      const std::string_view strange = text_.substr(at_, size);
      if (has_invisible(strange)) {
        refuse_invisible(strange, 0);
      } else {
        const bool is_quote = strange == "'" || strange.starts_with("\xE2\x80") || strange == "\xC2\xAB" || strange == "\xC2\xBB";
        report(Code::bad_character, 1, "this character has no meaning outside a string",
               is_quote ? "strings stand between straight double quotes: \"" : "names are made of ASCII letters, digits and hyphens");
      }
      advance(size);
      spaced_ = true;
    }
  }

  void string() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != '"' && text_[end] != '\n') ++end;
    const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
    const std::uint32_t length = characters(inside) + 2;
    if (end == text_.size() || text_[end] == '\n') {
      report(Code::unterminated_string, length - 1, "this string does not end on its line",
             "close it with \"");
      emit(Token::Kind::text, std::string{inside}, inside.size() + 1, length - 1);
      return;
    }
    refuse_invisible(inside, 1);
    for (std::size_t i = 0; i < inside.size(); ++i)
      if (breaks_line(inside, i)) {
        report(Code::bad_character, length, "a string holds a control character", "write it with plain spaces");
        break;
      }
    const auto nfc = to_nfc(inside);
    if (!nfc || *nfc != inside)
      report(Code::not_nfc, length, "a string is not in Unicode normal form C",
             "retype the accented letters, or normalise the file to NFC");
    emit(Token::Kind::text, std::string{inside}, inside.size() + 2, length);
  }

  // A carriage return before the line's end, or the file's.
  bool ends_line(std::size_t at) const {
    return text_[at] == '\r' && (at + 1 == text_.size() || text_[at + 1] == '\n');
  }

  void refuse_controls(std::string_view comment) {
    for (std::size_t i = 0; i < comment.size(); ++i) {
      if (!breaks_line(comment, i) || comment[i] == '\t' || ends_line(at_ + i)) continue;
      diagnostics_.push_back({Code::bad_character, {line_, column_ + characters(comment.substr(0, i)), 1},
                              "a comment holds a control character", "delete it, or begin a new line with #", {}});
      return;
    }
  }

  // The first of them, where it stands: `skipped` characters on from here, and then into the text.
  void refuse_invisible(std::string_view where, std::uint32_t skipped) {
    if (!has_invisible(where)) return;
    std::size_t at = 0;
    for (;;) {
      std::size_t next = at + 1;
      while (next < where.size() && is_continuation(where[next])) ++next;
      if (next == where.size() || has_invisible(where.substr(at, next - at))) break;
      at = next;
    }
    const Place place{line_, column_ + skipped + characters(where.substr(0, at)), 1};
    diagnostics_.push_back({Code::invisible_character, place,
                            "an invisible or direction-changing character stands here",
                            "delete it: an agreement must read as it looks", {}});
  }

  void emit(Token::Kind kind, std::string word, std::size_t bytes, std::uint32_t length) {
    tokens_.push_back({kind, std::move(word), {line_, column_, length}, spaced_, first_on_line_});
    advance(bytes);
    spaced_ = false;
    first_on_line_ = false;
  }
  void advance(std::size_t bytes) {
    column_ += characters(text_.substr(at_, bytes));
    at_ += bytes;
  }
  void report(Code code, std::uint32_t length, std::string cause, std::string fix) {
    diagnostics_.push_back({code, {line_, column_, length}, std::move(cause), std::move(fix), {}});
  }

  std::string_view text_;
  std::vector<Diagnostic>& diagnostics_;
  std::vector<Token> tokens_;
  std::vector<Comment> comments_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t column_ = 1;
  bool spaced_ = true;
  bool first_on_line_ = true;
};

}  // namespace

std::vector<Token> lex(std::string_view text, std::vector<Diagnostic>& diagnostics) {
  return lex_with_comments(text, diagnostics).tokens;
}

Lexed lex_with_comments(std::string_view text, std::vector<Diagnostic>& diagnostics) {
  if (text.size() > agreement_bytes_max) {
    diagnostics.push_back({Code::too_large, {}, "an agreement may be at most 1 MiB", "split it in two", {}});
    text = {};
  } else if (!is_utf8(text)) {
    const bool is_utf16 = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
    diagnostics.push_back({Code::not_utf8, is_utf16 ? Place{} : end_of_utf8(text), is_utf16 ? "the file is UTF-16, not UTF-8" : "the file is not UTF-8",
                           "save it as UTF-8", {}});
    text = {};
  } else if (text.starts_with(byte_order_mark)) {
    diagnostics.push_back({Code::invisible_character, {}, "the file begins with a byte order mark", "save it as UTF-8 without BOM", {}});
    text.remove_prefix(byte_order_mark.size());
  }
  return Lexer{text, diagnostics}.run();
}

}  // namespace concordat::policy
