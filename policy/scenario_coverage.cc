#include "policy/scenario_coverage.h"

#include <algorithm>

#include "policy/condition_scope.h"
#include "policy/emergency.h"

namespace concordat::policy {
namespace {

using schemas::ElementIndex;
using schemas::no_element;

void collect_leaves(const Condition& condition, std::vector<const Condition*>& leaves) {
  if (condition.parts.empty()) leaves.push_back(&condition);
  for (const Condition& part : condition.parts) collect_leaves(part, leaves);
}

// Where a clause's condition is asked: once, or in each element that it asks about.
std::vector<ElementIndex> places_asked(const PlanClause& clause, const Plan& plan, const BodyView& view) {
  if (!clause.is_per_element) return {no_element};
  std::vector<ElementIndex> places;
  for (ElementIndex i = 0; i < view.body().elements.size(); ++i) {
    const bool is_asked = std::all_of(clause.program.begin(), clause.program.end(), [&](const Step& step) {
      if (step.kind != Step::Kind::atom || !plan.atoms[step.atom].is_per_element()) return true;
      return view.within(i, *schemas::FieldTable::get()[plan.atoms[step.atom].field].list) != no_element;
    });
    if (is_asked) places.push_back(i);
  }
  return places;
}

Truth holds(const PlanClause& clause, const Plan& plan, const Circumstances& in, ElementIndex at) {
  if (clause.program.empty()) return Truth::yes;
  return run(clause.program, [&](std::uint16_t atom) { return ask(plan.atoms[atom], in, at); });
}

}  // namespace

ScenarioCoverage::ScenarioCoverage(const Agreement& agreement) : name_{agreement.name, agreement.version} {
  for (const policy::Clause& clause : agreement.clauses) {
    Clause tracked{clause.label.text, clause.place.line, false, {}};
    std::vector<const Condition*> leaves;
    for (const auto* condition : {&clause.when, &clause.unless})
      if (*condition) collect_leaves(**condition, leaves);
    if (!leaves.empty()) tracked.branches.push_back({{}, "its condition", leaves.front()->place.line});
    for (const Condition* leaf : leaves) {
      policy::Clause alone;
      alone.when = *leaf;
      Atom atom = compile_condition(alone, agreement.name)->atoms.front();
      const bool is_repeated = std::any_of(tracked.branches.begin(), tracked.branches.end(),
                                           [&](const Branch& earlier) { return earlier.atom == atom; });
      std::string words = "\"" + atom.words + "\"";
      if (!is_repeated) tracked.branches.push_back({std::move(atom), std::move(words), leaf->place.line});
    }
    // A condition of one test alone is that test.
    if (tracked.branches.size() == 2) tracked.branches.pop_back();
    clauses_.push_back(std::move(tracked));
  }
}

void ScenarioCoverage::add(const AgreementBook& book, const Scenario& scenario, const Evaluation& evaluation) {
  if (!evaluation.plan) return;
  for (const PlanClause& planned : evaluation.plan->clauses)
    if (book.agreements()[planned.ref.agreement].name == name_)
      see(clauses_[planned.ref.clause], planned, scenario, *evaluation.plan);
}

void ScenarioCoverage::see(Clause& clause, const PlanClause& planned, const Scenario& scenario, const Plan& plan) {
  const BodyView view{scenario.message.body};
  const Circumstances in{view, scenario.facts, emergency_declared(scenario.message)};
  for (const ElementIndex at : places_asked(planned, plan, view)) {
    const Truth whole = holds(planned, plan, in, at);
    for (Branch& branch : clause.branches) {
      const Truth truth = branch.atom ? ask(*branch.atom, in, at) : whole;
      (truth == Truth::yes ? branch.was_true : branch.was_otherwise) = true;
    }
    if (whole == Truth::yes && !planned.compiled->requirements.empty()) clause.has_counted = true;
  }
  for (const Effect& effect : planned.compiled->effects)
    for (const schemas::Field& field : view.body().fields) {
      if (!std::binary_search(effect.fields.begin(), effect.fields.end(), field.id)) continue;
      const Truth counts = both(holds(planned, plan, in, field.element), means(effect, field.id, field.element, view));
      const bool is_grant = effect.kind == Effect::Kind::grant;
      if (is_grant ? counts == Truth::yes : counts != Truth::no) clause.has_counted = true;
    }
  for (const Coverage& person : planned.compiled->no_tells)
    for (const schemas::Field& field : view.body().fields) {
      if (!std::binary_search(person.fields.begin(), person.fields.end(), field.id)) continue;
      const Truth meant = person.narrowing ? view.matches(*person.narrowing, field.element) : Truth::yes;
      if (both(meant, holds(planned, plan, in, field.element)) != Truth::no) clause.has_counted = true;
    }
}

CoveredPart ScenarioCoverage::clauses() const {
  const auto seen = std::count_if(clauses_.begin(), clauses_.end(), [](const Clause& clause) { return clause.has_counted; });
  return {static_cast<std::size_t>(seen), clauses_.size()};
}

CoveredPart ScenarioCoverage::conditions() const {
  CoveredPart found;
  for (const Clause& clause : clauses_)
    for (const Branch& branch : clause.branches) {
      found.of += 2;
      found.seen += static_cast<std::size_t>(branch.was_true) + static_cast<std::size_t>(branch.was_otherwise);
    }
  return found;
}

std::vector<CoverageGap> ScenarioCoverage::gaps() const {
  std::vector<CoverageGap> found;
  for (const Clause& clause : clauses_) {
    if (!clause.has_counted) found.push_back({clause.label, clause.line, "never counts"});
    for (const Branch& branch : clause.branches) {
      if (!branch.was_true) found.push_back({clause.label, branch.line, branch.words + " is never true"});
      if (!branch.was_otherwise) found.push_back({clause.label, branch.line, branch.words + " is never anything but true"});
    }
  }
  return found;
}

}  // namespace concordat::policy
