#include "policy/replay.h"

#include <algorithm>

#include "policy/programme.h"
#include "policy/outcome_query.h"
#include "policy/recorded_facts.h"

namespace concordat::policy {
namespace {

using schemas::FieldTable;
using schemas::Level;

struct Range {
  Level at_least = Level::withhold;
  Level at_most = Level::withhold;
};

class Replayer {
public:
  Replayer(const Plan& plan, const RecordedFacts& facts, const RecordedDecision& decision) : plan_(plan), facts_(facts) {
    for (const auto& field : facts.fields())
      has_restrictions_ = has_restrictions_ || (field && FieldTable::get()[field->id].path.starts_with("sourceRestrictions."));
    for (std::size_t i = 0; i < decision.fields.size(); ++i)
      ranges_.push_back(facts.fields()[i] ? range(*facts.fields()[i], decision.fields[i]) : Range{decision.fields[i].outcome, decision.fields[i].outcome});
    hold_back_companionless(&Range::at_least);
    hold_back_companionless(&Range::at_most);
  }
  const std::vector<Range>& ranges() const { return ranges_; }

private:
  Truths holds(PlanClauseIndex clause, const SubmittedField& field) const {
    if (plan_.clauses[clause].program.empty()) return Truth::yes;
    std::vector<Truths> stack;
    for (const Step& step : plan_.clauses[clause].program) {
      if (step.kind == Step::Kind::atom) {
        stack.push_back(facts_.ask(plan_.atoms[step.atom], field));
        continue;
      }
      const Truths last = stack.back();
      if (step.kind == Step::Kind::negated) {
        stack.back() = Truths::joined(last, last, [](Truth a, Truth) { return negated(a); });
        continue;
      }
      stack.pop_back();
      stack.back() = step.kind == Step::Kind::both ? Truths::joined(stack.back(), last, both) : Truths::joined(stack.back(), last, either);
    }
    return stack.back();
  }

  Truths counts(const Rule& rule, const SubmittedField& field) const {
    Truths all = holds(rule.clause, field);
    if (rule.effect->only) all = Truths::joined(all, facts_.matches(*rule.effect->only, field), both);
    for (const Coverage& except : rule.effect->except)
      if (std::binary_search(except.fields.begin(), except.fields.end(), field.id))
        all = Truths::joined(all, facts_.matches(*except.narrowing, field), [](Truth a, Truth b) { return both(a, negated(b)); });
    return all;
  }

  Range range(const SubmittedField& field, const RecordedField& recorded) const {
    const PlanField& planned = plan_.fields[field.id.value()];
    Range grant{planned.grant, planned.grant};
    Range cap{planned.cap, planned.cap};
    bool must_be_emergency = false;
    bool may_be_emergency = false;
    for (const Rule& rule : planned.rules) {
      const Truths counted = counts(rule, field);
      const PlanClause& clause = plan_.clauses[rule.clause];
      if (rule.kind == Effect::Kind::grant) {
        if (!counted.may_be(Truth::yes)) continue;
        grant.at_most = std::max(grant.at_most, rule.level);
        may_be_emergency = may_be_emergency || clause.compiled->is_emergency;
        // Whether a person would have let it go is in no record.
        if (!counted.must_be(Truth::yes) || clause.compiled->hold) continue;
        grant.at_least = std::max(grant.at_least, rule.level);
        must_be_emergency = must_be_emergency || clause.compiled->is_emergency;
        continue;
      }
      bool may_be_lifted = false;
      bool must_be_lifted = false;
      for (PlanClauseIndex lifter : clause.lifted_by) {
        may_be_lifted = may_be_lifted || holds(lifter, field).may_be(Truth::yes);
        must_be_lifted = must_be_lifted || holds(lifter, field).must_be(Truth::yes);
      }
      if (!counted.must_be(Truth::no) && !must_be_lifted) cap.at_least = std::min(cap.at_least, rule.level);
      if (!counted.may_be(Truth::no) && !may_be_lifted) cap.at_most = std::min(cap.at_most, rule.level);
    }
    if (must_be_emergency && cap.at_least == Level::withhold) cap.at_least = Level::existence;
    if (may_be_emergency && cap.at_most == Level::withhold) cap.at_most = Level::existence;
    Range found{std::min(grant.at_least, cap.at_least), std::min(grant.at_most, cap.at_most)};
    // A restriction shows in the record only where something was granted.
    const bool may_be_restricted = recorded.is_restricted || (has_restrictions_ && recorded.outcome <= Level::withhold);
    if (may_be_restricted) found.at_least = std::min(found.at_least, Level::withhold);
    if (recorded.is_restricted && !may_be_emergency) found.at_most = std::min(found.at_most, Level::withhold);
    if (FieldTable::get()[field.id].field_class == schemas::FieldClass::monitoring) {
      found.at_least = std::min(found.at_least, Level::withhold);
      found.at_most = std::min(found.at_most, Level::withhold);
    }
    return found;
  }

