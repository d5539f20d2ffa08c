// A draft clause by clause, for people who will not type: a list of clauses, and each as a form. Both edit the text that the editor shows.
#pragma once

#include "console/web/visit.h"

namespace concordat::console::web {

Response draft_clauses_page(Visit& visit);
Response draft_clause_page(Visit& visit);  // /drafts/:id/clauses/:place, which counts from 1; one past the last is a new one
Response keep_clause(Visit& visit);

}  // namespace concordat::console::web
