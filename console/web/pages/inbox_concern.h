// Telling a concern: a page of questions at a time, saved after each, come back to at any time, checked as a whole, and sent.
#pragma once

#include "console/web/visit.h"

namespace concordat::console::web {

Response begin_concern(Visit& visit);
Response concern_step_page(Visit& visit);
Response keep_concern_step(Visit& visit);
Response concern_check_page(Visit& visit);
Response send_concern(Visit& visit);
std::optional<Response> wrong_concern(Visit& visit);  // what is not answered yet
Response concern_sent_page(Visit& visit);
Response delete_concern(Visit& visit);

}  // namespace concordat::console::web
