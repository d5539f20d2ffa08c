#include "policy/evaluation.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>

#include "policy/restriction.h"

namespace concordat::policy {
namespace {

using schemas::ElementIndex;
using schemas::FieldEntry;
using schemas::FieldTable;
using schemas::Level;
using schemas::no_element;

// A plan run over one message. Atoms asked once are asked at once.
class Run {
public:
  Run(const Plan& plan, const BodyView& view, const CaseFacts& facts)
      : plan_(plan), view_(view), facts_(facts) {
    once_.reserve(plan.atoms.size());
    for (const Atom& atom : plan.atoms)
      once_.push_back(atom.is_per_element() ? Truth::unknown : ask(atom, view, no_element, facts));
    whole_.reserve(plan.clauses.size());
    for (const PlanClause& clause : plan.clauses)
      whole_.push_back(clause.is_per_element ? Truth::unknown : run_program(clause, no_element));
  }

  Truth holds(PlanClauseIndex clause, ElementIndex element) const {
    return plan_.clauses[clause].is_per_element ? run_program(plan_.clauses[clause], element)
                                                : whole_[clause];
  }

  std::vector<FactUsed> facts_used() const {
    std::vector<FactUsed> used;
    const auto& elements = view_.body().elements;
    for (std::uint16_t i = 0; i < plan_.atoms.size(); ++i) {
      const Atom& atom = plan_.atoms[i];
      if (!atom.is_per_element()) {
        used.push_back({i, no_element, once_[i]});
        continue;
      }
      const schemas::ListId list = *FieldTable::get()[atom.field].list;
      for (ElementIndex at = 0; at < elements.size(); ++at)
        if (elements[at].list == list) used.push_back({i, at, ask(atom, view_, at, facts_)});
    }
    return used;
  }

private:
  Truth run_program(const PlanClause& clause, ElementIndex element) const {
    if (clause.program.empty()) return Truth::yes;
    return run(clause.program, [&](std::uint16_t atom) {
      return plan_.atoms[atom].is_per_element() ? ask(plan_.atoms[atom], view_, element, facts_)
                                                : once_[atom];
    });
  }

  const Plan& plan_;
  const BodyView& view_;
  const CaseFacts& facts_;
  std::vector<Truth> once_;
  std::vector<Truth> whole_;
};

// The grants that counted for a field and carry terms.
struct CountedTerms {
  std::uint32_t verdict;
  PlanClauseIndex clause;
};

class Decider {
public:
  Decider(const Plan& plan, const BodyView& view, const CaseFacts& facts)
      : plan_(plan), view_(view), run_(plan, view, facts), restrictions_(restrictions_of(view)) {}

  std::vector<Verdict> verdicts() {
    const auto& fields = view_.body().fields;
    std::vector<Verdict> found;
    found.reserve(fields.size());
    for (std::uint32_t i = 0; i < fields.size(); ++i) found.push_back(verdict(i));
    hold_back_companionless(found);
    return found;
  }

  // Call after verdicts().
  schemas::Terms terms(const std::vector<Verdict>& verdicts, const CompiledAgreement& governing) const;
  std::vector<std::string> missing() const;
  std::vector<FactUsed> facts_used() const { return run_.facts_used(); }

private:
  ClauseRef ref(PlanClauseIndex clause) const { return plan_.clauses[clause].ref; }

  Verdict verdict(std::uint32_t index) {
    const schemas::Field& field = view_.body().fields[index];
    const PlanField& planned = plan_.fields[field.id.value()];
    Level grant = planned.grant;
    PlanClauseIndex granted_by = planned.granted_by;
    Level cap = planned.cap;
    PlanClauseIndex capped_by = planned.capped_by;
    for (PlanClauseIndex clause : planned.terms) counted_.push_back({index, clause});
    for (const Rule& rule : planned.rules) {
      const Truth counts =
          both(run_.holds(rule.clause, field.element), means(*rule.effect, field.id, field.element, view_));
      if (rule.kind == Effect::Kind::grant) {
        if (counts != Truth::yes) continue;
        if (plan_.clauses[rule.clause].has_terms) counted_.push_back({index, rule.clause});
        if (rule.level > grant ||
            (rule.level == grant && rule.clause < granted_by && granted_by != no_clause)) {
          grant = rule.level;
          granted_by = rule.clause;
        }
      } else if (counts != Truth::no && (rule.level < cap || (rule.level == cap && rule.clause < capped_by &&
                                                              capped_by != no_clause))) {
        cap = rule.level;
        capped_by = rule.clause;
      }
    }
    Verdict found{.field = index,
                  .outcome = std::min(grant, cap),
                  .granted_by = {},
                  .capped_by = {},
                  .because = Cause::granted};
    if (granted_by != no_clause) found.granted_by = ref(granted_by);
    if (granted_by == no_clause) found.because = Cause::not_granted;
    if (cap < grant) {
      found.capped_by = ref(capped_by);
      found.because = Cause::capped;
    }
    never_share_monitoring(field, found);
    restrict(field, found);
    return found;
  }

