// The one table of stable codes: every refusal, problem and diagnostic that a person or a program may
// meet, with what it means and how to mend it. docs/codes.md is printed from it, and a test holds that
// no code is said in the tree that does not stand here. A code once published keeps its meaning.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace concordat::schemas {

struct CodeEntry {
  std::string_view code;     // "sender-mismatch"
  std::string_view where;    // who says it: message, adapter, broker, link, log or agreement
  std::string_view meaning;
  std::string_view fix;
};

std::span<const CodeEntry> codes();          // by `where`, then as declared
const CodeEntry* find_code(std::string_view code);
std::string codes_as_markdown();             // docs/codes.md

}  // namespace concordat::schemas
