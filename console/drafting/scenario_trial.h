// All scenarios of an agreement, run: which come out as expected, and what they cover of it. What is printed is what a proposal
// attaches.
//
//   TRY(const ScenarioTrial trial, try_scenarios(text, agreement, files, parties_named(agreement, files)));
//   if (trial.failed() == 0) attach(print_trials({{"prevent.agreement", trial}}, Verdict::good));
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "console/drafting/scenario_file.h"
#include "policy/diagnostic.h"
#include "policy/parties.h"
#include "policy/scenario_coverage.h"

namespace concordat::console {

struct TriedScenario {
  std::string file;
  policy::LineNumber line;
  std::string name;
  std::vector<policy::Unexpected> unexpected;
};

struct ScenarioTrial {
  std::vector<TriedScenario> scenarios;
  policy::CoveredPart clauses;
  policy::CoveredPart conditions;
  std::vector<policy::CoverageGap> gaps;
  std::size_t failed() const;
};

// An agreement that the scenarios need and that has errors.
struct UnreadableText {
  NamedText text;
  std::vector<policy::Diagnostic> diagnostics;
};

// The agencies that the agreement names, and those that its scenarios do.
policy::Parties parties_named(const policy::Agreement& agreement, const std::vector<ScenarioFile>& files);

// `agreement` is what `tested` says, read without errors.
Result<ScenarioTrial, std::vector<UnreadableText>> try_scenarios(const NamedText& tested, const policy::Agreement& agreement, const std::vector<ScenarioFile>& files,
                                                                 const policy::Parties& parties);

struct NamedTrial {
  std::string file;  // of the agreement
  ScenarioTrial trial;
};
enum class Verdict : std::uint8_t { good, bad };  // as whoever tried them judges: coverage counts too
std::string print_trials(const std::vector<NamedTrial>& trials, Verdict verdict);  // JSON

}  // namespace concordat::console
