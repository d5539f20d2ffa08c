// A scenario file: TOML, a `[given]` that its scenarios start from, and a `[[scenario]]` for each. What is
// wrong with it is said on stderr, all of it, with its line. docs/testing-an-agreement.md is the format.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "console/terminal/terminal.h"
#include "policy/scenario.h"

namespace concordat::console {

struct ScenarioFile {
  std::filesystem::path file;
  std::vector<std::filesystem::path> together;  // agreements in the book beside the one under test
  std::vector<policy::Scenario> scenarios;
};

// What the envelope does not say is the agreement's own: its area, its scheme, its only purpose.
Result<ScenarioFile, Exit> read_scenario_file(const std::filesystem::path& file, const policy::Agreement& tested, const Terminal& terminal);
// NAME.scenarios/*.toml of NAME.agreement, sorted; none if there is no such folder.
std::vector<std::filesystem::path> scenario_files_of(const std::filesystem::path& agreement);

}  // namespace concordat::console
