#include "policy/decider.h"

#include <algorithm>

namespace concordat::policy {

using schemas::Level;

std::vector<Verdict> Decider::verdicts() {
  const auto& fields = view_.body().fields;
  std::vector<Verdict> found;
  found.resize(fields.size(), Verdict{.field = 0, .granted_by = {}, .capped_by = {}});
  for (std::uint32_t i = 0; i < fields.size(); ++i) judge(i, found[i]);
  hold_back_companionless(found, view_);
  return found;
}

Decider::Weighed Decider::weigh(const FieldTally& tally, Run::Place at) const {
  const auto& contenders = plan_.tally.contenders;
  const Contender* grant = &contenders[tally.grants];
  while (!counts(*grant, at)) ++grant;
  const Contender* cap = &contenders[tally.caps];
  while (!run_.may_be(cap->row, at) || (cap->gives_way && run_.is_lifted(cap->clause, at))) ++cap;
  bool by_emergency = false;
  for (auto i = tally.emergencies.first; i < tally.emergencies.last; ++i)
    by_emergency = by_emergency || counts(contenders[i], at);
  return {grant->level, grant->clause, cap->level, cap->clause, by_emergency};
}

Level Decider::cap(std::uint32_t index) const {
  const schemas::Field& field = view_.body().fields[index];
  return weigh(plan_.tally.fields[field.id.value()], run_.place(field.element)).cap;
}

void Decider::judge(std::uint32_t index, Verdict& found) {
  const schemas::Field& field = view_.body().fields[index];
  const FieldTally& tally = plan_.tally.fields[field.id.value()];
  found = tally.always;
  found.field = index;
  if (tally.is_settled) {
    if (!restrictions_.empty()) restrict(field, false, found);
    return;
  }
  const Run::Place at = run_.place(field.element);
  Weighed weighed = weigh(tally, at);
  // Withheld in an emergency, it is at least told that there is something to ask for.
  const bool is_softened = weighed.by_emergency && weighed.cap == Level::withhold;
  if (is_softened) weighed.cap = Level::existence;
  found.outcome = std::min(weighed.grant, weighed.cap);
  found.granted_by.reset();
  found.capped_by.reset();
  if (weighed.granted_by != no_clause) found.granted_by = ref(weighed.granted_by);
  found.because = weighed.granted_by == no_clause ? Cause::not_granted : Cause::granted;
  if (weighed.cap < weighed.grant) {
    found.capped_by = ref(weighed.capped_by);
    found.because = Cause::capped;
  }
  if (tally.is_monitoring && found.outcome >= Level::withhold) {
    found.outcome = Level::withhold;
    found.because = Cause::monitoring;
  } else if (is_softened) {
    has_softened_ = true;
  }
  if (plan_.tally.has_onward) found.onward = onward(tally, at);
  found.tell = tell(tally, at);
  if (!restrictions_.empty()) restrict(field, weighed.by_emergency, found);
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

schemas::Onward Decider::onward(const FieldTally& tally, Run::Place at) const {
  schemas::Onward strictest = tally.always.onward;
  for (auto i = tally.terms.first; i < tally.terms.last; ++i) {
    const Contender& grant = plan_.tally.contenders[i];
    const auto& said = plan_.clauses[grant.clause].compiled->onward;
    if (said && counts(grant, at)) strictest = std::min(strictest, *said);
  }
  return strictest;
}

schemas::Tell Decider::tell(const FieldTally& tally, Run::Place at) const {
  for (auto i = tally.silences.first; i < tally.silences.last; ++i)
    if (run_.may_be(plan_.tally.silences[i], at)) return schemas::Tell::not_the_person;
  return schemas::Tell::freely;
}

std::vector<PlanClauseIndex> Decider::counting(const std::vector<Verdict>& verdicts) const {
  std::vector<PlanClauseIndex> found;
  const auto& fields = view_.body().fields;
  for (const Verdict& verdict : verdicts) {
    if (found.size() == plan_.tally.with_terms) break;  // there are no more
    if (verdict.outcome < Level::existence) continue;
    const schemas::Field& field = fields[verdict.field];
    const FieldTally& tally = plan_.tally.fields[field.id.value()];
    for (auto i = tally.terms.first; i < tally.terms.last; ++i) {
      const Contender& grant = plan_.tally.contenders[i];
      const auto at = std::lower_bound(found.begin(), found.end(), grant.clause);
      if (at != found.end() && *at == grant.clause) continue;
      if (counts(grant, run_.place(field.element))) found.insert(at, grant.clause);
    }
  }
  return found;
}

void hold_back_companionless(std::vector<Verdict>& verdicts, const BodyView& view) {
  for (bool is_changed = true; is_changed;) {
    is_changed = false;
    for (const BodyView::Bond bond : view.bonds()) {
      Verdict& verdict = verdicts[bond.field];
      if (verdict.outcome <= Level::existence || verdicts[bond.companion].outcome == Level::full) continue;
      verdict.outcome = Level::withhold;
      verdict.capped_by.reset();
      verdict.because = Cause::companion;
      is_changed = true;
    }
  }
}

}  // namespace concordat::policy
