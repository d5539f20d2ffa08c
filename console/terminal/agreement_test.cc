#include <algorithm>

#include "console/drafting/scenario_trial.h"
#include "console/terminal/agreement.h"
#include "console/terminal/reading.h"
#include "policy/check.h"

namespace concordat::console {
namespace {

namespace fs = std::filesystem;

struct Test {
  std::vector<std::string> files;
  std::string directory;
  unsigned min_coverage = 0;
  unsigned min_conditions = 0;
};

void bind_test(CLI::App& leaf, Test& to) {
  leaf.add_option("FILE", to.files, "Agreements; the scenarios of NAME.agreement are NAME.scenarios/*.toml")->required();
  leaf.add_option("--directory", to.directory, "The organisations there are: a directory.json, or an area's folder; default the parties and who the scenarios name")
      ->type_name("PATH");
  leaf.add_option("--min-coverage", to.min_coverage, "Per cent of clauses that must count in some scenario")->check(CLI::Range(0, 100))->type_name("N");
  leaf.add_option("--min-conditions", to.min_conditions, "Per cent of conditions and tests that must come out both ways")->check(CLI::Range(0, 100))->type_name("N");
  leaf.footer("Each scenario is a message, a recipient and a day, with what is expected; docs/testing-an-agreement.md\n"
              "is the format. What came out otherwise is shown with its line, and the clause that made it so.\n"
              "Exit codes: 0 all as expected; 2 not, or too little covered; 3 a file is invalid; 1 one could not be read.\n\n"
              "Example:\n  concordat agreement test prevent.agreement --min-coverage 100");
}

// One agreement under test, with what stands beside it.
struct Subject {
  std::string file;
  std::string text;
  policy::Agreement agreement;
  std::vector<ScenarioFile> files;
};

// NAME.scenarios/*.toml of NAME.agreement, sorted; none if there is no such folder.
std::vector<fs::path> scenario_files_of(const fs::path& agreement) {
  std::vector<fs::path> found;
  fs::path folder = agreement;
  folder.replace_extension(".scenarios");
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator{folder, failed})
    if (entry.path().extension() == ".toml") found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

Result<ScenarioFile, Exit> read_scenarios(const fs::path& file, const policy::Agreement& tested, const Terminal& terminal) {
  TRY(const std::string text, read_text(file, terminal));
  const auto beside = [&](const std::string& name) -> std::optional<std::string> {
    auto read = read_text(file.parent_path() / name, terminal);
    return read ? std::optional{std::move(*read)} : std::nullopt;
  };
  auto found = read_scenario_file(file.string(), text, beside, tested);
  if (found) return std::move(*found);
  for (const ScenarioProblem& problem : found.error()) terminal.invalid(file.string() + ":" + std::to_string(problem.line), problem.what);
  return Fail{Exit::invalid_input};
}

Result<Subject, Exit> read_subject(const std::string& file, const Terminal& terminal) {
  TRY(std::string text, read_text(file, terminal));
  policy::Parsed parsed = policy::read_agreement(text, nullptr);
  for (const policy::Diagnostic& found : parsed.diagnostics)
    if (found.severity() == policy::Severity::error) terminal.talk(policy::render(file, text, found));
  if (policy::has_errors(parsed.diagnostics)) return Fail{Exit::invalid_input};
  Subject subject{file, std::move(text), std::move(parsed.agreement), {}};
  const auto places = scenario_files_of(file);
  if (places.empty()) return Fail{terminal.invalid(file, "has no scenarios: put them into " + fs::path{file}.replace_extension(".scenarios").string() + "/NAME.toml")};
  for (const fs::path& place : places) {
    TRY(ScenarioFile read, read_scenarios(place, subject.agreement, terminal));
    subject.files.push_back(std::move(read));
  }
  return subject;
}

// Prints one agreement's trial; whether it is as it should be.
bool report(const Test& asked, const std::string& file, const ScenarioTrial& trial, Terminal& terminal) {
  const bool is_covered = trial.clauses.percent() >= asked.min_coverage && trial.conditions.percent() >= asked.min_conditions;
  if (!terminal.is_json()) {
    for (const TriedScenario& tried : trial.scenarios)
      for (const policy::Unexpected& found : tried.unexpected)
        terminal.data(tried.file + ":" + std::to_string(found.line) + ": " + terminal.tinted(tried.name, Tint::bad) + "\n    expected " + found.expected +
                      "\n    got      " + found.got + (found.because.empty() ? "" : ": " + found.because) + "\n");
    for (const policy::CoverageGap& gap : trial.gaps) terminal.data(file + ":" + std::to_string(gap.line) + ": clause " + gap.label + ": " + gap.what + "\n");
    const auto words = [](const std::string& what, policy::CoveredPart part) {
      return what + " " + std::to_string(part.seen) + " of " + std::to_string(part.of) + " (" + std::to_string(part.percent()) + " %)";
    };
    terminal.data(file + ": " + std::to_string(trial.scenarios.size() - trial.failed()) + " of " + std::to_string(trial.scenarios.size()) + " scenarios as expected; " +
                  words("clauses", trial.clauses) + ", " + words("conditions", trial.conditions) + "\n");
    if (!is_covered) terminal.no(file + ": covered less than asked for");
  }
  return trial.failed() == 0 && is_covered;
}

Result<ScenarioTrial, Exit> tried(const Subject& subject, const policy::Parties& parties, const Terminal& terminal) {
  auto trial = try_scenarios({subject.file, subject.text}, subject.agreement, subject.files, parties);
  if (trial) return std::move(*trial);
  for (const UnreadableText& unreadable : trial.error())
    for (const policy::Diagnostic& found : unreadable.diagnostics) terminal.talk(policy::render(unreadable.text.name, unreadable.text.text, found));
  return Fail{Exit::invalid_input};
}

Exit run_test(const Test& asked, Terminal& terminal) {
  std::optional<policy::Parties> listed;
  if (!asked.directory.empty()) {
    const auto directory = read_directory(asked.directory, terminal);
    if (!directory) return directory.error();
    listed = policy::parties_of(*directory);
  }
  std::vector<NamedTrial> trials;
  bool is_good = true;
  for (const std::string& file : asked.files) {
    const auto subject = read_subject(file, terminal);
    if (!subject) return subject.error();
    auto trial = tried(*subject, listed ? *listed : parties_named(subject->agreement, subject->files), terminal);
    if (!trial) return trial.error();
    is_good = report(asked, file, *trial, terminal) && is_good;
    trials.push_back({file, std::move(*trial)});
  }
  if (terminal.is_json()) terminal.data(print_trials(trials, is_good ? Verdict::good : Verdict::bad));
  return is_good ? Exit::done : Exit::answered_no;
}

}  // namespace

Result<std::string, Exit> scenarios_passed(const std::string& file, const Terminal& terminal) {
  std::string printed;
  Terminal kept{printed};
  kept.set_form(Form::json);
  const Exit exit = run_test({.files = {file}, .directory = {}}, kept);
  if (exit == Exit::answered_no) return Fail{terminal.no(file + ": a scenario comes out otherwise than expected; see concordat agreement test [scenarios-failed]")};
  if (exit != Exit::done) return Fail{exit};
  return printed;
}

void add_agreement_test(CLI::App& family, Tree& tree) {
  add_leaf<Test>(family, tree, "test", "Whether scenarios come out as expected, and what they cover", bind_test, run_test);
}

}  // namespace concordat::console
