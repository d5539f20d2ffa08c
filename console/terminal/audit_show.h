// `concordat audit show`: a log's entries, from a running broker (with their annexes, for an igOfficer) or offline from
// a copy or an export (headers alone).
#pragma once

#include "console/terminal/log_options.h"
#include "console/terminal/officer.h"

namespace concordat::console {

struct ShowEntries {
  OfficerOptions officer;
  std::string log;
  std::uint64_t from = 0;
  std::uint64_t count = 100;
};

void bind_show(CLI::App& leaf, ShowEntries& to);
Exit run_show(const ShowEntries& asked, Terminal& terminal);

}  // namespace concordat::console
