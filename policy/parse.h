// Agreement text to tree. Every fault is reported, not only the first: after one, parsing goes on at the
// next line of the clause, or the next clause. Pure.
//
//   const Parsed parsed = parse(text);
//   if (has_errors(parsed.diagnostics)) …
#pragma once

#include <string_view>
#include <vector>

#include "policy/agreement.h"
#include "policy/parser.h"

namespace concordat::policy {

struct Parsed {
  Agreement agreement;
  std::vector<Diagnostic> diagnostics;
};

Parsed parse(std::string_view text);

// The same, with the words themselves and where each part of the file begins: for printing it again.
struct Layout {
  Parsed parsed;
  std::vector<Token> tokens;
  std::vector<Comment> comments;
  std::vector<Mark> marks;  // by token
};
Layout parse_layout(std::string_view text);

}  // namespace concordat::policy
