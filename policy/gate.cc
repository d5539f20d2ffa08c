#include "policy/gate.h"

#include <algorithm>

#include "base/check.h"

namespace concordat::policy {
namespace {

using schemas::Level;

// What leaves now. Something let go since takes the companions along that it may not leave without.
std::vector<schemas::ReleasedField> released(const Evaluation& found, const Evaluation& before,
                                             const BodyView& view) {
  const auto& verdicts = found.verdicts;
  std::vector<bool> leaves(verdicts.size());
  for (std::size_t i = 0; i < verdicts.size(); ++i)
    leaves[i] = verdicts[i].outcome >= Level::existence && verdicts[i].outcome > before.verdicts[i].outcome;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    if (!leaves[i]) continue;
    const schemas::Field& field = view.body().fields[i];
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

std::vector<schemas::ReleasedField> released(const Evaluation& found) {
  std::vector<schemas::ReleasedField> fields;
  fields.reserve(found.verdicts.size());
  for (const Verdict& verdict : found.verdicts)
    if (verdict.outcome >= Level::existence)
      fields.push_back({verdict.field, verdict.outcome, verdict.onward, verdict.tell});
  return fields;
}

}  // namespace

const Evaluation& evaluation_of(const Decision& decision) {
  if (const auto* disclosure = std::get_if<Disclosure>(&decision)) return disclosure->evaluation();
  if (const auto* refusal = std::get_if<Refusal>(&decision)) return refusal->evaluation;
  return std::get<Waiting>(decision).evaluation;
}

Decision Gate::decide(std::shared_ptr<const schemas::Submission> submission, const schemas::AgencyId& to,
                      Instant now, const CaseFacts& facts, const Approvals& approvals) const {
  Matter matter = open(std::move(submission));
  return decide(matter, to, now, facts, approvals);
}

Decision Gate::decide(Matter& matter, const schemas::AgencyId& to, Instant now, const CaseFacts& facts,
                      const Approvals& approvals) const {
  CHECK(&matter.weigher_.book() == &book_, "a matter before another gate");
  Evaluation found = matter.weigher_.weigh(to, now, facts, approvals);
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
  std::vector<schemas::ReleasedField> fields;
  if (approvals.fresh.empty()) {
    fields = released(found);
  } else {
    const Evaluation before = matter.weigher_.weigh(to, now, facts, {.earlier = approvals.earlier, .fresh = {}});
    fields = released(found, before, matter.weigher_.view());
  }
  if (fields.empty()) return Refusal{RefusalCode::nothing_released, governing, std::move(found)};
  schemas::Release release{Passkey<Gate>{},     matter.submission_, to,         std::move(fields),
                           found.plan->notices, found.missing,      *found.terms};
  return Disclosure{Passkey<Gate>{}, std::move(release), std::move(found), book_.digest()};
}

Disclosure Gate::recall(std::shared_ptr<const schemas::Submission> submission, const schemas::AgencyId& to,
                        Instant now, const CaseFacts& facts, const PastDisclosure& past) const {
  const schemas::Message& message = submission->message();
  Evaluation found = weigh_recall(book_, message, to, now, facts, past);
  auto fields = released(found);
  schemas::Release release{Passkey<Gate>{}, std::move(submission), to, std::move(fields), {}, {}, *found.terms};
  return Disclosure{Passkey<Gate>{}, std::move(release), std::move(found), book_.digest()};
}

}  // namespace concordat::policy
