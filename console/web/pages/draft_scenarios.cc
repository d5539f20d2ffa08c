#include "console/web/pages/draft_scenarios.h"

#include <algorithm>

#include "base/wall_clock.h"
#include "console/web/pages/agreement_shelf.h"
#include "console/web/pages/problem.h"
#include "console/web/pages/table.h"
#include "console/web/pages/words.h"
#include "policy/check.h"

namespace concordat::console::web {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t scenario_bytes_max = 256U * 1024;
constexpr std::size_t files_max = 20;

std::string name_of_file(std::size_t place) { return "Scenarios " + std::to_string(place + 1); }

View trial_tables(const ScenarioTrial& trial) {
  View view;
  Table tried{"How the scenarios came out", {"Scenario", "In", "Came out", "Expected", "Got"}, "There are no scenarios."};
  for (const TriedScenario& each : trial.scenarios) {
    if (each.unexpected.empty()) tried.add({{each.name}, {each.file}, {"As expected", {}, "green"}, {""}, {""}});
    for (const policy::Unexpected& found : each.unexpected)
      tried.add({{each.name}, {each.file + ", line " + std::to_string(found.line)}, {"Otherwise", {}, "red"}, {found.expected}, {found.got + (found.because.empty() ? "" : ": " + found.because)}});
  }
  Table gaps{"What no scenario shows", {"Clause", "Line", "What"}, "Nothing: every clause counts in some scenario, and every condition comes out both ways."};
  for (const policy::CoverageGap& gap : trial.gaps) gaps.add({{gap.label}, {std::to_string(gap.line)}, {sentence(gap.what)}});
  view.put("tried", View{}.put("table", tried.view())).put("gaps", View{}.put("table", gaps.view()));
  view.say("of", trial.scenarios.size()).say("as_expected", trial.scenarios.size() - trial.failed()).show_if("is_good", trial.failed() == 0);
  view.say("clauses", trial.clauses.percent()).say("conditions", trial.conditions.percent());
  return view;
}

Response scenarios_page(Visit& visit, const AgreementDraft& draft) {
  auto about = agreement_about(visit);
  if (!about) return std::move(about).error();
  View view = agreement_view(*about, "/scenarios");
  for (std::size_t place = 0; place < draft.scenarios.size(); ++place)
    view.add("files", View{}.say("number", place + 1).say("name", name_of_file(place)).say("text", draft.scenarios[place]));
  const bool is_readable = !policy::has_errors(policy::read_agreement(draft.text, nullptr).diagnostics);
  view.show_if("is_readable", is_readable).show_if("may_add", draft.scenarios.size() < files_max);
  if (is_readable && !draft.scenarios.empty()) {
    const auto trial = try_draft(draft);
    if (trial) view.put("trial", trial_tables(*trial));
    else
      for (const ScenarioMistake& mistake : trial.error())
        view.add("errors", View{}.say("text", name_of_file(mistake.file) + ": " + mistake.what).say("field", "scenarios-" + std::to_string(mistake.file + 1)));
  }
  return visit.page("draft_scenarios", std::move(view), about->title + ": scenarios", view.list("errors").empty() ? 200 : 422);
}

}  // namespace

Result<ScenarioTrial, std::vector<ScenarioMistake>> try_draft(const AgreementDraft& draft) {
  const policy::Agreement agreement = policy::read_agreement(draft.text, nullptr).agreement;
  std::vector<ScenarioMistake> mistakes;
  std::vector<ScenarioFile> files;
  for (std::size_t place = 0; place < draft.scenarios.size(); ++place) {
    auto file = read_scenario_file(name_of_file(place), draft.scenarios[place], [](const std::string&) { return std::nullopt; }, agreement);
    if (file) files.push_back(std::move(*file));
    else
      for (const ScenarioProblem& problem : file.error()) mistakes.push_back({place, "Line " + std::to_string(problem.line) + ": " + problem.what});
  }
  if (!mistakes.empty()) return Fail{std::move(mistakes)};
  auto trial = try_scenarios({"draft", draft.text}, agreement, files, parties_named(agreement, files));
  if (trial) return std::move(*trial);
  return Fail{std::vector<ScenarioMistake>{{0, "An agreement that they need beside this one has errors"}}};
}

std::string first_scenario(const std::string& agreement, Date today) {
  const policy::Agreement tree = policy::parse(agreement).agreement;
  std::vector<std::string> agencies;
  for (const policy::Party& party : tree.parties)
    if (schemas::parse_agency_id(party.text)) agencies.push_back(party.text);
  agencies.resize(2);  // of what the text does not name, nothing: the check says so
  const Date day = std::max(today, tree.in_force_from);
  const std::string purpose = tree.purposes.empty() ? std::string{} : tree.purposes.front().id.text;
  return "# Who gets what: each [[scenario]] is a message, who asks for it and when, and what is expected.\n"
         "# It starts from what [given] says.\n\n[given]\ntype    = \"referral\"\nfrom    = \"" + agencies[0] + "\"\nat      = " + format_date(day) + "\npurpose = \"" + purpose +
         "\"\nwith.\"subject.names[0].given\" = \"Ann\"\nwith.\"subject.names[0].kind\"  = \"legal\"\nwith.\"subject.birthDate\"      = 2011-06-09\n\n"
         "[[scenario]]\nname   = \"The name goes to whoever asks\"\nto     = \"" + agencies[1] + "\"\nexpect = \"disclosed\"\n[scenario.fields]\n\"subject.names.given\" = \"full\"\n";
}

std::vector<std::string> scenarios_beside(const fs::path& agreement) {
  fs::path folder = agreement;
  folder.replace_extension(".scenarios");
  std::vector<fs::path> files;
  std::error_code failed;
  for (fs::directory_iterator at{folder, failed}, end; !failed && at != end; at.increment(failed))
    if (at->path().extension() == ".toml") files.push_back(at->path());
  std::sort(files.begin(), files.end());
  if (files.size() > files_max) files.resize(files_max);
  std::vector<std::string> texts;
  for (const fs::path& file : files)
    if (const auto bytes = read_file(file, scenario_bytes_max)) texts.emplace_back(as_text(*bytes));
  return texts;
}

Response draft_scenarios_page(Visit& visit) {
  const auto draft = find_agreement_draft(visit, visit.part("id"));
  if (!draft) return problem_page(visit, Problem::not_found);
  return scenarios_page(visit, *draft);
}

Response keep_scenarios(Visit& visit) {
  auto draft = find_agreement_draft(visit, visit.part("id"));
  if (!draft) return problem_page(visit, Problem::not_found);
  draft->scenarios.clear();
  for (const auto& [name, value] : visit.request().form.all())
    if (name == "scenarios" && value.size() <= scenario_bytes_max && draft->scenarios.size() < files_max)
      if (std::string text = typed_lines(value); text.find_first_not_of(" \n\t") != std::string::npos) draft->scenarios.push_back(std::move(text));
  if (visit.request().form.text("do") == "add" && draft->scenarios.size() < files_max)
    draft->scenarios.push_back(first_scenario(draft->text, london_date(visit.now())));
  if (!keep_agreement_draft(visit, visit.part("id"), *draft)) return problem_page(visit, LineFault{LineFault::Kind::misconfigured, {}});
  return scenarios_page(visit, *draft);
}

}  // namespace concordat::console::web
