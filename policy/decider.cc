#include "policy/decider.h"

#include <algorithm>

namespace concordat::policy {

using schemas::FieldTable;
using schemas::Level;

std::vector<Verdict> Decider::verdicts() {
  const auto& fields = view_.body().fields;
  std::vector<Verdict> found;
  found.reserve(fields.size());
  counted_.reserve(fields.size());
  for (std::uint32_t i = 0; i < fields.size(); ++i) found.push_back(verdict(i));
  hold_back_companionless(found, view_);
  return found;
}

bool Decider::is_held(PlanClauseIndex clause) const {
  return !plan_.holding.empty() && plan_.clauses[clause].compiled->hold &&
         !std::binary_search(let_go_.begin(), let_go_.end(), clause);
}

void Decider::count(std::uint32_t index, PlanClauseIndex clause, Verdict& verdict) {
  counted_.push_back({index, clause});
  if (const auto onward = plan_.clauses[clause].compiled->onward)
    verdict.onward = std::min(verdict.onward, *onward);
}

Decider::Weighed Decider::weigh(std::uint32_t index, Verdict& verdict) {
  const schemas::Field& field = view_.body().fields[index];
  const PlanField& planned = plan_.fields[field.id.value()];
  Weighed found{planned.grant, planned.granted_by, planned.cap, planned.capped_by, false};
  for (PlanClauseIndex clause : planned.terms) count(index, clause, verdict);
  for (const Rule& rule : planned.rules) {
    if (rule.kind == Effect::Kind::grant && is_held(rule.clause)) continue;
    Truth counts = run_.holds(rule.clause, field.element);
    if (rule.is_narrowed) counts = both(counts, means(*rule.effect, field.id, field.element, view_));
    if (rule.kind == Effect::Kind::grant) {
      if (counts != Truth::yes) continue;
      if (plan_.clauses[rule.clause].has_terms) count(index, rule.clause, verdict);
      found.by_emergency = found.by_emergency ||
                           (!plan_.emergencies.empty() && plan_.clauses[rule.clause].compiled->is_emergency);
      if (rule.level > found.grant ||
          (rule.level == found.grant && rule.clause < found.granted_by && found.granted_by != no_clause)) {
        found.grant = rule.level;
        found.granted_by = rule.clause;
      }
    } else if (counts != Truth::no &&
               (rule.level < found.cap ||
                (rule.level == found.cap && rule.clause < found.capped_by && found.capped_by != no_clause)) &&
               !run_.is_lifted(rule.clause, field.element)) {
      found.cap = rule.level;
      found.capped_by = rule.clause;
    }
  }
  return found;
}

Level Decider::cap(std::uint32_t index) {
  Verdict unused{.field = index, .granted_by = {}, .capped_by = {}};
  return weigh(index, unused).cap;
}

Verdict Decider::verdict(std::uint32_t index) {
  const schemas::Field& field = view_.body().fields[index];
  Verdict found{.field = index, .granted_by = {}, .capped_by = {}, .because = Cause::granted};
  Weighed weighed = weigh(index, found);
  // Withheld in an emergency, it is at least told that there is something to ask for.
  const bool is_softened = weighed.by_emergency && weighed.cap == Level::withhold;
  if (is_softened) weighed.cap = Level::existence;
  found.outcome = std::min(weighed.grant, weighed.cap);
  if (weighed.granted_by != no_clause) found.granted_by = ref(weighed.granted_by);
  if (weighed.granted_by == no_clause) found.because = Cause::not_granted;
  if (weighed.cap < weighed.grant) {
    found.capped_by = ref(weighed.capped_by);
    found.because = Cause::capped;
  }
  if (FieldTable::get()[field.id].field_class == schemas::FieldClass::monitoring &&
      found.outcome >= Level::withhold) {
    found.outcome = Level::withhold;
    found.because = Cause::monitoring;
  } else if (is_softened) {
    has_softened_ = true;
  }
  restrict(field, weighed, found);
  found.tell = tell(field);
  return found;
}

bool Decider::is_restricted(const schemas::Field& field, const Weighed& weighed) const {
  return std::any_of(restrictions_.begin(), restrictions_.end(), [&](const Restriction& restriction) {
    const bool is_lifted = weighed.by_emergency && restriction.strength() == Restriction::Strength::liftable;
    return !is_lifted && restriction.covers(field.id, field.element, view_);
  });
}

void Decider::restrict(const schemas::Field& field, const Weighed& weighed, Verdict& verdict) {
  const Level at_most = weighed.by_emergency ? Level::existence : Level::withhold;
  if (verdict.outcome <= at_most || !is_restricted(field, weighed)) return;
  verdict.outcome = at_most;
  verdict.capped_by.reset();
  verdict.because = Cause::source_restriction;
  has_softened_ = has_softened_ || weighed.by_emergency;
}

schemas::Tell Decider::tell(const schemas::Field& field) const {
  const auto& silences = plan_.fields[field.id.value()].silences;
  const bool is_silenced = std::any_of(silences.begin(), silences.end(), [&](const Silence& silence) {
    if (run_.holds(silence.clause, field.element) == Truth::no) return false;
    return !*silence.only || view_.matches(**silence.only, field.element) != Truth::no;
  });
  return is_silenced ? schemas::Tell::not_the_person : schemas::Tell::freely;
}

std::vector<PlanClauseIndex> Decider::counting(const std::vector<Verdict>& verdicts) const {
  std::vector<PlanClauseIndex> found;
  for (const CountedTerms& counted : counted_)
    if (verdicts[counted.verdict].outcome >= Level::existence) found.push_back(counted.clause);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

void hold_back_companionless(std::vector<Verdict>& verdicts, const BodyView& view) {
  const FieldTable& table = FieldTable::get();
  const auto& fields = view.body().fields;
  for (bool is_changed = true; is_changed;) {
    is_changed = false;
    for (Verdict& verdict : verdicts) {
      if (verdict.outcome <= Level::existence) continue;
      const schemas::Field& field = fields[verdict.field];
      for (schemas::FieldId companion : table[field.id].companions) {
        const auto at = view.index(companion, field.element);
        if (!at || verdicts[*at].outcome == Level::full) continue;
        verdict.outcome = Level::withhold;
        verdict.capped_by.reset();
        verdict.because = Cause::companion;
        is_changed = true;
        break;
      }
    }
  }
}

}  // namespace concordat::policy
