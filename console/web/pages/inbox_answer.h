// Answering a request for information: each question that came, answered, or said not to be held or not to be given, page by page like a
// concern. The answer goes to whoever asked, in the same case, as a message of its own.
#pragma once

#include <string>
#include <vector>

#include "console/web/pages/inbox_desk.h"
#include "console/web/visit.h"

namespace concordat::console::web {

Response begin_answer(Visit& visit);
Response answer_page(Visit& visit);
Response keep_answer(Visit& visit);
Response answer_check_page(Visit& visit);
std::optional<Response> wrong_answer(Visit& visit);
Response send_answer(Visit& visit);
Response delete_answer(Visit& visit);

// The questions as they came; none if they were withheld, and then a note is the whole answer.
std::vector<std::string> questions_in(const Told& document);
// What the adapter reads, and to whom it goes (NAME.envelope.json).
std::string answer_document(const Told& about, const Told& request, const Fields& typed);
std::string answer_envelope(const Told& about);

}  // namespace concordat::console::web
