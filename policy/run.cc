#include "policy/run.h"

#include <algorithm>

namespace concordat::policy {

using schemas::ElementIndex;
using schemas::FieldTable;
using schemas::no_element;

Run::Run(const Plan& plan, const Circumstances& in) : plan_(plan), in_(in) {
  once_.reserve(plan.atoms.size());
  for (const Atom& atom : plan.atoms)
    once_.push_back(atom.is_per_element() ? Truth::unknown : ask(atom, in, no_element));
  whole_.reserve(plan.clauses.size());
  for (const PlanClause& clause : plan.clauses)
    whole_.push_back(clause.is_per_element ? Truth::unknown : run_program(clause, no_element));
}

bool Run::holds_anywhere(PlanClauseIndex clause) const {
  if (holds(clause, no_element) == Truth::yes) return true;
  if (!plan_.clauses[clause].is_per_element) return false;
  for (ElementIndex at = 0; at < in_.view.body().elements.size(); ++at)
    if (holds(clause, at) == Truth::yes) return true;
  return false;
}

bool Run::is_lifted(PlanClauseIndex clause, ElementIndex element) const {
  const auto& by = plan_.clauses[clause].lifted_by;
  return std::any_of(by.begin(), by.end(),
                     [&](PlanClauseIndex lifter) { return holds(lifter, element) == Truth::yes; });
}

std::vector<FactUsed> Run::facts_used() const {
  std::vector<FactUsed> used;
  const auto& elements = in_.view.body().elements;
  for (std::uint16_t i = 0; i < plan_.atoms.size(); ++i) {
    const Atom& atom = plan_.atoms[i];
    if (!atom.is_per_element()) {
      used.push_back({i, no_element, once_[i]});
      continue;
    }
    const schemas::ListId list = *FieldTable::get()[atom.field].list;
    for (ElementIndex at = 0; at < elements.size(); ++at)
      if (elements[at].list == list) used.push_back({i, at, ask(atom, in_, at)});
  }
  return used;
}

Truth Run::run_program(const PlanClause& clause, ElementIndex element) const {
  if (clause.program.empty()) return Truth::yes;
  return run(clause.program, [&](std::uint16_t atom) {
    return plan_.atoms[atom].is_per_element() ? ask(plan_.atoms[atom], in_, element) : once_[atom];
  });
}

}  // namespace concordat::policy
