// Writing an agreement: a draft's text, and what is wrong with it, each finding with its line. Works by a button; scripts ask the
// same questions as somebody types (assets/editor.js).
#pragma once

#include "console/web/visit.h"
#include "policy/diagnostic.h"

namespace concordat::console::web {

Response begin_draft(Visit& visit);
Response draft_page(Visit& visit);
Response keep_draft(Visit& visit);
Response delete_draft(Visit& visit);

// For the editor, as JSON: what is wrong, what may stand at a place, what a word means.
Response check_text(Visit& visit);
Response complete_text(Visit& visit);
Response explain_word(Visit& visit);

// A finding, with the lines around it.
View finding_view(const policy::Diagnostic& found, const std::vector<std::string>& lines, std::size_t number);

// The same text as its next version.
std::string next_version(std::string text);

}  // namespace concordat::console::web
