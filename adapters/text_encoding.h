// The first step of reading any native document: its bytes as UTF-8 text, or the reason why not.
//
// What is accepted: UTF-8 (a byte order mark is dropped), UTF-16 with a byte order mark, and Latin-1
// where the document or its format says so. Bytes that are not UTF-8 are never guessed at silently: a
// reader says with `Undeclared` whether its format is known to come as Latin-1 (spreadsheet exports),
// and the result says what was done, so that the reader can report it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/native.h"

namespace concordat::adapters {

inline constexpr std::size_t document_bytes_max = std::size_t{8} * 1024 * 1024;
inline constexpr int document_depth_max = 100;
inline constexpr std::size_t document_nodes_max = 500'000;  // elements, or JSON values: what a tree of ours may cost

enum class Encoding : std::uint8_t { utf8, utf16, latin1 };
enum class Undeclared : std::uint8_t { refuse, latin1 };  // bytes that are not UTF-8 and do not say what they are

struct DecodedText {
  std::string text;  // UTF-8, no byte order mark
  Encoding encoding = Encoding::utf8;
};

// Codes: empty-file (nothing but white space), too-large, not-utf8 (with the line).
Outcome<DecodedText> decode_text(ByteView bytes, Undeclared undeclared);

// What the first character that is not white space says; never more than a guess at which reader to try.
enum class Syntax : std::uint8_t { json, xml, other };
Syntax syntax_of(ByteView bytes);

// The line, from 1, of a byte offset; and "line 12".
std::uint32_t line_at(std::string_view text, std::size_t offset);
std::string line_place(std::uint32_t line);

// A list of one problem, for the reader that can say nothing further.
Fail<Problems> refuse(std::string_view code, std::string_view where, std::string_view what);

}  // namespace concordat::adapters
