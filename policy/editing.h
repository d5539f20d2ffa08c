// What an editor asks while an agreement is being written: what is wrong with it, what may stand where the
// cursor is, what the word there means. Pure functions of the text and a place in it. Half-written text is
// the usual case: none of them fails, and what cannot be read is answered with less.
//
//   for (const Suggestion& one : complete(text, {12, 9}, nullptr).suggestions) …
//   if (const auto found = hover(text, {12, 9}, nullptr)) show(found->title, found->text);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/diagnostic.h"
#include "policy/parties.h"

namespace concordat::policy {

// The cursor stands before the character of that line and column, both from 1, in characters.
struct Cursor {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

// Errors and warnings, in the order of the text: what check says of it, but for what takes a solver.
std::vector<Diagnostic> diagnose(std::string_view text, const Parties* directory);

struct Suggestion {
  std::string text;    // what to write in the place of what stands there
  std::string detail;  // one line on what it is
};
struct Completion {
  Place replaces;  // what was typed of it so far: length 0 where nothing was
  std::vector<Suggestion> suggestions;
};
// Names first, then words of the language; nothing within a string or a comment.
Completion complete(std::string_view text, const Cursor& cursor, const Parties* directory);

struct Hover {
  Place place;        // what it is about
  std::string title;  // "subject.address.postcode", "ukgdpr.9.2.g"
  std::string text;   // a few lines in plain words
};
std::optional<Hover> hover(std::string_view text, const Cursor& cursor, const Parties* directory);

}  // namespace concordat::policy