  void never_share_monitoring(const schemas::Field& field, Verdict& verdict) const {
    if (FieldTable::get()[field.id].field_class != schemas::FieldClass::monitoring) return;
    verdict.outcome = std::min(verdict.outcome, Level::withhold);
    if (verdict.outcome == Level::withhold) verdict.because = Cause::monitoring;
  }

  void restrict(const schemas::Field& field, Verdict& verdict) const {
    if (verdict.outcome <= Level::withhold) return;
    const bool is_restricted = std::any_of(
        restrictions_.begin(), restrictions_.end(),
        [&](const Restriction& restriction) { return restriction.covers(field.id, field.element, view_); });
    if (!is_restricted) return;
    verdict.outcome = Level::withhold;
    verdict.capped_by.reset();
    verdict.because = Cause::source_restriction;
  }

  // A field leaves only with every companion that is present, whole. Holding one back may leave another
  // without its companion: repeat until nothing changes. The least release is the only end there is.
  void hold_back_companionless(std::vector<Verdict>& verdicts) const {
    const FieldTable& table = FieldTable::get();
    const auto& fields = view_.body().fields;
    for (bool is_changed = true; is_changed;) {
      is_changed = false;
      for (Verdict& verdict : verdicts) {
        if (verdict.outcome <= Level::existence) continue;
        const schemas::Field& field = fields[verdict.field];
        for (schemas::FieldId companion : table[field.id].companions) {
          const auto at = view_.index(companion, field.element);
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

  bool is_present(const Coverage& covered, ElementIndex inside, std::optional<schemas::ListId> list) const;

  const Plan& plan_;
  const BodyView& view_;
  Run run_;
  std::vector<Restriction> restrictions_;
  std::vector<CountedTerms> counted_;
};

// Longer is later; of two alike in length, the one whose clock starts first ends first.
auto length_of(const Keep& keep) {
  constexpr std::array<std::uint64_t, 5> hours{1, 24, 34, 730, 8766};  // a working day counts 7/5 of a day
  return std::pair{keep.span.count * hours[static_cast<std::size_t>(keep.span.unit)], keep.after};
}

schemas::Terms Decider::terms(const std::vector<Verdict>& verdicts,
                              const CompiledAgreement& governing) const {
  std::set<PlanClauseIndex> counting;
  for (const CountedTerms& counted : counted_)
    if (verdicts[counted.verdict].outcome >= Level::existence) counting.insert(counted.clause);
  std::set<std::string> caveats;
  const Keep* shortest = nullptr;
  for (PlanClauseIndex clause : counting) {
    const CompiledClause& of = *plan_.clauses[clause].compiled;
    caveats.insert(of.caveats.begin(), of.caveats.end());
    for (const Keep& keep : of.keeps)
      if (shortest == nullptr || length_of(keep) < length_of(*shortest)) shortest = &keep;
  }
  return {.agreement = schemas::format_agreement_name(governing.name),
          .agreement_digest = governing.digest,
          .caveats = {caveats.begin(), caveats.end()},
          .keep = shortest == nullptr ? "" : format_keep(*shortest)};
}

bool Decider::is_present(const Coverage& covered, ElementIndex inside,
                         std::optional<schemas::ListId> list) const {
  const auto& fields = view_.body().fields;
  return std::any_of(fields.begin(), fields.end(), [&](const schemas::Field& field) {
    if (list && view_.within(field.element, *list) != inside) return false;
    if (!std::binary_search(covered.fields.begin(), covered.fields.end(), field.id)) return false;
    return !covered.narrowing || view_.matches(*covered.narrowing, field.element) == Truth::yes;
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

std::vector<std::string> Decider::missing() const {
  std::set<std::string> found;
  const auto& elements = view_.body().elements;
  for (PlanClauseIndex index : plan_.requiring) {
    const PlanClause& clause = plan_.clauses[index];
    for (const Requirement& requirement : clause.compiled->requirements) {
      const auto list = asked_list(plan_, clause);
      if (!list) {
        if (run_.holds(index, no_element) == Truth::yes && !is_present(requirement.covered, no_element, {}))
          found.insert(requirement.path);
        continue;
      }
      for (ElementIndex at = 0; at < elements.size(); ++at)
        if (elements[at].list == *list && run_.holds(index, at) == Truth::yes &&
            !is_present(requirement.covered, at, list))
          found.insert(requirement.path);
    }
  }
  return {found.begin(), found.end()};
}

bool is_urgent(const schemas::Envelope& envelope) {
  return envelope.urgency != schemas::Urgency::routine || envelope.emergency.has_value();
}

}  // namespace

std::string_view name_of(Evaluation::Outcome outcome) {
  constexpr std::array<std::string_view, 3> names{"disclosed", "refused", "waiting"};
  return names[static_cast<std::size_t>(outcome)];
}
std::string_view name_of(RefusalCode code) {
  constexpr std::array<std::string_view, 4> names{"no-agreement", "ambiguous-agreement", "incomplete",
                                                  "nothing-released"};
  return names[static_cast<std::size_t>(code)];
}

Evaluation evaluate(const AgreementBook& book, const schemas::Message& message,
                    const schemas::AgencyId& recipient, Instant now, const CaseFacts& facts) {
  const schemas::Envelope& envelope = message.envelope;
  Evaluation found{.outcome = Evaluation::Outcome::refused,
                   .refusal = RefusalCode::no_agreement,
                   .governing = {},
                   .footing = Footing::absent,
                   .verdicts = {},
                   .missing = {},
                   .facts = {},
                   .terms = {{}, schemas::AgreementDigest{Digest{}}, {}, {}},
                   .plan = {}};
  const auto sender = book.agency(envelope.sender);
  const auto receiver = book.agency(recipient);
  if (!sender || !receiver) {
    for (std::uint32_t i = 0; i < message.body.fields.size(); ++i)
      found.verdicts.push_back({.field = i, .granted_by = {}, .capped_by = {}});
    return found;
  }
  const Governing governing = governing_agreement(book, envelope, recipient, now);
  const bool is_in_force = governing.kind == Governing::Kind::in_force;
  if (is_in_force || governing.kind == Governing::Kind::waiting) {
    found.governing = governing.agreement;
    found.footing = governing.footing;
  }
  const Route route{envelope.type, *sender, *receiver, envelope.purpose};
  found.plan = book.plans().get(route, is_in_force ? found.governing : std::nullopt, now);

  const BodyView view{message.body};
  Decider decider{*found.plan, view, facts};
  found.verdicts = decider.verdicts();
  found.facts = decider.facts_used();
  switch (governing.kind) {
    case Governing::Kind::none:
      return found;
    case Governing::Kind::ambiguous:
      found.refusal = RefusalCode::ambiguous_agreement;
      return found;
    case Governing::Kind::waiting:
      found.refusal.reset();
      found.outcome = Evaluation::Outcome::waiting;
      return found;
    case Governing::Kind::in_force:
      break;
  }
  found.missing = decider.missing();
  const bool is_released =
      std::any_of(found.verdicts.begin(), found.verdicts.end(),
                  [](const Verdict& verdict) { return verdict.outcome >= Level::existence; });
  if (!found.missing.empty() && !is_urgent(envelope)) {
    found.refusal = RefusalCode::incomplete;
  } else if (!is_released) {
    found.refusal = RefusalCode::nothing_released;
  } else {
    found.refusal.reset();
    found.outcome = Evaluation::Outcome::disclosed;
    found.terms = decider.terms(found.verdicts, book.agreements()[governing.agreement]);
  }
  return found;
}

std::string words_of(const FactUsed& fact, const Evaluation& evaluation, const schemas::Body& body) {
  constexpr std::array<std::string_view, 3> truths{": no", ": unknown", ": yes"};
  const Atom& atom = evaluation.plan->atoms[fact.atom];
  std::string words = atom.words;
  if (fact.element != no_element) {
    const std::size_t bracket = words.find(']');
    const std::size_t test = words.find(' ', bracket == std::string::npos ? 0 : bracket);
    words = schemas::positional_path(body, atom.field, fact.element) + words.substr(test);
  }
  return words + std::string{truths[static_cast<std::size_t>(fact.truth)]};
}

}  // namespace concordat::policy
