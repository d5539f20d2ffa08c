#include "policy/gate.h"

namespace concordat::policy {

using schemas::Level;

Decision Gate::decide(std::shared_ptr<const schemas::Submission> submission, const schemas::AgencyId& to,
                      Instant now, const CaseFacts& facts) const {
  Evaluation found = evaluate(book_, submission->message(), to, now, facts);
  const auto governing =
      found.governing ? std::optional{book_.agreements()[*found.governing].name} : std::nullopt;
  switch (found.outcome) {
    case Evaluation::Outcome::refused:
      return Refusal{found.refusal.value_or(RefusalCode::no_agreement), governing, std::move(found.missing)};
    case Evaluation::Outcome::waiting:
      return Waiting{*governing, found.footing};
    case Evaluation::Outcome::disclosed:
      break;
  }
  std::vector<schemas::ReleasedField> released;
  for (const Verdict& verdict : found.verdicts)
    if (verdict.outcome >= Level::existence) released.push_back({verdict.field, verdict.outcome});
  schemas::Release release{Passkey<Gate>{},     std::move(submission), to,         std::move(released),
                           found.plan->notices, found.missing,         found.terms};
  return Disclosure{Passkey<Gate>{}, std::move(release), std::move(found), book_.digest()};
}

}  // namespace concordat::policy
