// Disclosures read back from a log, with what their annexes say: from a copy and its day keys, or from a running broker.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "console/drafting/recorded.h"
#include "console/terminal/officer.h"

namespace concordat::console {

Result<RecordedDisclosures, Exit> read_disclosures(const std::filesystem::path& log, const std::filesystem::path& day_keys, const Terminal& terminal);
Result<RecordedDisclosures, Exit> ask_disclosures(const OfficerOptions& asked, const Terminal& terminal);
// The one of that record: nothing in `decisions` where it is no disclosure.
Result<RecordedDisclosures, Exit> ask_disclosure(const Officer& officer, const std::string& reason, std::uint64_t record, const Terminal& terminal);

}  // namespace concordat::console
