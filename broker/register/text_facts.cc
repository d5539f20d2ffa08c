#include "broker/register/text_facts.h"

#include <algorithm>

#include "base/crypto.h"
#include "policy/check.h"
#include "policy/coverage.h"

namespace concordat::broker {
namespace {

bool grants_health(const policy::Clause& clause, std::uint16_t schema) {
  const schemas::FieldTable& table = schemas::FieldTable::get();
  for (const policy::Share& share : clause.shares)
    for (const policy::Path& path : share.paths)
      for (const schemas::FieldId field : policy::fields_granted(path, schema))
        if (table[field].field_class == schemas::FieldClass::health) return true;
  return false;
}

}  // namespace

Result<TextFacts, std::vector<policy::Diagnostic>> read_facts(std::string_view text) {
  policy::Parsed parsed = policy::read_agreement(text, nullptr);
  if (policy::has_errors(parsed.diagnostics)) {
    std::erase_if(parsed.diagnostics, [](const policy::Diagnostic& found) { return found.severity() != policy::Severity::error; });
    return Fail{std::move(parsed.diagnostics)};
  }
  const policy::Agreement& agreement = parsed.agreement;
  TextFacts facts{.name = {agreement.name, agreement.version}, .digest = sha256(as_bytes(text)), .parties = {}, .approvers = {},
                  .from = london_midnight(agreement.in_force_from), .until = london_midnight(agreement.in_force_until),
                  .review_by = agreement.review_by ? std::optional{london_midnight(*agreement.review_by)} : std::nullopt};
  for (const policy::Party& party : agreement.parties) facts.parties.push_back(party.text);
  for (const policy::Party& party : agreement.approvers) facts.approvers.push_back(party.text);
  if (facts.approvers.empty())
    for (const std::string& party : facts.parties)
      if (!is_kind(party)) facts.approvers.push_back(party);
  facts.shares_health = std::any_of(agreement.clauses.begin(), agreement.clauses.end(),
                                    [&](const policy::Clause& clause) { return grants_health(clause, agreement.schema); });
  return facts;
}

}  // namespace concordat::broker