  void hold_back_companionless(Level Range::*end) {
    const auto& fields = facts_.fields();
    for (bool is_changed = true; is_changed;) {
      is_changed = false;
      for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!fields[i] || ranges_[i].*end <= Level::existence) continue;
        for (std::size_t j = 0; j < fields.size(); ++j) {
          if (!fields[j] || ranges_[j].*end == Level::full || fields[j]->element() != fields[i]->element()) continue;
          const auto& companions = FieldTable::get()[fields[i]->id].companions;
          if (std::find(companions.begin(), companions.end(), fields[j]->id) == companions.end()) continue;
          ranges_[i].*end = Level::withhold;
          is_changed = true;
          break;
        }
      }
    }
  }

  const Plan& plan_;
  const RecordedFacts& facts_;
  std::vector<Range> ranges_;
  bool has_restrictions_ = false;
};

// Fields whose rules, and whose companions' rules, are the same in both on that route.
class Unchanged {
public:
  Unchanged(const CompiledAgreement& before, const CompiledAgreement& after, const Route& route)
      : before_(shelf_, before, AgreementProgrammes::Grants::its_own),
        after_(shelf_, after, AgreementProgrammes::Grants::its_own),
        routes_before_(before_.likeness(route)),
        routes_after_(after_.likeness(route)) {}

  bool is_so(schemas::FieldId field) {
    const auto all = with_companions(field);
    return std::all_of(all.begin(), all.end(), [&](schemas::FieldId each) { return before_.at(routes_before_, each) == after_.at(routes_after_, each); });
  }

private:
  ProgrammeShelf shelf_;
  AgreementProgrammes before_;
  AgreementProgrammes after_;
  AgreementProgrammes::Likeness routes_before_;
  AgreementProgrammes::Likeness routes_after_;
};

// How the field comes out above withholding; concealing and withholding share the same.
Level shared(Level level) { return std::max(level, Level::withhold); }

bool is_of(const RecordedDecision& decision, const CompiledAgreement& agreement) {
  return schemas::format_agreement_name(agreement.name) == decision.agreement;
}

// As if the draft had been in force on the day, or had lapsed by then as the other had.
Instant instant_for(const RecordedDecision& decision, const CompiledAgreement& draft, const AgreementBook* was) {
  const bool had_lapsed = decision.footing == Footing::lapsed ||
                          (was != nullptr && is_of(decision, was->agreements().front()) && decision.at >= was->agreements().front().until);
  if (had_lapsed) return std::max(decision.at, draft.until);
  return std::clamp(decision.at, draft.from, draft.until - std::chrono::milliseconds{1});
}

}  // namespace

bool Replay::shares_more() const {
  return std::any_of(fields.begin(), fields.end(), [](const ReplayedField& field) { return field.at_least > field.before; });
}
bool Replay::shares_less() const {
  return std::any_of(fields.begin(), fields.end(), [](const ReplayedField& field) { return field.at_most < field.before; });
}
bool Replay::is_open() const {
  return std::any_of(fields.begin(), fields.end(), [](const ReplayedField& field) { return field.at_least <= field.before && field.at_most >= field.before; });
}

Replay replay(const AgreementBook& draft, const schemas::AgreementName& name, const AgreementBook* was, const RecordedDecision& decision) {
  Replay found;
  std::uint16_t index = 0;
  while (draft.agreements()[index].name != name) ++index;
  const CompiledAgreement& agreement = draft.agreements()[index];
  const auto sender = draft.agency(decision.sender);
  const auto recipient = draft.agency(decision.recipient);
  const RecordedFacts facts{decision};
  std::vector<Range> ranges(decision.fields.size());
  std::optional<Unchanged> unchanged;
  if (sender && recipient) {
    const Route route{decision.type, *sender, *recipient, decision.purpose};
    const bool covers = std::any_of(agreement.clauses.begin(), agreement.clauses.end(), [&](const CompiledClause& clause) { return grants_on(agreement, clause, route); });
    const Instant at = instant_for(decision, agreement, was);
    const auto plan = draft.plans().get(route, covers ? std::optional{index} : std::nullopt, at);
    ranges = Replayer{*plan, facts, decision}.ranges();
    if (was != nullptr && was->agency(decision.sender) == sender && was->agency(decision.recipient) == recipient &&
        is_of(decision, was->agreements().front()))
      unchanged.emplace(was->agreements().front(), agreement, route);
  }
  for (std::size_t i = 0; i < decision.fields.size(); ++i) {
    const RecordedField& recorded = decision.fields[i];
    if (unchanged && facts.fields()[i] && unchanged->is_so(facts.fields()[i]->id)) continue;
    const ReplayedField field{recorded.path, shared(recorded.outcome), shared(ranges[i].at_least), shared(ranges[i].at_most)};
    if (field.at_least != field.before || field.at_most != field.before) found.fields.push_back(field);
  }
  return found;
}

}  // namespace concordat::policy
