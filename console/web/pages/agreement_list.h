// Agreements and how they stand; one of them as the schedule of data items its parties sign, and as its text.
#pragma once

#include "console/web/visit.h"
#include "policy/paper.h"

namespace concordat::console::web {

Response agreements_page(Visit& visit);
Response agreement_schedule_page(Visit& visit);
Response agreement_text_page(Visit& visit);

View paper_sections(const policy::Paper& paper);

}  // namespace concordat::console::web
