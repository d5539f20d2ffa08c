// What is handed over about one person: the accounting of disclosures, and the pack for a subject access request. Pure
// functions of the rows that a search for that person gave, in the order of the log.
#pragma once

#include <span>

#include "audit/reports/log_row.h"
#include "audit/reports/paper.h"

namespace concordat::audit {

// To whom what was disclosed about them, when, under what, what was withheld, what was refused.
Paper accounting(std::span<const LogRow> rows);
// That, arranged by what Article 15 asks for, with the exemptions that an officer has to consider for each class of field.
Paper subject_access(std::span<const LogRow> rows);

}  // namespace concordat::audit
