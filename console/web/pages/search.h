// Searching the log: a form, and what was found. What is looked for stays in the session and is in no address, since addresses are kept
// by browsers and proxies.
#pragma once

#include "console/web/visit.h"

namespace concordat::console::web {

Response search_page(Visit& visit);
Response begin_search(Visit& visit);
Response search_results_page(Visit& visit);

}  // namespace concordat::console::web
