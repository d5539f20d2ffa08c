#include "broker/answers.h"

#include <set>

#include "base/text.h"
#include "policy/explain.h"

namespace concordat::broker {
namespace {

std::string_view outcome_name(audit::EventKind kind) {
  if (kind == audit::EventKind::disclosed) return "disclosed";
  if (kind == audit::EventKind::waiting) return "waiting";
  return "refused";
}

std::string_view cause_name(policy::Cause cause) {
  switch (cause) {
    case policy::Cause::granted: return "granted";
    case policy::Cause::not_granted: return "not-granted";
    case policy::Cause::capped: return "capped";
    case policy::Cause::source_restriction: return "source-restriction";
    case policy::Cause::companion: return "companion";
    case policy::Cause::monitoring: return "monitoring";
    case policy::Cause::held: return "held";
    case policy::Cause::leak_guard: return "leak-guard";
  }
  return "not-granted";
}

// Addresses that were released and that nobody has called confidential: should one become so, its recall is due.
std::set<std::string> open_addresses(const schemas::Message& message, const std::vector<policy::Verdict>& verdicts) {
  const schemas::FieldTable& table = schemas::FieldTable::get();
  std::set<std::string> found;
  for (const policy::Verdict& verdict : verdicts) {
    const schemas::Field& field = message.body.fields[verdict.field];
    const auto& list = table[field.id].list;
    if (verdict.outcome <= schemas::Level::existence || !list || !table[*list].path.ends_with("address")) continue;
    const auto confidential = table.field(table[*list].path + ".confidential");
    const schemas::Field* said = confidential ? message.body.find(*confidential, field.element) : nullptr;
    const std::string path = schemas::positional_path(message.body, field.id, field.element);
    if (said == nullptr || said->value != "yes") found.insert(path.substr(0, path.rfind('.')));
  }
  return found;
}

std::vector<std::string> where_of(ByteView annex) {
  std::vector<std::string> where;
  for (const audit::AnnexPair& pair : audit::read_annex(annex).value_or(std::vector<audit::AnnexPair>{}))
    if (pair.key == annex_where) where.push_back(pair.value);
  return where;
}

}  // namespace

Bytes verdict_annex(const schemas::Message& message, const std::vector<policy::Verdict>& verdicts,
                    const std::vector<std::string>& facts, const policy::AgreementBook& book, std::string_view keep, policy::Footing footing) {
  const auto label = [&](policy::MaybeClause clause) { return clause ? book.label(*clause) : std::string{}; };
  audit::AnnexWriter annex;
  annex.add(annex_message, format_uuid(message.envelope.id.value()));
  annex.add(annex_case, format_uuid(message.envelope.case_id.value()));
  for (const policy::Verdict& verdict : verdicts) {
    const schemas::Field& field = message.body.fields[verdict.field];
    annex.add(annex_verdict, join({schemas::positional_path(message.body, field.id, field.element),
                                   std::string{schemas::name_of(verdict.outcome)}, label(verdict.granted_by), label(verdict.capped_by),
                                   std::string{cause_name(verdict.because)}},
                                  "\t"));
  }
  for (const std::string& fact : facts) annex.add(annex_fact, fact);
  if (!keep.empty()) annex.add(annex_keep, keep);
  if (footing == policy::Footing::lapsed) annex.add(annex_footing, "lapsed");
  for (const std::string& address : open_addresses(message, verdicts)) annex.add(annex_open_address, address);
  for (const std::string& who : policy::persons_not_to_tell(message, verdicts)) annex.add(annex_no_tell, who);
  return annex.finish();
}

schemas::RecipientOutcome outcome_of(audit::EventKind kind, std::string_view recipient, std::string_view code,
                                     const std::optional<audit::AgreementRef>& agreement, std::uint64_t sequence, ByteView annex) {
  schemas::RecipientOutcome outcome{.recipient = std::string{recipient}, .outcome = std::string{outcome_name(kind)},
                                    .code = std::string{code}, .sequence = sequence, .rows = {},
                                    .agreement = agreement ? agreement->name : std::string{}};
  for (const audit::AnnexPair& pair : audit::read_annex(annex).value_or(std::vector<audit::AnnexPair>{})) {
    if (pair.key != annex_verdict) continue;
    const auto parts = split(pair.value, '\t');
    if (parts.size() == 5) outcome.rows.push_back({parts[0], parts[1], parts[2], parts[3], parts[4]});
  }
  return outcome;
}

std::optional<Reply> first_answer(const audit::Log& log, const schemas::MessageId& message, const Seen& seen) {
  schemas::Accepted accepted{message, seen.first, {}};
  for (std::uint32_t i = 0; i < seen.entries; ++i) {
    const audit::Sequence sequence{seen.first + i};
    const auto entry = log.entry(sequence);
    const auto annex = log.annex(sequence);
    if (!entry || !*entry || !annex) return std::nullopt;
    const Bytes plain = (*annex).value_or(Bytes{});
    if (i == 0 && (*entry)->kind == audit::EventKind::refused) return schemas::Refused{message, (*entry)->code, where_of(plain)};
    if (i > 0) accepted.outcomes.push_back(outcome_of((*entry)->kind, (*entry)->counterpart, (*entry)->code, (*entry)->agreement, sequence.value(), plain));
  }
  return accepted;
}

}  // namespace concordat::broker
