#include "adapters/text_encoding.h"

#include <algorithm>

#include "base/text.h"

namespace concordat::adapters {
namespace {

enum class ByteOrder : std::uint8_t { little, big };

void put_utf8(std::string& out, char32_t point) {
  if (point < 0x80) {
    out.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    out.push_back(static_cast<char>(0xc0 | (point >> 6)));
    out.push_back(static_cast<char>(0x80 | (point & 0x3f)));
  } else if (point < 0x10000) {
    out.push_back(static_cast<char>(0xe0 | (point >> 12)));
    out.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3f)));
    out.push_back(static_cast<char>(0x80 | (point & 0x3f)));
  } else {
    out.push_back(static_cast<char>(0xf0 | (point >> 18)));
    out.push_back(static_cast<char>(0x80 | ((point >> 12) & 0x3f)));
    out.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3f)));
    out.push_back(static_cast<char>(0x80 | (point & 0x3f)));
  }
}

// Nothing where a unit is cut off or a surrogate stands alone.
std::optional<std::string> utf16_to_utf8(std::string_view text, ByteOrder order) {
  if (text.size() % 2 != 0) return std::nullopt;
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    const auto second = static_cast<unsigned char>(text[at + 1]);
    return static_cast<char32_t>(order == ByteOrder::big ? first << 8 | second : second << 8 | first);
  };
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); at += 2) {
    char32_t point = unit(at);
    if (point >= 0xd800 && point < 0xdc00) {
      if (at + 3 >= text.size()) return std::nullopt;
      const char32_t low = unit(at + 2);
      if (low < 0xdc00 || low > 0xdfff) return std::nullopt;
      point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
      at += 2;
    } else if (point >= 0xdc00 && point < 0xe000) {
      return std::nullopt;
    }
    put_utf8(out, point);
  }
  return out;
}

std::uint32_t first_bad_line(std::string_view text) {
  std::uint32_t line = 1;
  while (true) {
    const std::size_t end = text.find('\n');
    if (!is_utf8(text.substr(0, end)) || end == std::string_view::npos) return line;
    text.remove_prefix(end + 1);
    ++line;
  }
}

constexpr std::string_view utf8_mark = "\xef\xbb\xbf";
constexpr std::string_view utf16_little_mark = "\xff\xfe";
constexpr std::string_view utf16_big_mark = "\xfe\xff";
constexpr std::string_view utf16_little_xml{"<\0?\0", 4};  // without a mark, an XML declaration shows it
constexpr std::string_view utf16_big_xml{"\0<\0?", 4};

}  // namespace

Outcome<DecodedText> decode_text(ByteView bytes, Undeclared undeclared) {
  if (bytes.size() > document_bytes_max)
    return refuse("too-large", "document", "the document is larger than 8 MiB: split it and send the parts");
  const std::string_view text = as_text(bytes);
  DecodedText out;
  const bool is_bare = text.starts_with(utf16_little_xml) || text.starts_with(utf16_big_xml);
  if (text.starts_with(utf16_little_mark) || text.starts_with(utf16_big_mark) || is_bare) {
    const ByteOrder order = text.starts_with(utf16_big_mark) || text.starts_with(utf16_big_xml) ? ByteOrder::big : ByteOrder::little;
    auto converted = utf16_to_utf8(text.substr(is_bare ? 0 : 2), order);
    if (!converted) return refuse("not-utf8", "document", "the document begins as UTF-16 but is not: save it as UTF-8");
    out = {std::move(*converted), Encoding::utf16};
  } else {
    const std::string_view rest = text.starts_with(utf8_mark) ? text.substr(utf8_mark.size()) : text;
    if (is_utf8(rest))
      out = {std::string{rest}, Encoding::utf8};
    else if (undeclared == Undeclared::latin1)
      out = {latin1_to_utf8(text), Encoding::latin1};
    else
      return refuse("not-utf8", line_place(first_bad_line(rest)), "the text is not UTF-8: save the document as UTF-8");
  }
  if (trim(out.text).empty()) return refuse("empty-file", "document", "the document holds nothing");
  return out;
}

Syntax syntax_of(ByteView bytes) {
  for (const char c : as_text(bytes)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_mark = byte == 0xef || byte == 0xbb || byte == 0xbf || byte == 0xff || byte == 0xfe || byte == 0;
    if (is_mark || c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (c == '<') return Syntax::xml;
    if (c == '{' || c == '[') return Syntax::json;
    return Syntax::other;
  }
  return Syntax::other;
}

std::uint32_t line_at(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  return static_cast<std::uint32_t>(1 + std::count(before.begin(), before.end(), '\n'));
}

std::string line_place(std::uint32_t line) { return "line " + std::to_string(line); }

Fail<Problems> refuse(std::string_view code, std::string_view where, std::string_view what) {
  return Fail{Problems{{std::string{code}, std::string{where}, std::string{what}}}};
}

}  // namespace concordat::adapters
