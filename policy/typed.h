// What stands at the cursor of an editor: the name that is being typed there, whole with its dots, slashes and
// brackets, and the words before it. Nothing is typed inside a string or a comment.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/editing.h"
#include "policy/lexer.h"

namespace concordat::policy {

struct Typed {
  std::vector<Token> before;  // every word before the name
  std::string name;           // up to the cursor: "relatedPersons[role child].na"; may be empty
  std::string whole;          // and on to the end of the word that the cursor is in
  std::string longest;        // and on to the end of the whole name
  Place place;                // of `name`
};

// Nothing inside a string or a comment, or past the end of a line.
std::optional<Typed> typed_at(std::string_view text, const Cursor& cursor);

}  // namespace concordat::policy
