// What is handed over about an area and a time: breach report, record of processing, DPIA evidence, registers, retention
// review. Pure functions of the rows that a search gave, in the order of the log.
#pragma once

#include <map>
#include <span>

#include "audit/reports/log_row.h"
#include "audit/reports/paper.h"

namespace concordat::audit {

// Who received what under which clause, in the window that the rows are of (Article 33(3)).
Paper breach(std::span<const LogRow> rows);
// The rows of a record of processing (Article 30), with counts. `bases`: what an agreement says of its legal bases, by
// NAME/VERSION; an agreement that is not there has none said.
Paper processing_record(std::span<const LogRow> rows, const std::map<std::string, std::string>& bases);
// How much less was disclosed than was submitted, for each purpose and recipient; emergencies and refusals (Article 35).
Paper dpia_evidence(std::span<const LogRow> rows);
// Every emergency and its review; every refusal and wait. Refusing to share is recorded like sharing.
Paper registers(std::span<const LogRow> rows);
// For how long each recipient may keep what it got, and when that is to be looked at. `today` is a date in ISO form.
Paper retention_review(std::span<const LogRow> rows, std::string_view today);
// The entries that the review calls due, ascending; of a case of which nothing is to be kept any more, what was accepted too.
std::vector<std::uint64_t> due_records(std::span<const LogRow> rows, std::string_view today);

}  // namespace concordat::audit
