#include "policy/terms_shelf.h"

#include <algorithm>
#include <utility>

#include "policy/plan.h"
#include "policy/travels.h"

namespace concordat::policy {

TermsShelf::~TermsShelf() {
  for (Kept* kept = newest_.load(); kept != nullptr;) delete std::exchange(kept, kept->next);
}

std::shared_ptr<const schemas::Terms> TermsShelf::get(const Plan& plan, Counting counting) const {
  for (const Kept* kept = newest_.load(std::memory_order_acquire); kept != nullptr; kept = kept->next)
    if (std::equal(counting.begin(), counting.end(), kept->counting.begin(), kept->counting.end())) return kept->terms;
  std::vector<PlanClauseIndex> clauses;
  for (std::size_t i = 0; i < plan.tally.with_terms.size(); ++i)
    if ((counting[i / 64] >> (i % 64) & 1) != 0) clauses.push_back(plan.tally.with_terms[i]);
  auto made = std::make_shared<const schemas::Terms>(terms_of(plan.obligations, clauses));
  if (kept_.fetch_add(1) < kept_max) {
    // Two threads may keep the same set: the one is then not found again, and goes with the other.
    auto* const kept = new Kept{{counting.begin(), counting.end()}, made, newest_.load()};
    while (!newest_.compare_exchange_weak(kept->next, kept)) {
    }
  }
  return made;
}

}  // namespace concordat::policy
