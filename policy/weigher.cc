#include "policy/weigher.h"

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
void hold_passages(Evaluation& found, const BodyView& view, const std::vector<Leak>& all) {
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

}  // namespace

Evaluation Weigher::weigh(const schemas::AgencyId& recipient, Instant now, const CaseFacts& facts,
                          const Approvals& approvals) {
  Evaluation found = evaluator_.evaluate(recipient, now, facts, approvals);
  if (found.outcome != Evaluation::Outcome::disclosed) return found;
  const schemas::Message& message = evaluator_.message();
  if (!leaks_) leaks_ = search(message.body);
  if (leaks_->empty()) return found;
  if (!is_urgent(message.envelope) && !is_let_go(approvals)) {
    hold_passages(found, view(), *leaks_);
    settle(found, message.envelope);
    return found;
  }
  found.leaks =
      leaks_to(*leaks_, [&](std::uint32_t field) { return found.verdicts[field].outcome == Level::full; });
  return found;
}

Evaluation weigh(const AgreementBook& book, const schemas::Message& message,
                 const schemas::AgencyId& recipient, Instant now, const CaseFacts& facts,
                 const Approvals& approvals) {
  return Weigher{book, message}.weigh(recipient, now, facts, approvals);
}

}  // namespace concordat::policy
