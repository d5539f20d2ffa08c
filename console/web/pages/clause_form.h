// A clause of an agreement as a form, for people who will not type: who gives, who gets, for what; which fields, picked from the tree; under
// what, picked from lists. What the form cannot show it keeps as it is. Its values and the clause's tree, each from the other.
//
//   View view = clause_form_view(clause, agreement);
//   auto changed = clause_from_form(form, clause);
//   if (changed) text = with_clause(text, place, print_clause(*changed));
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "console/web/request.h"
#include "console/web/view.h"
#include "policy/agreement.h"

namespace concordat::console::web {

struct FormMistake {
  std::string field;  // its id on the page
  std::string what;
};

View clause_form_view(const policy::Clause& clause, const policy::Agreement& agreement);
// `was` gives what the form does not show.
Result<policy::Clause, std::vector<FormMistake>> clause_from_form(const Fields& form, const policy::Clause& was);

// "Gives subject.names; holds back class health": for a list of clauses.
std::string effects_in_words(const policy::Clause& clause);

}  // namespace concordat::console::web
