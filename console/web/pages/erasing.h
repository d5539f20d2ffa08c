// Erasing: the queue of what has been kept as long as it may be, and the page that shows what an erasure would take before anything goes.
// The broker erases, records who asked and why, and proves afterwards that nothing else changed.
#pragma once

#include <span>

#include "audit/reports/log_row.h"
#include "console/web/visit.h"

namespace concordat::console::web {

Response retention_page(Visit& visit);
Response begin_due_erasure(Visit& visit);   // of all that is due
Response begin_case_erasure(Visit& visit);  // of one case, whether due or not
Response erasure_page(Visit& visit);
std::optional<Response> wrong_erasure(Visit& visit);
Response erase(Visit& visit);

// What recipients hold and when it is to be reviewed, up to this day (in ISO form).
View retention_view(std::span<const audit::LogRow> rows, const std::string& today);

}  // namespace concordat::console::web
