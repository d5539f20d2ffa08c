#include "policy/plan.h"

#include <algorithm>
#include <mutex>

#include "base/check.h"
#include "policy/notice.h"
#include "policy/travels.h"

namespace concordat::policy {
namespace {

using schemas::Level;

constexpr std::size_t plans_max = 16384;
constexpr std::uint32_t none = 0xffffffff;

bool joins(const CompiledClause& clause, const Route& route) {
  return clause.from[route.sender] && clause.to[route.recipient] &&
         clause.types[static_cast<std::size_t>(route.type)];
}
bool is_named(const CompiledClause& clause, std::string_view purpose) {
  return std::find(clause.purposes.begin(), clause.purposes.end(), purpose) != clause.purposes.end();
}

class Planner {
public:
  enum class Grants : std::uint8_t { of_all_clauses, of_emergency_clauses };

  Planner(const AgreementBook& book, const Route& route, std::optional<std::uint16_t> governing,
          Grants grants)
      : book_(book), route_(route), governing_(governing), grants_(grants) {
    plan_.fields.resize(schemas::FieldTable::get().fields().size());
    plan_.governing = governing;
    plan_.duty_contact = book.parties().agencies[route.sender].duty_contact;
  }

  void add(std::uint16_t agreement) {
    const CompiledAgreement& from = book_.agreements()[agreement];
    const auto first = static_cast<PlanClauseIndex>(plan_.clauses.size());
    std::vector<PlanClauseIndex> granting;
    for (std::uint16_t i = 0; i < from.clauses.size(); ++i) {
      const CompiledClause& clause = from.clauses[i];
      const bool may_grant = governing_ == agreement && grants_on(from, clause, route_) &&
                             (clause.is_emergency || grants_ == Grants::of_all_clauses);
      if (!may_grant && !caps_on(clause, route_)) continue;
      const PlanClauseIndex here = place({agreement, i}, clause);
      if (may_grant) granting.push_back(here);
    }
    for (PlanClauseIndex here : granting) lift(here, first);
    for (auto here = first; here < plan_.clauses.size(); ++here) {
      const bool may_grant = std::binary_search(granting.begin(), granting.end(), here);
      const CompiledClause& clause = *plan_.clauses[here].compiled;
      for (const Effect& effect : clause.effects)
        if (effect.kind == Effect::Kind::cap || may_grant) apply(effect, here);
      for (const Coverage& silence : clause.no_tells)
        for (schemas::FieldId id : silence.fields)
          plan_.fields[id.value()].silences.push_back({here, &silence.narrowing});
      if (!may_grant) continue;
      if (!clause.requirements.empty()) plan_.requiring.push_back(here);
      if (clause.hold) plan_.holding.push_back(here);
      if (clause.is_emergency) plan_.emergencies.push_back(here);
    }
  }

  Plan finish() {
    if (governing_) plan_.notices = notices_of(plan_, book_, *governing_, route_.type);
    if (governing_) plan_.obligations = obligations_of(plan_, book_.agreements()[*governing_]);
    plan_.tally = tally_of(plan_, book_.plans().questions());
    return std::move(plan_);
  }

private:
  PlanClauseIndex place(ClauseRef ref, const CompiledClause& clause) {
    CHECK(plan_.clauses.size() < no_clause, "more clauses than a plan can hold");
    const bool has_terms = !clause.keeps.empty() || !clause.caveats.empty() || clause.onward;
    PlanClause placed{ref, &clause, {}, false, has_terms, {}};
    if (clause.condition) {
      placed.program = clause.condition->program;
      for (Step& step : placed.program) {
        if (step.kind != Step::Kind::atom) continue;
        const Atom& atom = clause.condition->atoms[step.atom];
        placed.is_per_element = placed.is_per_element || atom.is_per_element();
        step.atom = shared(atom);
      }
    }
    plan_.clauses.push_back(std::move(placed));
    return static_cast<PlanClauseIndex>(plan_.clauses.size() - 1);
  }

  // The clauses of one agreement stand together, from `first`.
  void lift(PlanClauseIndex by, PlanClauseIndex first) {
    for (const std::string& label : plan_.clauses[by].compiled->lifts)
      for (auto i = first; i < plan_.clauses.size(); ++i)
        if (plan_.clauses[i].compiled->label == label) plan_.clauses[i].lifted_by.push_back(by);
  }

  // The same atom in two clauses is asked once.
  std::uint16_t shared(const Atom& atom) {
    auto at = std::find(plan_.atoms.begin(), plan_.atoms.end(), atom);
    if (at == plan_.atoms.end()) {
      CHECK(plan_.atoms.size() < 0xffff, "more facts than a plan can hold");
      at = plan_.atoms.insert(at, atom);
    }
    return static_cast<std::uint16_t>(at - plan_.atoms.begin());
  }

