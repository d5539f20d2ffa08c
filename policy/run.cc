#include "policy/run.h"

#include <algorithm>

namespace concordat::policy {

using schemas::ElementIndex;
using schemas::FieldTable;
using schemas::no_element;

Run::Run(const Plan& plan, const Circumstances& in) : plan_(plan), in_(in) {
  ask_atoms();
  run_clauses();
}

void Run::ask_atoms() {
  const auto& elements = in_.view.body().elements;
  atoms_.resize(plan_.atoms.size() * columns());
  for (std::size_t i = 0; i < plan_.atoms.size(); ++i) {
    const Atom& atom = plan_.atoms[i];
    Truth* const truths = atoms_.data() + i * columns();
    truths[elements.size()] = ask(atom, in_, no_element);
    if (!atom.is_per_element()) continue;
    const schemas::ListId list = *FieldTable::get()[atom.field].list;
    for (ElementIndex at = 0; at < elements.size(); ++at) {
      // An element is asked about itself, what lies in it about it: a parent stands before its children.
      const ElementIndex parent = elements[at].parent;
      truths[at] = elements[at].list == list ? ask(atom, in_, at) : truths[column(parent)];
    }
  }
}

void Run::run_clauses() {
  rows_.reserve(plan_.clauses.size());
  clauses_.reserve(plan_.clauses.size() + 2 * columns());
  for (const PlanClause& clause : plan_.clauses) {
    rows_.push_back(static_cast<std::uint32_t>(clauses_.size()));
    if (clause.is_per_element)
      for (ElementIndex at = 0; at + 1 < columns(); ++at) clauses_.push_back(run_program(clause.program, at));
    clauses_.push_back(run_program(clause.program, no_element));
  }
}

Truth Run::run_program(const Program& program, ElementIndex element) const {
  if (program.empty()) return Truth::yes;
  return run(program, [&](std::uint16_t atom) {
    const Truth* const truths = atoms_.data() + atom * columns();
    return truths[plan_.atoms[atom].is_per_element() ? column(element) : columns() - 1];
  });
}

bool Run::holds_anywhere(PlanClauseIndex clause) const {
  const auto first = clauses_.begin() + rows_[clause];
  const std::size_t count = plan_.clauses[clause].is_per_element ? columns() : 1;
  return std::find(first, first + static_cast<std::ptrdiff_t>(count), Truth::yes) !=
         first + static_cast<std::ptrdiff_t>(count);
}

bool Run::is_lifted(PlanClauseIndex clause, ElementIndex element) const {
  const auto& by = plan_.clauses[clause].lifted_by;
  return std::any_of(by.begin(), by.end(),
                     [&](PlanClauseIndex lifter) { return holds(lifter, element) == Truth::yes; });
}

std::vector<FactUsed> Run::facts_used() const {
  std::vector<FactUsed> used;
  used.reserve(plan_.atoms.size());
  const auto& elements = in_.view.body().elements;
  for (std::uint16_t i = 0; i < plan_.atoms.size(); ++i) {
    const Atom& atom = plan_.atoms[i];
    const Truth* const truths = atoms_.data() + i * columns();
    if (!atom.is_per_element()) {
      used.push_back({i, no_element, truths[elements.size()]});
      continue;
    }
    const schemas::ListId list = *FieldTable::get()[atom.field].list;
    for (ElementIndex at = 0; at < elements.size(); ++at)
      if (elements[at].list == list) used.push_back({i, at, truths[at]});
  }
  return used;
}

}  // namespace concordat::policy
