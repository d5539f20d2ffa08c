#include <nlohmann/json.hpp>

#include <map>

#include "console/terminal/agreement.h"
#include "console/terminal/reading.h"
#include "console/terminal/scenario_file.h"
#include "policy/check.h"
#include "policy/parties.h"
#include "policy/scenario_coverage.h"

namespace concordat::console {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

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
    TRY(ScenarioFile read, read_scenario_file(place, subject.agreement, terminal));
    subject.files.push_back(std::move(read));
  }
  return subject;
}

void add_agency(policy::Parties& parties, const schemas::AgencyId& id, const policy::Agreement& agreement) {
  for (const policy::Agency& known : parties.agencies)
    if (known.id == id) return;
  std::vector<std::string> areas;
  for (const policy::Word& area : agreement.areas) areas.push_back(area.text);
  parties.agencies.push_back({id, std::move(areas), policy::Agency::Standing::active});
}

// Without a directory: the agencies that the agreement names, and those that its scenarios do.
policy::Parties parties_named(const Subject& subject) {
  policy::Parties parties;
  for (const policy::Party& party : subject.agreement.parties)
    if (const auto id = schemas::parse_agency_id(party.text)) add_agency(parties, *id, subject.agreement);
  for (const ScenarioFile& file : subject.files)
    for (const policy::Scenario& scenario : file.scenarios) {
      add_agency(parties, scenario.message.envelope.sender, subject.agreement);
      add_agency(parties, scenario.recipient, subject.agreement);
    }
  return parties;
}

using Book = std::shared_ptr<const policy::AgreementBook>;

Result<Book, Exit> compile(const Subject& subject, const ScenarioFile& file, policy::Status status, const policy::Parties& parties,
                           const Terminal& terminal) {
  std::vector<schemas::AgencyId> acceded;
  for (const policy::Agency& agency : parties.agencies) acceded.push_back(agency.id);
  std::vector<policy::AgreementSource> sources{{subject.text, status, acceded}};
  for (const fs::path& other : file.together) {
    TRY(std::string text, read_text(other, terminal));
    sources.push_back({std::move(text), policy::Status::active, acceded});
  }
  auto book = policy::AgreementBook::compile(sources, parties);
  if (book) return *book;
  for (const policy::RefusedAgreement& refused : book.error())
    for (const policy::Diagnostic& found : refused.diagnostics)
      terminal.talk(policy::render(refused.source == 0 ? subject.file : file.together[refused.source - 1].string(), sources[refused.source].text, found));
  return Fail{Exit::invalid_input};
}

class Report {
public:
  Report(const Test& asked, Terminal& terminal) : asked_(asked), terminal_(terminal) {}

  void add(const ScenarioFile& file, const policy::Scenario& scenario, const policy::ScenarioRun& run) {
    const std::string place = file.file.string() + ":";
    ordered_json failures = ordered_json::array();
    for (const policy::Unexpected& found : run.unexpected) {
      failures.push_back({{"line", found.line}, {"expected", found.expected}, {"got", found.got}, {"because", found.because}});
      if (terminal_.is_json()) continue;
      terminal_.data(place + std::to_string(found.line) + ": " + terminal_.tinted(scenario.name, Tint::bad) + "\n    expected " + found.expected +
                     "\n    got      " + found.got + (found.because.empty() ? "" : ": " + found.because) + "\n");
    }
    ++count_;
    failed_ += run.unexpected.empty() ? 0 : 1;
    scenarios_.push_back({{"file", file.file.string()}, {"line", scenario.line}, {"name", scenario.name},
                          {"ok", run.unexpected.empty()}, {"unexpected", failures}});
  }

  void finish(const Subject& subject, const policy::ScenarioCoverage& coverage) {
    const policy::CoveredPart clauses = coverage.clauses();
    const policy::CoveredPart conditions = coverage.conditions();
    const bool is_covered = clauses.percent() >= asked_.min_coverage && conditions.percent() >= asked_.min_conditions;
    is_good_ = is_good_ && failed_ == 0 && is_covered;
    ordered_json gaps = ordered_json::array();
    for (const policy::CoverageGap& gap : coverage.gaps()) {
      gaps.push_back({{"clause", gap.label}, {"line", gap.line}, {"what", gap.what}});
      if (!terminal_.is_json()) terminal_.data(subject.file + ":" + std::to_string(gap.line) + ": clause " + gap.label + ": " + gap.what + "\n");
    }
    if (!terminal_.is_json()) {
      terminal_.data(subject.file + ": " + std::to_string(count_ - failed_) + " of " + std::to_string(count_) + " scenarios as expected; " +
                     words("clauses", clauses) + ", " + words("conditions", conditions) + "\n");
      if (!is_covered) terminal_.no(subject.file + ": covered less than asked for");
    }
    all_.push_back({{"file", subject.file}, {"scenarios", std::move(scenarios_)}, {"clauses", json_of(clauses)},
                    {"conditions", json_of(conditions)}, {"uncovered", gaps}});
    scenarios_ = ordered_json::array();
    count_ = failed_ = 0;
  }

  Exit exit() {
    if (terminal_.is_json()) terminal_.data(ordered_json{{"ok", is_good_}, {"agreements", all_}}.dump(2) + "\n");
    return is_good_ ? Exit::done : Exit::answered_no;
  }

private:
  static std::string words(const std::string& what, policy::CoveredPart part) {
    return what + " " + std::to_string(part.seen) + " of " + std::to_string(part.of) + " (" + std::to_string(part.percent()) + " %)";
  }
  static ordered_json json_of(policy::CoveredPart part) { return {{"seen", part.seen}, {"of", part.of}, {"percent", part.percent()}}; }

  const Test& asked_;
  Terminal& terminal_;
  bool is_good_ = true;
  std::size_t count_ = 0;
  std::size_t failed_ = 0;
  ordered_json scenarios_ = ordered_json::array();
  ordered_json all_ = ordered_json::array();
};

Result<Unit, Exit> test(const Subject& subject, const policy::Parties& parties, Report& report, const Terminal& terminal) {
  policy::ScenarioCoverage coverage{subject.agreement};
  for (const ScenarioFile& file : subject.files) {
    std::map<policy::Status, Book> books;  // by the status that scenarios give the agreement
    for (const policy::Scenario& scenario : file.scenarios) {
      Book& book = books[scenario.status];
      if (!book) {
        TRY(book, compile(subject, file, scenario.status, parties, terminal));
      }
      const policy::ScenarioRun run = run_scenario(*book, scenario);
      coverage.add(*book, scenario, run.evaluation);
      report.add(file, scenario, run);
    }
  }
  report.finish(subject, coverage);
  return Unit{};
}

Exit run_test(const Test& asked, Terminal& terminal) {
  std::optional<policy::Parties> listed;
  if (!asked.directory.empty()) {
    const auto directory = read_directory(asked.directory, terminal);
    if (!directory) return directory.error();
    listed = policy::parties_of(*directory);
  }
  Report report{asked, terminal};
  for (const std::string& file : asked.files) {
    const auto subject = read_subject(file, terminal);
    if (!subject) return subject.error();
    const auto done = test(*subject, listed ? *listed : parties_named(*subject), report, terminal);
    if (!done) return done.error();
  }
  return report.exit();
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
