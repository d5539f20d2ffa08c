#include "policy/scenario.h"

#include <algorithm>
#include <set>

#include "policy/explain.h"

namespace concordat::policy {
namespace {

using schemas::Level;

// The one that says most of those that mean the field.
template <class Expected>
const Expected* said_of(const std::vector<Expected>& all, const schemas::Field& field, const BodyView& view) {
  const Expected* said = nullptr;
  for (const Expected& one : all)
    if (one.pattern.means(field, view) && (said == nullptr || one.pattern.weight() > said->pattern.weight())) said = &one;
  return said;
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
    compare_onward();
    compare_no_tell();
    compare_waits();
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
    for (const Verdict& verdict : evaluation_.verdicts) {
      if (const auto* said = said_of(expected.fields, field_of(verdict), view_)) compare_level(verdict, said->outcome, said->line);
      else if (expected.rest) compare_level(verdict, expected.rest->is, expected.rest->line);
    }
    for (const ExpectedFields& said : expected.fields)
      if (!is_any([&](const Verdict& verdict) { return said.pattern.means(field_of(verdict), view_); }))
        add(said.line, said.pattern.text() + " " + said.outcome.text, "the message holds no such field", "");
  }

  // Of what leaves. An expectation about no field at all would hold whatever the agreement said.
  void compare_onward() {
    for (const Verdict& verdict : evaluation_.verdicts) {
      const auto* said = said_of(scenario_.expected.onward, field_of(verdict), view_);
      if (said != nullptr && leaves(verdict) && verdict.onward != said->onward)
        add(said->line, "onward " + path_of(verdict) + " " + std::string{schemas::name_of(said->onward)}, std::string{schemas::name_of(verdict.onward)}, because_of(book_, verdict));
    }
    for (const ExpectedOnward& said : scenario_.expected.onward)
      if (!is_any([&](const Verdict& verdict) { return leaves(verdict) && said.pattern.means(field_of(verdict), view_); }))
        add(said.line, "onward " + said.pattern.text() + " " + std::string{schemas::name_of(said.onward)}, "no such field leaves", "");
  }
  void compare_no_tell() {
    const auto& expected = scenario_.expected.no_tell;
    if (!expected) return;
    for (const Verdict& verdict : evaluation_.verdicts) {
      const bool is_expected = std::any_of(expected->is.begin(), expected->is.end(), [&](const FieldPattern& pattern) { return pattern.means(field_of(verdict), view_); });
      const bool is_silenced = verdict.tell == schemas::Tell::not_the_person;
      if (!leaves(verdict) || is_expected == is_silenced) continue;
      add(expected->line, std::string{"no-tell: "} + (is_expected ? "" : "not ") + path_of(verdict), is_silenced ? "not to be told" : "may be told", "");
    }
    for (const FieldPattern& pattern : expected->is)
      if (!is_any([&](const Verdict& verdict) { return leaves(verdict) && pattern.means(field_of(verdict), view_); }))
        add(expected->line, "no-tell: " + pattern.text(), "no such field leaves", "");
  }

  void compare_waits() {
    std::set<std::string> held;
    for (const Hold& hold : evaluation_.holds)
      if (hold.clause) held.insert(book_.label(*hold.clause));
    compare_list("held: ", scenario_.expected.held, {held.begin(), held.end()});
    std::set<std::string> leaks;
    for (const Leak& leak : evaluation_.leaks) leaks.insert(path_of(evaluation_.verdicts[leak.passage]));
    compare_list("leaks: ", scenario_.expected.leaks, {leaks.begin(), leaks.end()});
    const auto& moves = scenario_.expected.moves_to;
    const std::string stage = evaluation_.moves_to ? evaluation_.moves_to->stage : "";
    const auto words = [](const std::string& to) { return to.empty() ? std::string{"nowhere"} : to; };
    if (moves && moves->is != stage) add(moves->line, "moves-to: " + words(moves->is), words(stage), "");
  }

  static bool leaves(const Verdict& verdict) { return verdict.outcome >= Level::existence; }
  const schemas::Field& field_of(const Verdict& verdict) const { return scenario_.message.body.fields[verdict.field]; }
  std::string path_of(const Verdict& verdict) const {
    return schemas::positional_path(scenario_.message.body, field_of(verdict).id, field_of(verdict).element);
  }
  template <class Wanted>
  bool is_any(Wanted wanted) const {
    return std::any_of(evaluation_.verdicts.begin(), evaluation_.verdicts.end(), wanted);
  }

  bool is_met(const ExpectedLevel& expected, const Verdict& verdict) const {
    if (expected.level) return verdict.outcome == *expected.level;
    if (leaves(verdict) || (expected.because && verdict.because != *expected.because)) return false;
    return !expected.held_by || std::any_of(evaluation_.holds.begin(), evaluation_.holds.end(), [&](const Hold& hold) {
      return hold.clause && book_.label(*hold.clause) == *expected.held_by &&
             std::any_of(hold.fields.begin(), hold.fields.end(), [&](const schemas::ReleasedField& field) { return field.field == verdict.field; });
    });
  }

  void compare_level(const Verdict& verdict, const ExpectedLevel& expected, LineNumber line) {
    if (is_met(expected, verdict)) return;
    add(line, path_of(verdict) + " " + expected.text,
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
  if (text == "held") return ExpectedLevel{{}, std::string{text}, Cause::held};
  if (text == "leak-guard") return ExpectedLevel{{}, std::string{text}, Cause::leak_guard};
  if (const std::string_view by = "held by "; text.starts_with(by) && text.size() > by.size())
    return ExpectedLevel{{}, std::string{text}, Cause::held, std::string{text.substr(by.size())}};
  const auto level = schemas::level_named(text);
  return level ? std::optional{ExpectedLevel{*level, std::string{text}}} : std::nullopt;
}

ScenarioRun run_scenario(const AgreementBook& book, const Scenario& scenario) {
  ScenarioRun run{weigh(book, scenario.message, scenario.recipient, scenario.at, scenario.facts, scenario.approvals), {}};
  run.unexpected = Reading{book, scenario, run.evaluation}.unexpected();
  return run;
}

}  // namespace concordat::policy
