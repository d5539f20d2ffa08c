// The scenarios of a draft: written, run as the gate would decide, and what they cover of it. docs/testing-an-agreement.md is their
// format.
#pragma once

#include "console/drafting/scenario_trial.h"
#include "console/web/pages/agreement_draft.h"
#include "console/web/visit.h"

namespace concordat::console::web {

Response draft_scenarios_page(Visit& visit);
Response keep_scenarios(Visit& visit);

// What is wrong with them, or how they came out. The agreement's own text must read without errors.
struct ScenarioMistake {
  std::size_t file;  // its place in the draft
  std::string what;  // "Line 3: …"
};
Result<ScenarioTrial, std::vector<ScenarioMistake>> try_draft(const AgreementDraft& draft);

// One to begin with, of the agreement's first clause.
std::string first_scenario(const std::string& agreement, Date today);
// The scenarios that lie beside an agreement's file: NAME.scenarios/*.toml.
std::vector<std::string> scenarios_beside(const std::filesystem::path& agreement);

}  // namespace concordat::console::web
