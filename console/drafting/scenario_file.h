// A scenario file: TOML, a `[given]` that its scenarios start from, and a `[[scenario]]` for each. docs/testing-an-agreement.md is
// the format. Files that it names are read by whoever has it: the command from the folder it lies in, the web console not at all.
//
//   TRY(const ScenarioFile file, read_scenario_file("draft", text, [](const std::string&) { return std::nullopt; }, agreement));
//   for (const policy::Scenario& scenario : file.scenarios) …
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/scenario.h"

namespace concordat::console {

// A text, and what it is called.
struct NamedText {
  std::string name;
  std::string text;
};

struct ScenarioFile {
  std::string name;
  std::vector<NamedText> together;  // agreements in the book beside the one under test
  std::vector<policy::Scenario> scenarios;
};

struct ScenarioProblem {
  policy::LineNumber line;
  std::string what;
};

using ReadBeside = std::function<std::optional<std::string>(const std::string& name)>;

// What the envelope does not say is the agreement's own: its area, its scheme, its only purpose. The error is all that is wrong.
Result<ScenarioFile, std::vector<ScenarioProblem>> read_scenario_file(const std::string& name, std::string_view text, const ReadBeside& beside, const policy::Agreement& tested);

}  // namespace concordat::console
