// A clause of an agreement as text: printed from its tree, found in the text of its agreement, and put in another's place there. So a
// form may change one clause, and every other line of the text, its comments too, stays as somebody wrote it.
//
//   policy::Clause clause = policy::parse(text).agreement.clauses[2];
//   clause.title = "Schools need an age";
//   text = with_clause(text, 2, print_clause(clause));
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "policy/agreement.h"

namespace concordat::console {

// In the usual layout, ended by a line feed. What it prints parses as the same clause.
std::string print_clause(const policy::Clause& clause);
std::string print_condition(const policy::Condition& condition);

// `place` counts the agreement's clauses in the order of the text; one past the last puts it at the end, and an empty text takes the clause
// away. Comments that stood within a clause are put above it. The text parses without errors.
std::string with_clause(const std::string& text, std::size_t place, const std::string& clause);

}  // namespace concordat::console
