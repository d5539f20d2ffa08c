// The pages for what cannot be done: each says what happened and what to do next, and nothing about what there is.
#pragma once

#include <string>

#include "console/web/visit.h"

namespace concordat::console::web {

enum class Problem : std::uint8_t { not_found, wrong_method, not_for_you, stale_form, no_pdf, no_key, no_longer_so };

Response problem_page(Visit& visit, Problem problem);
// The broker could not be asked; `fault` says what to look at.
Response problem_page(Visit& visit, const LineFault& fault);
Response problem_page(Visit& visit, const SearchError& fault);
// The broker's no, by its code: what it means, in words.
Response refused_page(Visit& visit, const std::string& code);

}  // namespace concordat::console::web
