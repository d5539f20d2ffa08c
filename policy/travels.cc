#include "policy/travels.h"

#include <algorithm>
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

schemas::Terms terms_of(const Plan& plan, const std::vector<PlanClauseIndex>& counting,
                        const CompiledAgreement& governing) {
  std::vector<std::string> caveats;
  const Keep* shortest = nullptr;
  for (PlanClauseIndex clause : counting) {
    const CompiledClause& of = *plan.clauses[clause].compiled;
    caveats.insert(caveats.end(), of.caveats.begin(), of.caveats.end());
    for (const Keep& keep : of.keeps)
      if (shortest == nullptr || length_of(keep) < length_of(*shortest)) shortest = &keep;
  }
  std::sort(caveats.begin(), caveats.end());
  caveats.erase(std::unique(caveats.begin(), caveats.end()), caveats.end());
  return {.agreement = schemas::format_agreement_name(governing.name),
          .agreement_digest = governing.digest,
          .caveats = std::move(caveats),
          .keep = shortest == nullptr ? "" : format_keep(*shortest)};
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
