// Who asks a broker, as options of a command: an officer's folder, or a demonstration area's own officer.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

#include "console/asking/officer.h"
#include "console/terminal/terminal.h"

namespace concordat::console {

struct OfficerOptions {
  std::string officer;
  std::string area;
  std::string reason;
};

enum class Reason : std::uint8_t { not_asked, needed };
void bind(CLI::App& leaf, OfficerOptions& to, Reason reason);
// --officer's folder, or the one called ig-officer in --area's.
Result<Officer, Exit> read_officer(const OfficerOptions& options, const Terminal& terminal);

}  // namespace concordat::console
