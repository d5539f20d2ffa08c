#include "policy/evaluation.h"

#include <algorithm>
#include <array>

#include "policy/decider.h"
#include "policy/emergency.h"
#include "policy/stage.h"
#include "policy/time_limit.h"
#include "policy/travels.h"

namespace concordat::policy {
namespace {

using schemas::Level;

// The clauses of the plan that the approvals name.
std::vector<PlanClauseIndex> let_go_by(const Approvals& approvals, const Plan& plan,
                                       const AgreementBook& book) {
  std::vector<PlanClauseIndex> found;
  for (PlanClauseIndex clause : plan.holding) {
    const ClauseRef ref = plan.clauses[clause].ref;
    const auto names = [&](const Approval& approval) {
      return approval.why == Hold::Why::approval && approval.clause == book.label(ref) &&
             approval.agreement == book.agreement_name(ref);
    };
    if (std::any_of(approvals.earlier.begin(), approvals.earlier.end(), names) ||
        std::any_of(approvals.fresh.begin(), approvals.fresh.end(), names))
      found.push_back(clause);
  }
  return found;
}

// What one clause that is still held would add.
std::optional<Hold> hold_of(PlanClauseIndex held, const Run& run,
                            const std::vector<Restriction>& restrictions, std::vector<PlanClauseIndex> let_go,
                            const std::vector<Verdict>& now) {
  let_go.insert(std::lower_bound(let_go.begin(), let_go.end(), held), held);
  DecidingRoom room{now.size()};
  const std::vector<Verdict> then = Decider{run, restrictions, let_go, room}.verdicts();
  Hold hold{.why = Hold::Why::approval, .clause = run.plan().clauses[held].ref, .due = {}, .fields = {}};
  for (std::size_t i = 0; i < now.size(); ++i)
    if (then[i].outcome > now[i].outcome && then[i].outcome >= Level::existence)
      hold.fields.push_back({then[i].field, then[i].outcome, then[i].onward, then[i].tell});
  return hold.fields.empty() ? std::nullopt : std::optional{std::move(hold)};
}

bool stands(const AgreementBook& book, AgencyIndex agency) {
  return book.parties().agencies[agency].standing == Agency::Standing::active;
}

void refuse(Evaluation& found, RefusalCode code) {
  found.outcome = Evaluation::Outcome::refused;
  found.refusal = code;
}
void wait(Evaluation& found, WaitsFor what) {
  found.outcome = Evaluation::Outcome::waiting;
  found.refusal.reset();
  found.waits_for = what;
}

}  // namespace

// Nobody counts who holds them: they stay.
std::shared_ptr<const schemas::Terms> no_terms() {
  static const schemas::Terms terms{.agreement = {}, .agreement_digest = schemas::AgreementDigest{Digest{}}, .caveats = {}, .keep = {}};
  return {std::shared_ptr<const void>{}, &terms};
}

bool is_urgent(const schemas::Envelope& envelope) {
  return envelope.urgency != schemas::Urgency::routine || envelope.emergency.has_value();
}

std::string_view name_of(Evaluation::Outcome outcome) {
  constexpr std::array<std::string_view, 3> names{"disclosed", "refused", "waiting"};
  return names[static_cast<std::size_t>(outcome)];
}
std::string_view name_of(RefusalCode code) {
  constexpr std::array<std::string_view, 6> names{"no-agreement",       "ambiguous-agreement",
                                                  "incomplete",         "nothing-released",
                                                  "stage-not-declared", "stage-not-yours"};
  return names[static_cast<std::size_t>(code)];
}
std::string_view name_of(WaitsFor what) {
  constexpr std::array<std::string_view, 4> names{"agreement-lapsed", "agreement-suspended",
                                                  "held-for-approval", "leak-guard"};
  return names[static_cast<std::size_t>(what)];
}

void settle(Evaluation& found, const schemas::Envelope& envelope) {
  const bool is_released =
      std::any_of(found.verdicts.begin(), found.verdicts.end(),
                  [](const Verdict& verdict) { return verdict.outcome >= Level::existence; });
  found.waits_for.reset();
  if (!found.missing.empty() && !is_urgent(envelope)) {
    refuse(found, RefusalCode::incomplete);
  } else if (is_released) {
    found.outcome = Evaluation::Outcome::disclosed;
    found.refusal.reset();
  } else if (found.footing == Footing::lapsed) {
    wait(found, WaitsFor::renewal);
  } else if (!found.holds.empty()) {
    const bool asks_a_person = std::any_of(found.holds.begin(), found.holds.end(),
                                           [](const Hold& hold) { return hold.why == Hold::Why::approval; });
    wait(found, asks_a_person ? WaitsFor::approval : WaitsFor::leak_guard);
  } else {
    refuse(found, RefusalCode::nothing_released);
  }
}

Evaluator::Evaluator(const AgreementBook& book, const schemas::Message& message)
    : book_(book),
      message_(message),
      view_(message.body),
      restrictions_(restrictions_of(view_)),
      sender_(book.agency(message.envelope.sender)),
      purpose_(book.plans().number(message.envelope.purpose)),
      emergency_(emergency_declared(message)) {}

Evaluation Evaluator::evaluate(const schemas::AgencyId& recipient, Instant now, const CaseFacts& facts,
                               const Approvals& approvals) {
  const schemas::Envelope& envelope = message_.envelope;
  Evaluation found;
  found.refusal = RefusalCode::no_agreement;
  found.emergency = emergency_;
  const auto receiver = book_.agency(recipient);
  if (!sender_ || !receiver) {
    for (std::uint32_t i = 0; i < message_.body.fields.size(); ++i)
      found.verdicts.push_back(Verdict::withheld(i));
    return found;
  }
  const Route route{envelope.type, *sender_, *receiver, envelope.purpose};
  const bool both_stand = stands(book_, *sender_) && stands(book_, *receiver);
  const auto kind = book_.plans().with_covers(route, purpose_, epoch_of(now), now, [&](const Covers& covers) {
    const Governing governing = both_stand ? governing_agreement(book_, envelope, covers, now, emergency_, meant_) : Governing{};
    if (governing.cover == nullptr) return governing.kind;
    found.governing = governing.cover->agreement;
    found.footing = governing.cover->footing;
    if (governing.kind != Governing::Kind::waiting) found.plan = governing.cover->plan;
    return governing.kind;
  });
  const bool is_governed = found.plan != nullptr;
  if (!is_governed) found.plan = book_.plans().get(route, std::nullopt, now);
  const Run run{*found.plan, {view_, facts, emergency_}, answers_};
  found.facts = run.facts_used();
  if (is_governed) {
    govern(found, kind, run, approvals, now);
    return found;
  }
  found.verdicts = Decider{run, restrictions_, {}, room_}.verdicts();
  if (kind == Governing::Kind::ambiguous) refuse(found, RefusalCode::ambiguous_agreement);
  if (kind == Governing::Kind::waiting)
    wait(found, found.footing == Footing::suspended ? WaitsFor::resumption : WaitsFor::renewal);
  return found;
}

PlanShelf::Epoch Evaluator::epoch_of(Instant now) {
  if (!asked_at_ || *asked_at_ != now) {
    epoch_ = book_.plans().epoch(now);
    asked_at_ = now;
  }
  return epoch_;
}

void Evaluator::govern(Evaluation& found, Governing::Kind kind, const Run& run,
                       const Approvals& approvals, Instant now) {
  const Plan& plan = run.plan();
  const CompiledAgreement& agreement = book_.agreements()[*found.governing];
  const auto let_go = let_go_by(approvals, plan, book_);
  Decider decider{run, restrictions_, let_go, room_};
  found.verdicts = decider.verdicts();
  find_holds(found, run, let_go, now);
  for (PlanClauseIndex clause : plan.emergencies)
    if (run.holds_anywhere(clause)) found.emergency_clauses.push_back(plan.clauses[clause].ref);
  if (!plan.requiring.empty()) found.missing = missing_from(run);
  const auto stage = stage_moved_by(message_, *sender_, agreement);
  if (!stage) {
    refuse(found, stage.error() == StageRefusal::not_declared ? RefusalCode::stage_not_declared
                                                              : RefusalCode::stage_not_yours);
    return;
  }
  settle(found, message_.envelope);
  if (found.outcome != Evaluation::Outcome::refused && kind == Governing::Kind::in_force)
    found.moves_to = *stage;
  if (found.outcome != Evaluation::Outcome::disclosed) return;
  found.terms = plan.terms->get(plan, decider.counting(found.verdicts));
  if (!decider.has_softened()) return;
  auto urgent = std::make_shared<schemas::Terms>(*found.terms);
  urgent->duty_contact = plan.duty_contact;
  found.terms = std::move(urgent);
}

void Evaluator::find_holds(Evaluation& found, const Run& run, const std::vector<PlanClauseIndex>& let_go,
                           Instant now) const {
  for (PlanClauseIndex held : run.plan().holding) {
    if (std::binary_search(let_go.begin(), let_go.end(), held) || !run.holds_anywhere(held)) continue;
    auto hold = hold_of(held, run, restrictions_, let_go, found.verdicts);
    if (!hold) continue;
    hold->due = due_after(now, *run.plan().clauses[held].compiled->hold);
    for (const schemas::ReleasedField& field : hold->fields)
      if (found.verdicts[field.field].outcome < Level::existence)
        found.verdicts[field.field].because = Cause::held;
    found.holds.push_back(std::move(*hold));
  }
}

Evaluation evaluate(const AgreementBook& book, const schemas::Message& message,
                    const schemas::AgencyId& recipient, Instant now, const CaseFacts& facts,
                    const Approvals& approvals) {
  return Evaluator{book, message}.evaluate(recipient, now, facts, approvals);
}

std::string words_of(const FactUsed& fact, const Evaluation& evaluation, const schemas::Body& body) {
  constexpr std::array<std::string_view, 3> truths{": no", ": unknown", ": yes"};
  const Atom& atom = evaluation.plan->atoms[fact.atom];
  std::string words = atom.words;
  // Stages are each agreement's own; that of the governing one goes without saying.
  const bool is_anothers = atom.kind == Atom::Kind::case_stage &&
                           !evaluation.plan->obligations.start.agreement.starts_with(atom.stage.agreement + "/");
  if (is_anothers) words += " in " + atom.stage.agreement;
  if (fact.element != schemas::no_element) {
    const std::size_t bracket = words.find(']');
    const std::size_t test = words.find(' ', bracket == std::string::npos ? 0 : bracket);
    words = schemas::positional_path(body, atom.field, fact.element) + words.substr(test);
  }
  return words + std::string{truths[static_cast<std::size_t>(fact.truth)]};
}

}  // namespace concordat::policy
