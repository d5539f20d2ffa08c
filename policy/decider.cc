#include "policy/decider.h"

#include <algorithm>

namespace concordat::policy {

using schemas::Level;

// Fields stand by element, and of one element mostly several of a kind together: those come to the same.
std::vector<Verdict> Decider::verdicts() {
  const Tally& tally = plan_.tally;
  const schemas::Field* const fields = view_.body().fields.data();
  const auto count = static_cast<std::uint32_t>(view_.body().fields.size());
  const std::uint16_t* const kind_of = tally.kind_of.data();
  const KindTally* const kinds = tally.kinds.data();
  const bool is_unrestricted = restrictions_.empty();
  std::vector<Verdict> found(count);
  Verdict* const to = found.data();
  for (std::uint32_t first = 0, last = 0; first < count; first = last) {
    const std::uint16_t number = kind_of[fields[first].id.value()];
    const schemas::ElementIndex element = fields[first].element;
    const KindTally& kind = kinds[number];
    const Judged judged = kind.is_settled ? Judged{kind.always, false} : judge(kind, Run::place(element));
    do {
      to[last] = judged.verdict;
      to[last].field = last;
    } while (++last < count && fields[last].element == element && kind_of[fields[last].id.value()] == number);
    if (!kind.terms.is_empty()) {
      if (last_with_terms_ == 0) first_with_terms_ = first;
      last_with_terms_ = last;
    }
    if (is_unrestricted) continue;
    for (std::uint32_t i = first; i < last; ++i) restrict(fields[i], judged.by_emergency, to[i]);
  }
  hold_back_companionless(found, view_);
  return found;
}

bool Decider::is_granted_by_emergency(const KindTally& kind, Run::Place at) const {
  const Contender* const all = plan_.tally.contenders.data();
  return std::any_of(all + kind.emergencies.first, all + kind.emergencies.last, [&](const Contender& grant) { return counts(grant, at); });
}

std::vector<Level> Decider::caps() const {
  std::vector<Level> found;
  for (const schemas::Field& field : view_.body().fields)
    found.push_back(capping(plan_.tally.of(field.id), Run::place(field.element)).level);
  return found;
}

Decider::Judged Decider::judge(const KindTally& kind, Run::Place at, const Contender& grant, const Contender& cap) {
  Judged found{least(grant, cap), !kind.emergencies.is_empty() && is_granted_by_emergency(kind, at)};
  Verdict& verdict = found.verdict;
  // Withheld in an emergency, it is at least told that there is something to ask for.
  const bool is_softened = found.by_emergency && cap.level == Level::withhold;
  if (is_softened) {
    if (grant.level > Level::existence) verdict.outcome = Level::existence;
    else verdict = grant.decides;
  }
  if (kind.is_monitoring && verdict.outcome >= Level::withhold) {
    verdict.outcome = Level::withhold;
    verdict.because = Cause::monitoring;
  } else if (is_softened) {
    has_softened_ = true;
  }
  if (plan_.tally.has_onward) verdict.onward = onward(kind, at);
  if (!kind.silences.is_empty()) verdict.tell = tell(kind, at);
  return found;
}

bool Decider::is_restricted(const schemas::Field& field, bool by_emergency) const {
  return std::any_of(restrictions_.begin(), restrictions_.end(), [&](const Restriction& restriction) {
    const bool is_lifted = by_emergency && restriction.strength() == Restriction::Strength::liftable;
    return !is_lifted && restriction.covers(field.id, field.element, view_);
  });
}

void Decider::restrict(const schemas::Field& field, bool by_emergency, Verdict& verdict) {
  const Level at_most = by_emergency ? Level::existence : Level::withhold;
  if (verdict.outcome <= at_most || !is_restricted(field, by_emergency)) return;
  verdict.outcome = at_most;
  verdict.capped_by.reset();
  verdict.because = Cause::source_restriction;
  has_softened_ = has_softened_ || by_emergency;
}

schemas::Onward Decider::onward(const KindTally& kind, Run::Place at) const {
  schemas::Onward strictest = kind.always.onward;
  for (auto i = kind.terms.first; i < kind.terms.last; ++i) {
    const Contender& grant = plan_.tally.contenders[i];
    const auto& said = plan_.clauses[grant.clause].compiled->onward;
    if (said && counts(grant, at)) strictest = std::min(strictest, *said);
  }
  return strictest;
}

schemas::Tell Decider::tell(const KindTally& kind, Run::Place at) const {
  for (auto i = kind.silences.first; i < kind.silences.last; ++i)
    if (run_.may_be(plan_.tally.silences[i], at)) return schemas::Tell::not_the_person;
  return schemas::Tell::freely;
}

std::vector<PlanClauseIndex> Decider::counting(const std::vector<Verdict>& verdicts) const {
  std::vector<PlanClauseIndex> found;
  const auto& fields = view_.body().fields;
  found.reserve(plan_.tally.with_terms);
  for (std::uint32_t index = first_with_terms_; index < last_with_terms_; ++index) {
    if (found.size() == plan_.tally.with_terms) break;  // there are no more
    if (verdicts[index].outcome < Level::existence) continue;
    const KindTally& kind = plan_.tally.of(fields[index].id);
    for (auto i = kind.terms.first; i < kind.terms.last; ++i) {
      const Contender& grant = plan_.tally.contenders[i];
      const auto at = std::lower_bound(found.begin(), found.end(), grant.clause);
      if (at != found.end() && *at == grant.clause) continue;
      if (counts(grant, Run::place(fields[index].element))) found.insert(at, grant.clause);
    }
  }
  return found;
}

void hold_back_companionless(std::vector<Verdict>& verdicts, const BodyView& view) {
  Verdict* const all = verdicts.data();
  for (bool is_changed = true; is_changed;) {
    is_changed = false;
    for (const BodyView::Bond bond : view.bonds()) {
      Verdict& verdict = all[bond.field];
      if (verdict.outcome <= Level::existence || all[bond.companion].outcome == Level::full) continue;
      verdict.outcome = Level::withhold;
      verdict.capped_by.reset();
      verdict.because = Cause::companion;
      is_changed = true;
    }
  }
}

}  // namespace concordat::policy
