#include "policy/decider.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace concordat::policy {

using schemas::Level;

std::vector<Verdict> Decider::verdicts() {
  const std::span<Verdict> found = room_.verdicts();
  put_usual(found);
  if (!restrictions_.empty()) judge_restricted(found);
  else if (view_.words() == 1) judge_open(found, std::integral_constant<std::size_t, 1>{});
  else judge_open(found, view_.words());
  if (restrictions_.empty()) hold_back_companionless(found, room_.used_bound, view_);
  else hold_back_companionless(found, view_);
  return {found.begin(), found.end()};
}

// Mostly no message makes a difference. Where one does, it is the same for all fields of a kind in one element, and those
// mostly stand together.
void Decider::put_usual(std::span<Verdict> found) {
  const Tally::OfField* const of_field = plan_.tally.of_field.data();
  const BodyView::Standing* here = view_.standings();
  Verdict* to = found.data();
  const auto count = static_cast<std::uint32_t>(found.size());
  DecidingRoom::Group* group = room_.groups();
  std::uint64_t current = std::uint64_t{Tally::no_kind} << 32;  // kind and column
  std::uint32_t first = 0;
  std::uint32_t* bound = room_.bound();
  const auto end_group = [&](std::uint32_t last) {
    const auto kind = static_cast<std::uint32_t>(current >> 32);
    if (kind != Tally::no_kind) *group++ = {first, last, kind, static_cast<std::uint32_t>(current)};
  };
  for (std::uint32_t i = 0; i < count; ++i, ++here, ++to) {
    const Tally::OfField& of = of_field[here->id];
    std::memcpy(to, &of, sizeof(*to));
    to->field = i;
    if (of.is_bound) *bound++ = i;
    const std::uint64_t wanted = std::uint64_t{of.grouped} << 32 | here->column;
    if (wanted == current) continue;
    end_group(i);
    current = wanted;
    first = i;
  }
  end_group(count);
  room_.used_groups = {room_.groups(), group};
  room_.used_bound = {room_.bound(), bound};
}

template <class Words>
void Decider::judge_open(std::span<Verdict> found, Words words) {
  const KindTally* const kinds = plan_.tally.kinds.data();
  const Contender* const contenders = plan_.tally.contenders.data();
  Verdict* const verdicts = found.data();
  const TruthBits* const rows = run_.rows();
  const bool has_onward = plan_.tally.has_onward;
  for (const DecidingRoom::Group& group : room_.used_groups) {
    const KindTally& kind = kinds[group.kind];
    if (kind.is_settled) continue;
    Verdict judged;
    if (kind.is_plain && !has_onward) {
      const TruthBits* const truths = rows + group.column / 64;
      const std::uint32_t bit = group.column % 64;
      const Contender* grant = contenders + kind.grants;
      while ((truths[grant->row * words].yes >> bit & 1) == 0) ++grant;
      const Contender* cap = contenders + kind.caps;
      while ((truths[cap->row * words].maybe >> bit & 1) == 0) ++cap;
      put_least(*grant, *cap, judged);
    } else {
      judge(kind, {group.column / 64, group.column % 64}, judged);
    }
    for (Verdict* to = verdicts + group.first; to != verdicts + group.last; ++to) {
      static_cast<Ruling&>(*to) = judged;
      to->granted_by = judged.granted_by;
    }
  }
}

void Decider::judge_restricted(std::span<Verdict> found) {
  for (Verdict& verdict : found) {
    const schemas::Field& field = view_.body().fields[verdict.field];
    const KindTally& kind = plan_.tally.of(field.id);
    const bool by_emergency = !kind.is_settled && judge(kind, Run::place(field.element), verdict);
    restrict(field, by_emergency, verdict);
  }
}

bool Decider::judge(const KindTally& kind, Run::Place at, Verdict& verdict) {
  const Contender& grant = granting(kind, at);
  const Contender& cap = capping(kind, at);
  put_least(grant, cap, verdict);
  const bool by_emergency = !kind.emergencies.is_empty() && is_granted_by_emergency(kind, at);
  // Withheld in an emergency, it is at least told that there is something to ask for.
  const bool is_softened = by_emergency && cap.level == Level::withhold;
  if (is_softened) {
    if (grant.level > Level::existence) verdict.outcome = Level::existence;
    else put_least(grant, grant, verdict);
  }
  if (kind.is_monitoring && verdict.outcome >= Level::withhold) {
    verdict.outcome = Level::withhold;
    verdict.because = Cause::monitoring;
  } else if (is_softened) {
    has_softened_ = true;
  }
  if (plan_.tally.has_onward) verdict.onward = onward(kind, at);
  if (!kind.silences.is_empty()) verdict.tell = tell(kind, at);
  return by_emergency;
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
  schemas::Onward strictest = schemas::Onward::yes;
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

std::span<const std::uint64_t> Decider::counting(const std::vector<Verdict>& verdicts) {
  const Tally& tally = plan_.tally;
  const std::span<std::uint64_t> found = room_.no_clauses(tally.with_terms.size());
  std::size_t left = tally.with_terms.size();
  const auto is_released = [](const Verdict& verdict) { return verdict.outcome >= Level::existence; };
  for (const DecidingRoom::Group& group : room_.used_groups) {
    const KindTally& kind = tally.kinds[group.kind];
    if (kind.terms.is_empty() || std::none_of(&verdicts[group.first], &verdicts[group.last - 1] + 1, is_released)) continue;
    const Run::Place at{group.column / 64, group.column % 64};
    for (auto i = kind.terms.first; i < kind.terms.last; ++i) {
      const Contender& grant = tally.contenders[i];
      std::uint64_t& word = found[grant.terms / 64];
      const std::uint64_t bit = std::uint64_t{1} << (grant.terms % 64);
      if ((word & bit) != 0 || !counts(grant, at)) continue;
      word |= bit;
      if (--left == 0) return found;
    }
  }
  return found;
}

namespace {

bool lacks_companion(std::uint32_t field, std::span<const Verdict> verdicts, const BodyView& view) {
  const auto& companions = schemas::FieldTable::get()[view.body().fields[field].id].companions;
  return std::any_of(companions.begin(), companions.end(), [&](schemas::FieldId companion) {
    const auto at = view.beside(field, companion);
    return at && verdicts[*at].outcome != Level::full;
  });
}

}  // namespace

void hold_back_companionless(std::span<Verdict> verdicts, std::span<const std::uint32_t> among, const BodyView& view) {
  for (bool is_changed = true; is_changed;) {
    is_changed = false;
    for (const std::uint32_t field : among) {
      Verdict& verdict = verdicts[field];
      if (verdict.outcome <= Level::existence || !lacks_companion(field, verdicts, view)) continue;
      verdict.outcome = Level::withhold;
      verdict.capped_by.reset();
      verdict.because = Cause::companion;
      is_changed = true;
    }
  }
}

void hold_back_companionless(std::span<Verdict> verdicts, const BodyView& view) {
  std::vector<std::uint32_t> accompanied;
  for (std::uint32_t i = 0; i < verdicts.size(); ++i)
    if (!schemas::FieldTable::get()[view.body().fields[i].id].companions.empty()) accompanied.push_back(i);
  hold_back_companionless(verdicts, accompanied, view);
}

}  // namespace concordat::policy