  void apply(const Effect& effect, PlanClauseIndex clause) {
    const PlanClause& by = plan_.clauses[clause];
    const bool gives_way =
        effect.kind == Effect::Kind::cap ? !by.lifted_by.empty() : by.compiled->hold.has_value();
    const bool is_always = by.program.empty() && !effect.only && effect.except.empty() && !gives_way;
    for (schemas::FieldId id : effect.fields) {
      PlanField& field = plan_.fields[id.value()];
      if (!is_always) {
        field.rules.push_back(
            {effect.kind, effect.level, clause, &effect, effect.only.has_value() || !effect.except.empty()});
      } else if (effect.kind == Effect::Kind::cap) {
        if (effect.level < field.cap) {
          field.cap = effect.level;
          field.capped_by = clause;
        }
      } else {
        if (effect.level > field.grant) {
          field.grant = effect.level;
          field.granted_by = clause;
        }
        if (by.has_terms) field.terms.push_back(clause);
      }
    }
  }

  const AgreementBook& book_;
  const Route& route_;
  std::optional<std::uint16_t> governing_;
  Grants grants_;
  Plan plan_;
};

}  // namespace

bool grants_on(const CompiledAgreement& agreement, const CompiledClause& clause, const Route& route) {
  if (!joins(clause, route)) return false;
  if (!clause.any_purpose) return is_named(clause, route.purpose);
  return std::find(agreement.purposes.begin(), agreement.purposes.end(), route.purpose) !=
         agreement.purposes.end();
}
bool caps_on(const CompiledClause& clause, const Route& route) {
  return joins(clause, route) && (clause.any_purpose || is_named(clause, route.purpose));
}

Plan make_plan(const AgreementBook& book, const Route& route, std::optional<std::uint16_t> governing,
               Instant now) {
  const bool has_lapsed = governing && book.footing(*governing, now) == Footing::lapsed;
  Planner planner{book, route, governing,
                  has_lapsed ? Planner::Grants::of_emergency_clauses : Planner::Grants::of_all_clauses};
  if (governing) planner.add(*governing);
  for (std::uint16_t i = 0; i < book.agreements().size(); ++i)
    if (i != governing && book.footing(i, now) != Footing::absent) planner.add(i);
  return planner.finish();
}

PlanShelf::PlanShelf(const AgreementBook& book, std::vector<Instant> turns)
    : book_(book), turns_(std::move(turns)) {
  std::sort(turns_.begin(), turns_.end());
  for (const CompiledAgreement& agreement : book.agreements())
    for (const CompiledClause& clause : agreement.clauses)
      purposes_.insert(purposes_.end(), clause.purposes.begin(), clause.purposes.end());
  for (const CompiledAgreement& agreement : book.agreements())
    purposes_.insert(purposes_.end(), agreement.purposes.begin(), agreement.purposes.end());
  std::sort(purposes_.begin(), purposes_.end());
  purposes_.erase(std::unique(purposes_.begin(), purposes_.end()), purposes_.end());
}

PlanShelf::PurposeNumber PlanShelf::number(std::string_view purpose) const {
  const auto at = std::lower_bound(purposes_.begin(), purposes_.end(), purpose);
  return at != purposes_.end() && *at == purpose ? static_cast<PurposeNumber>(at - purposes_.begin()) : none;
}

PlanShelf::Epoch PlanShelf::epoch(Instant now) const {
  return static_cast<Epoch>(std::upper_bound(turns_.begin(), turns_.end(), now) - turns_.begin());
}

std::shared_ptr<const Plan> PlanShelf::get(const Route& route, std::optional<std::uint16_t> governing,
                                           Instant now) const {
  const Key key = key_of(route, number(route.purpose), governing, epoch(now));
  {
    const std::shared_lock lock{guard_};
    if (const auto at = plans_.find(key); at != plans_.end()) return at->second;
  }
  auto made = std::make_shared<const Plan>(make_plan(book_, route, governing, now));
  const std::unique_lock lock{guard_};
  if (plans_.size() >= plans_max) plans_.clear();
  return plans_.try_emplace(key, std::move(made)).first->second;
}

void PlanShelf::keep(const Key& key, const Covers& covers) const {
  const std::unique_lock lock{guard_};
  if (covers_.size() >= plans_max) covers_.clear();
  covers_.try_emplace(key, covers);
}

Covers PlanShelf::make_covers(const Route& route, Instant now) const {
  Covers found;
  for (std::uint16_t i = 0; i < book_.agreements().size(); ++i) {
    const CompiledAgreement& agreement = book_.agreements()[i];
    Cover cover{i, Footing::absent, false, false, {}};
    for (const CompiledClause& clause : agreement.clauses)
      if (grants_on(agreement, clause, route))
        (clause.is_emergency ? cover.by_emergency_clauses : cover.by_ordinary_clauses) = true;
    if (!cover.by_ordinary_clauses && !cover.by_emergency_clauses) continue;
    cover.footing = book_.footing(i, route.sender, route.recipient, now);
    if (cover.footing == Footing::absent) continue;
    if (cover.footing != Footing::suspended) cover.plan = get(route, i, now);
    found.push_back(std::move(cover));
  }
  return found;
}

}  // namespace concordat::policy
