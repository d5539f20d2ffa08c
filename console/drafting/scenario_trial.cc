#include "console/drafting/scenario_trial.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "policy/book.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;
using Book = std::shared_ptr<const policy::AgreementBook>;

void add_agency(policy::Parties& parties, const schemas::AgencyId& id, const policy::Agreement& agreement) {
  for (const policy::Agency& known : parties.agencies)
    if (known.id == id) return;
  std::vector<std::string> areas;
  for (const policy::Word& area : agreement.areas) areas.push_back(area.text);
  parties.agencies.push_back({id, std::move(areas), policy::Agency::Standing::active});
}

Result<Book, std::vector<UnreadableText>> compile(const NamedText& tested, const ScenarioFile& file, policy::Status status, const policy::Parties& parties) {
  std::vector<schemas::AgencyId> acceded;
  for (const policy::Agency& agency : parties.agencies) acceded.push_back(agency.id);
  std::vector<policy::AgreementSource> sources{{tested.text, status, acceded}};
  for (const NamedText& other : file.together) sources.push_back({other.text, policy::Status::active, acceded});
  auto book = policy::AgreementBook::compile(sources, parties);
  if (book) return *book;
  std::vector<UnreadableText> unreadable;
  for (const policy::RefusedAgreement& refused : book.error()) unreadable.push_back({refused.source == 0 ? tested : file.together[refused.source - 1], refused.diagnostics});
  return Fail{std::move(unreadable)};
}

ordered_json json_of(policy::CoveredPart part) { return {{"seen", part.seen}, {"of", part.of}, {"percent", part.percent()}}; }

ordered_json json_of(const TriedScenario& tried) {
  ordered_json failures = ordered_json::array();
  for (const policy::Unexpected& found : tried.unexpected)
    failures.push_back({{"line", found.line}, {"expected", found.expected}, {"got", found.got}, {"because", found.because}});
  return {{"file", tried.file}, {"line", tried.line}, {"name", tried.name}, {"ok", tried.unexpected.empty()}, {"unexpected", failures}};
}

}  // namespace

std::size_t ScenarioTrial::failed() const {
  return static_cast<std::size_t>(std::count_if(scenarios.begin(), scenarios.end(), [](const TriedScenario& tried) { return !tried.unexpected.empty(); }));
}

policy::Parties parties_named(const policy::Agreement& agreement, const std::vector<ScenarioFile>& files) {
  policy::Parties parties;
  for (const policy::Party& party : agreement.parties)
    if (const auto id = schemas::parse_agency_id(party.text)) add_agency(parties, *id, agreement);
  for (const ScenarioFile& file : files)
    for (const policy::Scenario& scenario : file.scenarios) {
      add_agency(parties, scenario.message.envelope.sender, agreement);
      add_agency(parties, scenario.recipient, agreement);
    }
  return parties;
}

Result<ScenarioTrial, std::vector<UnreadableText>> try_scenarios(const NamedText& tested, const policy::Agreement& agreement, const std::vector<ScenarioFile>& files,
                                                                 const policy::Parties& parties) {
  policy::ScenarioCoverage coverage{agreement};
  ScenarioTrial trial;
  for (const ScenarioFile& file : files) {
    std::map<policy::Status, Book> books;  // by the status that scenarios give the agreement
    for (const policy::Scenario& scenario : file.scenarios) {
      Book& book = books[scenario.status];
      if (!book) {
        TRY(book, compile(tested, file, scenario.status, parties));
      }
      policy::ScenarioRun run = run_scenario(*book, scenario);
      coverage.add(*book, scenario, run.evaluation);
      trial.scenarios.push_back({file.name, scenario.line, scenario.name, std::move(run.unexpected)});
    }
  }
  trial.clauses = coverage.clauses();
  trial.conditions = coverage.conditions();
  trial.gaps = coverage.gaps();
  return trial;
}

std::string print_trials(const std::vector<NamedTrial>& trials, Verdict verdict) {
  ordered_json all = ordered_json::array();
  for (const NamedTrial& each : trials) {
    ordered_json scenarios = ordered_json::array();
    for (const TriedScenario& tried : each.trial.scenarios) scenarios.push_back(json_of(tried));
    ordered_json gaps = ordered_json::array();
    for (const policy::CoverageGap& gap : each.trial.gaps) gaps.push_back({{"clause", gap.label}, {"line", gap.line}, {"what", gap.what}});
    all.push_back({{"file", each.file}, {"scenarios", scenarios}, {"clauses", json_of(each.trial.clauses)}, {"conditions", json_of(each.trial.conditions)}, {"uncovered", gaps}});
  }
  return ordered_json{{"ok", verdict == Verdict::good}, {"agreements", all}}.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace concordat::console
