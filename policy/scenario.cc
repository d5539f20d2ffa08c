#include "policy/scenario.h"

#include <algorithm>
#include <set>

#include "policy/explain.h"

namespace concordat::policy {
namespace {

using schemas::Level;

bool is_met(const ExpectedLevel& expected, Level level) {
  return expected.level ? level == *expected.level : level <= Level::withhold;
}

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out.empty() ? "nothing" : out;
}

class Reading {
public:
  Reading(const AgreementBook& book, const Scenario& scenario, const Evaluation& evaluation)
      : book_(book),
        scenario_(scenario),
        evaluation_(evaluation),
        words_(explain(book, scenario.message, evaluation)),
        view_(scenario.message.body) {}

  std::vector<Unexpected> unexpected() && {
    compare_outcome();
    compare_fields();
    const Expectations& expected = scenario_.expected;
    compare_list("missing: ", expected.missing, words_.missing);
    std::set<std::string> told;
    for (const schemas::Notice& notice : words_.notices) told.insert(notice.path);
    compare_list("told: ", expected.told, {told.begin(), told.end()});
    compare_list("caveats: ", expected.caveats, words_.terms.caveats);
    if (expected.keep && expected.keep->is != words_.terms.keep)
      add(expected.keep->line, "keep: " + expected.keep->is, words_.terms.keep.empty() ? "nothing" : words_.terms.keep, "");
    std::stable_sort(found_.begin(), found_.end(), [](const Unexpected& a, const Unexpected& b) { return a.line < b.line; });
    return std::move(found_);
  }

private:
  void add(LineNumber line, std::string expected, std::string got, std::string because) {
    found_.push_back({line, std::move(expected), std::move(got), std::move(because)});
  }

  void compare_outcome() {
    const Expectations& expected = scenario_.expected;
    const std::string got = words_.outcome + (words_.reason.empty() ? "" : ", " + words_.reason);
    std::string because = words_.agreement ? "under " + *words_.agreement : "";
    if (!words_.missing.empty() && words_.reason == "incomplete") because += "; missing: " + listed(words_.missing);
    if (expected.outcome && expected.outcome->is != evaluation_.outcome)
      add(expected.outcome->line, std::string{name_of(expected.outcome->is)}, got, because);
    else if (expected.reason && expected.reason->is != words_.reason)
      add(expected.reason->line, expected.reason->is, got, because);
  }

  void compare_fields() {
    const Expectations& expected = scenario_.expected;
    std::vector<std::size_t> met(expected.fields.size());
    for (const Verdict& verdict : evaluation_.verdicts) {
      const schemas::Field& field = scenario_.message.body.fields[verdict.field];
      const ExpectedFields* said = nullptr;
      for (std::size_t i = 0; i < expected.fields.size(); ++i) {
        if (!expected.fields[i].pattern.means(field, view_)) continue;
        ++met[i];
        if (said == nullptr || expected.fields[i].pattern.weight() > said->pattern.weight()) said = &expected.fields[i];
      }
      if (said != nullptr) compare_level(verdict, said->outcome, said->line);
      else if (expected.rest) compare_level(verdict, expected.rest->is, expected.rest->line);
    }
    // An expectation about no field at all would hold whatever the agreement said.
    for (std::size_t i = 0; i < met.size(); ++i)
      if (met[i] == 0)
        add(expected.fields[i].line, expected.fields[i].pattern.text() + " " + expected.fields[i].outcome.text,
            "the message holds no such field", "");
  }

  void compare_level(const Verdict& verdict, const ExpectedLevel& expected, LineNumber line) {
    if (is_met(expected, verdict.outcome)) return;
    const schemas::Field& field = scenario_.message.body.fields[verdict.field];
    add(line, schemas::positional_path(scenario_.message.body, field.id, field.element) + " " + expected.text,
        std::string{schemas::name_of(verdict.outcome)}, because_of(book_, verdict));
  }

  void compare_list(const std::string& what, const std::optional<Stated<std::vector<std::string>>>& expected,
                    const std::vector<std::string>& got) {
    if (!expected) return;
    std::vector<std::string> wanted = expected->is;
    std::sort(wanted.begin(), wanted.end());
    if (wanted != got) add(expected->line, what + listed(wanted), listed(got), "");
  }

  const AgreementBook& book_;
  const Scenario& scenario_;
  const Evaluation& evaluation_;
  Explanation words_;
  BodyView view_;
  std::vector<Unexpected> found_;
};

}  // namespace

std::optional<ExpectedLevel> expected_level(std::string_view text) {
  if (text == "withheld") return ExpectedLevel{{}, std::string{text}};
  const auto level = schemas::level_named(text);
  return level ? std::optional{ExpectedLevel{*level, std::string{text}}} : std::nullopt;
}

ScenarioRun run_scenario(const AgreementBook& book, const Scenario& scenario) {
  ScenarioRun run{evaluate(book, scenario.message, scenario.recipient, scenario.at, scenario.facts, scenario.approvals), {}};
  run.unexpected = Reading{book, scenario, run.evaluation}.unexpected();
  return run;
}

}  // namespace concordat::policy
