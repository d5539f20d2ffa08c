#include "schemas/json_text.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace concordat::schemas {
namespace {

void append_utf8(std::string& out, unsigned code) {
  const auto put = [&](unsigned byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0U | code >> 6U), put(0x80U | (code & 0x3fU));
  } else if (code < 0x10000) {
    put(0xe0U | code >> 12U), put(0x80U | (code >> 6U & 0x3fU)), put(0x80U | (code & 0x3fU));
  } else {
    put(0xf0U | code >> 18U), put(0x80U | (code >> 12U & 0x3fU)), put(0x80U | (code >> 6U & 0x3fU)), put(0x80U | (code & 0x3fU));
  }
}

// A recursive-descent checker; every function returns false after setting the problem.
class PlainJson {
public:
  explicit PlainJson(std::string_view text) : text_(text) { out_.reserve(text.size()); }

  Result<std::string, Problem> run() {
    skip_space();
    if (!value(0)) return Fail{std::move(problem_)};
    skip_space();
    if (at_ != text_.size()) return Fail{(refuse("malformed-json", "there is something after the end of the JSON value"), problem_)};
    return std::move(out_);
  }

private:
  bool refuse(std::string_view code, std::string_view what) {
    const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(std::min(at_, text_.size())), '\n');
    problem_ = {std::string{code}, "line " + std::to_string(line), std::string{what}};
    return false;
  }
  bool refuse(std::string_view what) { return refuse("malformed-json", what); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void copy() { out_.push_back(text_[at_++]); }
  bool take(char expected) {
    if (peek() != expected) return false;
    copy();
    return true;
  }
  void skip_space() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
  }

  bool value(int depth) {
    if (depth > json_depth_max) return refuse("too-deep", "the JSON is nested deeper than any message");
    switch (peek()) {
      case '{': return object(depth);
      case '[': return array(depth);
      case '"': return string();
      case 't': return word("true");
      case 'f': return word("false");
      case 'n': return word("null");
      default: return number();
    }
  }
  bool word(std::string_view expected) {
    if (text_.substr(at_, expected.size()) != expected) return refuse("expected a JSON value here");
    out_ += expected;
    at_ += expected.size();
    return true;
  }
  bool object(int depth) {
    copy(), skip_space();
    if (take('}')) return true;
    for (;;) {
      if (peek() != '"') return refuse("expected a key in double quotes here");
      if (!string()) return false;
      skip_space();
      if (!take(':')) return refuse("expected ':' after a key");
      skip_space();
      if (!value(depth + 1)) return false;
      skip_space();
      if (take('}')) return true;
      if (!take(',')) return refuse("expected ',' or '}' here");
      skip_space();
    }
  }
  bool array(int depth) {
    copy(), skip_space();
    if (take(']')) return true;
    for (;;) {
      if (!value(depth + 1)) return false;
      skip_space();
      if (take(']')) return true;
      if (!take(',')) return refuse("expected ',' or ']' here");
      skip_space();
    }
  }
  bool digits() {
    const std::size_t from = at_;
    while (peek() >= '0' && peek() <= '9') copy();
    return at_ > from;
  }
  bool number() {
    const std::size_t from = at_;
    take('-');
    if (!take('0') && !digits()) {
      at_ = from;
      return refuse("expected a JSON value here");
    }
    if (take('.') && !digits()) return refuse("a number must have digits after its point");
    if (peek() == 'e' || peek() == 'E') {
      copy();
      if (!take('+')) take('-');
      if (!digits()) return refuse("a number must have digits in its exponent");
    }
    return at_ - from <= 32 ? true : refuse("a number is longer than any that a message holds");
  }

  bool string() {
    copy();
    for (;;) {
      if (at_ >= text_.size()) return refuse("a string is not closed");
      const char c = text_[at_];
      if (static_cast<unsigned char>(c) < 0x20) return refuse("a line break or other control character stands inside a string; write \\n");
      if (c == '"') return copy(), true;
      if (c != '\\') {
        copy();
      } else if (!escape()) {
        return false;
      }
    }
  }
  bool escape() {
    const char kind = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (kind != 'u') {
      if (std::string_view{"\"\\/bfnrt"}.find(kind) == std::string_view::npos || kind == '\0') return refuse("an unknown escape in a string");
      copy(), copy();
      return true;
    }
    auto code = unit();
    if (!code) return refuse("\\u must be followed by four hexadecimal digits");
    if (*code >= 0xd800 && *code < 0xdc00) {  // RFC 8259 section 7: a surrogate pair
      const auto low = unit();
      if (!low || *low < 0xdc00 || *low > 0xdfff) return refuse("half a surrogate pair in a string");
      code = 0x10000 + ((*code - 0xd800) << 10U) + (*low - 0xdc00);
    } else if (*code >= 0xdc00 && *code < 0xe000) {
      return refuse("half a surrogate pair in a string");
    }
    if (*code == '\n') out_ += "\\n";
    else if (*code == '\r') out_ += "\\r";
    else if (*code == '\t') out_ += "\\t";
    else if (*code < 0x20) return refuse("an escaped control character in a string");
    else if (*code == '"' || *code == '\\') out_.push_back('\\'), append_utf8(out_, *code);
    else append_utf8(out_, *code);
    return true;
  }
  // One \uXXXX, or nothing.
  std::optional<unsigned> unit() {
    if (text_.substr(at_, 2) != "\\u" || at_ + 6 > text_.size()) return std::nullopt;
    unsigned code = 0;
    for (const char c : text_.substr(at_ + 2, 4)) {
      const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
      if (digit < 0) return std::nullopt;
      code = code * 16 + static_cast<unsigned>(digit);
    }
    at_ += 6;
    return code;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
  Problem problem_;
};

}  // namespace

Result<std::string, Problem> plain_json(std::string_view text) {
  if (text.size() > json_bytes_max) return Fail{Problem{"too-large", "", "a message in JSON may have at most 8 MiB"}};
  if (!is_utf8(text)) return Fail{Problem{"not-utf8", "", "JSON must be UTF-8"}};
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (trim(text).empty()) return Fail{Problem{"empty-file", "", "there is nothing in it"}};
  return PlainJson{text}.run();
}

}  // namespace concordat::schemas
