// Text: UTF-8 checking, Unicode normalisation (utf8proc, named only in text.cc), small splitting
// and joining. Nothing here knows what the text means.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace concordat {

// Well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing past U+10FFFF.
bool is_utf8(std::string_view text);
// NFC (UAX 15). Nothing when the text is not UTF-8.
std::optional<std::string> to_nfc(std::string_view text);
// For comparing, never for showing: case folded, compatibility forms and marks taken away (NFKD, UAX 15), and the
// Latin letters that do not decompose written out ("Łukasz" and "lukasz" are one). Text that is not UTF-8 gives "".
std::string fold(std::string_view text);
// True if it holds bidirectional controls, zero-width or other characters that are not seen (variation selectors, fillers).
bool has_invisible(std::string_view text);
// ISO 8859-1 to UTF-8; total.
std::string latin1_to_utf8(std::string_view text);

std::string_view trim(std::string_view text);  // ASCII white space, both ends
std::string to_lower(std::string_view text);   // ASCII only
std::string to_upper(std::string_view text);   // ASCII only
std::vector<std::string> split(std::string_view text, char separator);  // "" gives one empty part
std::string join(const std::vector<std::string>& parts, std::string_view separator);
bool iequals(std::string_view a, std::string_view b);  // ASCII only

// The nearest of `candidates` to `word` by edit distance, if near enough to be a likely slip
// (distance at most a third of the word, at least one): for "did you mean".
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace concordat
