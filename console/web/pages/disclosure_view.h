// One disclosure in words, and one case as a timeline: pure functions of the log's rows.
#pragma once

#include <map>
#include <span>
#include <string>

#include "audit/reports/log_row.h"
#include "console/web/view.h"

namespace concordat::console::web {

// `rows`: the disclosure and what later entries say of it. `bases`: what agreements say of their legal bases, by NAME/VERSION.
View disclosure_view(const audit::LogRow& disclosed, std::span<const audit::LogRow> rows, const std::map<std::string, std::string>& bases);
View case_view(std::span<const audit::LogRow> rows, const std::string& case_id);

}  // namespace concordat::console::web
