#include "policy/travels.h"

#include <algorithm>
#include <map>
#include <set>

namespace concordat::policy {
namespace {

using schemas::ElementIndex;
using schemas::FieldTable;
using schemas::no_element;

// Longer is later; of two alike in length, the one whose clock starts first ends first.
auto length_of(const Keep& keep) {
  return std::pair{hours_in(keep.span), keep.after};
}

bool is_present(const BodyView& view, const Coverage& covered, ElementIndex inside,
                std::optional<schemas::ListId> list) {
  const auto& fields = view.body().fields;
  return std::any_of(fields.begin(), fields.end(), [&](const schemas::Field& field) {
    if (list && view.within(field.element, *list) != inside) return false;
    if (!std::binary_search(covered.fields.begin(), covered.fields.end(), field.id)) return false;
    return !covered.narrowing || view.matches(*covered.narrowing, field.element) == Truth::yes;
  });
}

// The innermost of the lists whose elements a condition asks; they lie in one another.
std::optional<schemas::ListId> asked_list(const Plan& plan, const PlanClause& clause) {
  std::optional<schemas::ListId> innermost;
  for (const Step& step : clause.program) {
    if (step.kind != Step::Kind::atom || !plan.atoms[step.atom].is_per_element()) continue;
    const auto& list = FieldTable::get()[plan.atoms[step.atom].field].list;
    if (!innermost || lies_in(list, *innermost)) innermost = list;
  }
  return innermost;
}

}  // namespace

Obligations obligations_of(const Plan& plan, const CompiledAgreement& governing) {
  Obligations found;
  found.start.agreement = schemas::format_agreement_name(governing.name);
  found.start.agreement_digest = governing.digest;
  std::vector<std::pair<PlanClauseIndex, const Keep*>> keeps;
  std::map<std::string, std::vector<PlanClauseIndex>> caveats;
  for (PlanClauseIndex clause = 0; clause < plan.clauses.size(); ++clause) {
    for (const Keep& keep : plan.clauses[clause].compiled->keeps) keeps.emplace_back(clause, &keep);
    for (const std::string& caveat : plan.clauses[clause].compiled->caveats) caveats[caveat].push_back(clause);
  }
  std::stable_sort(keeps.begin(), keeps.end(), [](const auto& a, const auto& b) { return length_of(*a.second) < length_of(*b.second); });
  for (const auto& [clause, keep] : keeps) found.keepings.push_back({clause, format_keep(*keep)});
  for (auto& [words, clauses] : caveats) found.caveats.push_back({words, std::move(clauses)});
  return found;
}

schemas::Terms terms_of(const Obligations& obligations, const std::vector<PlanClauseIndex>& counting) {
  schemas::Terms terms = obligations.start;
  const auto counts = [&](PlanClauseIndex clause) { return std::binary_search(counting.begin(), counting.end(), clause); };
  const auto& keepings = obligations.keepings;
  const auto shortest = std::find_if(keepings.begin(), keepings.end(), [&](const auto& keeping) { return counts(keeping.clause); });
  if (shortest != keepings.end()) terms.keep = shortest->words;
  for (const auto& caveat : obligations.caveats)
    if (std::any_of(caveat.clauses.begin(), caveat.clauses.end(), counts)) terms.caveats.push_back(caveat.words);
  return terms;
}

std::vector<std::string> missing_from(const Run& run) {
  std::set<std::string> found;
  const BodyView& view = run.view();
  const auto& elements = view.body().elements;
  for (PlanClauseIndex index : run.plan().requiring) {
    const PlanClause& clause = run.plan().clauses[index];
    const auto list = asked_list(run.plan(), clause);
    for (const Requirement& requirement : clause.compiled->requirements) {
      if (!list) {
        if (run.holds(index, no_element) == Truth::yes &&
            !is_present(view, requirement.covered, no_element, {}))
          found.insert(requirement.path);
        continue;
      }
      for (ElementIndex at = 0; at < elements.size(); ++at)
        if (elements[at].list == *list && run.holds(index, at) == Truth::yes &&
            !is_present(view, requirement.covered, at, list))
          found.insert(requirement.path);
    }
  }
  return {found.begin(), found.end()};
}

}  // namespace concordat::policy
