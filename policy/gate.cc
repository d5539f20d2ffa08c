#include "policy/gate.h"

#include <algorithm>

#include "policy/decider.h"

namespace concordat::policy {
namespace {

using schemas::Level;

bool is_let_go(const Approvals& approvals) {
  const auto lets_go = [](const Approval& approval) { return approval.why == Hold::Why::leak_guard; };
  return std::any_of(approvals.earlier.begin(), approvals.earlier.end(), lets_go) ||
         std::any_of(approvals.fresh.begin(), approvals.fresh.end(), lets_go);
}

// Passages with a finding wait for the sender, and what may not leave without them waits too; then what
// they gave away is looked for again, since less is released than before.
void hold_passages(Evaluation& found, const schemas::Message& message, const std::vector<Leak>& all) {
  const BodyView view{message.body};
  const std::vector<Verdict> before = found.verdicts;
  const auto gets_whole = [&](std::uint32_t field) { return found.verdicts[field].outcome == Level::full; };
  for (auto leaks = leaks_to(all, gets_whole); !leaks.empty(); leaks = leaks_to(all, gets_whole)) {
    for (const Leak& leak : leaks) {
      Verdict& verdict = found.verdicts[leak.passage];
      verdict.outcome = Level::withhold;
      verdict.capped_by.reset();
      verdict.because = Cause::leak_guard;
    }
    found.leaks.insert(found.leaks.end(), leaks.begin(), leaks.end());
    hold_back_companionless(found.verdicts, view);
  }
  Hold hold{.why = Hold::Why::leak_guard, .clause = {}, .due = {}, .fields = {}};
  for (std::size_t i = 0; i < before.size(); ++i)
    if (found.verdicts[i].outcome < before[i].outcome)
      hold.fields.push_back({before[i].field, before[i].outcome, before[i].onward, before[i].tell});
  if (!hold.fields.empty()) found.holds.push_back(std::move(hold));
}

void guard(Evaluation& found, const schemas::Message& message, const Approvals& approvals) {
  if (found.outcome != Evaluation::Outcome::disclosed) return;
  const std::vector<Leak> all = search(message.body);
  if (all.empty()) return;
  if (!is_urgent(message.envelope) && !is_let_go(approvals)) {
    hold_passages(found, message, all);
    settle(found, message.envelope);
    return;
  }
  found.leaks =
      leaks_to(all, [&](std::uint32_t field) { return found.verdicts[field].outcome == Level::full; });
}

// What leaves now. Something let go since takes the companions along that it may not leave without.
std::vector<schemas::ReleasedField> released(const Evaluation& found, const Evaluation* before,
                                             const schemas::Body& body) {
  const auto& verdicts = found.verdicts;
  std::vector<bool> leaves(verdicts.size());
  const BodyView view{body};
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const Level outcome = verdicts[i].outcome;
    if (outcome < Level::existence) continue;
    if (before != nullptr && outcome <= before->verdicts[i].outcome) continue;
    leaves[i] = true;
  }
  if (before != nullptr)
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      if (!leaves[i]) continue;
      const schemas::Field& field = body.fields[i];
      for (schemas::FieldId companion : schemas::FieldTable::get()[field.id].companions) {
        const auto at = view.index(companion, field.element);
        if (at && verdicts[*at].outcome == Level::full) leaves[*at] = true;
      }
    }
  std::vector<schemas::ReleasedField> fields;
  for (const Verdict& verdict : verdicts)
    if (leaves[verdict.field])
      fields.push_back({verdict.field, verdict.outcome, verdict.onward, verdict.tell});
  return fields;
}

}  // namespace

Evaluation weigh(const AgreementBook& book, const schemas::Message& message,
                 const schemas::AgencyId& recipient, Instant now, const CaseFacts& facts,
                 const Approvals& approvals) {
  Evaluation found = evaluate(book, message, recipient, now, facts, approvals);
  guard(found, message, approvals);
  return found;
}

const Evaluation& evaluation_of(const Decision& decision) {
  if (const auto* disclosure = std::get_if<Disclosure>(&decision)) return disclosure->evaluation();
  if (const auto* refusal = std::get_if<Refusal>(&decision)) return refusal->evaluation;
  return std::get<Waiting>(decision).evaluation;
}

Decision Gate::decide(std::shared_ptr<const schemas::Submission> submission, const schemas::AgencyId& to,
                      Instant now, const CaseFacts& facts, const Approvals& approvals) const {
  const schemas::Message& message = submission->message();
  Evaluation found = weigh(book_, message, to, now, facts, approvals);
  const auto governing =
      found.governing ? std::optional{book_.agreements()[*found.governing].name} : std::nullopt;
  switch (found.outcome) {
    case Evaluation::Outcome::refused:
      return Refusal{found.refusal.value_or(RefusalCode::no_agreement), governing, std::move(found)};
    case Evaluation::Outcome::waiting:
      return Waiting{*governing, found.waits_for.value_or(WaitsFor::renewal), std::move(found)};
    case Evaluation::Outcome::disclosed:
      break;
  }
  std::optional<Evaluation> before;
  if (!approvals.fresh.empty())
    before = weigh(book_, message, to, now, facts, {.earlier = approvals.earlier, .fresh = {}});
  auto fields = released(found, before ? &*before : nullptr, message.body);
  if (fields.empty()) return Refusal{RefusalCode::nothing_released, governing, std::move(found)};
  schemas::Release release{Passkey<Gate>{},     std::move(submission), to,         std::move(fields),
                           found.plan->notices, found.missing,         found.terms};
  return Disclosure{Passkey<Gate>{}, std::move(release), std::move(found), book_.digest()};
}

Disclosure Gate::recall(std::shared_ptr<const schemas::Submission> submission, const schemas::AgencyId& to,
                        Instant now, const CaseFacts& facts, const PastDisclosure& past) const {
  const schemas::Message& message = submission->message();
  Evaluation found = weigh_recall(book_, message, to, now, facts, past);
  auto fields = released(found, nullptr, message.body);
  schemas::Release release{Passkey<Gate>{}, std::move(submission), to, std::move(fields), {}, {}, found.terms};
  return Disclosure{Passkey<Gate>{}, std::move(release), std::move(found), book_.digest()};
}

}  // namespace concordat::policy
