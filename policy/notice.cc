#include "policy/notice.h"

#include <algorithm>
#include <set>

namespace concordat::policy {
namespace {

using schemas::FieldEntry;
using schemas::FieldTable;
using schemas::Level;

using Agreements = std::set<std::uint16_t>;

bool may_be_granted(const PlanField& field) {
  if (field.grant > Level::withhold) return true;
  return std::any_of(field.rules.begin(), field.rules.end(),
                     [](const Rule& rule) { return rule.kind == Effect::Kind::grant; });
}
bool may_be_concealed(const PlanField& field) {
  if (field.cap == Level::conceal) return true;
  return std::any_of(field.rules.begin(), field.rules.end(), [](const Rule& rule) {
    return rule.kind == Effect::Kind::cap && rule.level == Level::conceal;
  });
}

// The agreements under which a field may come out withheld, its companions apart.
Agreements withholding(const Plan& plan, const PlanField& field, std::uint16_t governing) {
  Agreements found;
  if (field.grant == Level::withhold) found.insert(governing);  // granted only sometimes
  if (field.cap <= Level::withhold) found.insert(plan.clauses[field.capped_by].ref.agreement);
  for (const Rule& rule : field.rules)
    if (rule.kind == Effect::Kind::cap && rule.level <= Level::withhold)
      found.insert(plan.clauses[rule.clause].ref.agreement);
  return found;
}

// As a companion, a field must leave whole: what may keep it from that.
Agreements reducing(const Plan& plan, const PlanField& field, std::uint16_t governing) {
  Agreements found = withholding(plan, field, governing);
  if (field.grant < Level::full) found.insert(governing);
  if (field.cap < Level::full) found.insert(plan.clauses[field.capped_by].ref.agreement);
  for (const Rule& rule : field.rules)
    if (rule.kind == Effect::Kind::cap) found.insert(plan.clauses[rule.clause].ref.agreement);
  return found;
}

}  // namespace

std::vector<schemas::Notice> notices_of(const Plan& plan, const AgreementBook& book, std::uint16_t governing,
                                        schemas::BodyType type) {
  const FieldTable& table = FieldTable::get();
  const auto fields = table.fields();
  std::vector<Agreements> reduced(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) reduced[i] = reducing(plan, plan.fields[i], governing);
  std::vector<Agreements> withheld(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) withheld[i] = withholding(plan, plan.fields[i], governing);
  // A field that a companion may hold back is itself no whole companion: repeat until nothing changes.
  for (bool is_changed = true; is_changed;) {
    is_changed = false;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const std::size_t before = withheld[i].size() + reduced[i].size();
      for (schemas::FieldId companion : fields[i].companions) {
        const Agreements& from = reduced[companion.value()];
        withheld[i].insert(from.begin(), from.end());
        reduced[i].insert(from.begin(), from.end());
      }
      is_changed = is_changed || withheld[i].size() + reduced[i].size() != before;
    }
  }
  std::vector<schemas::Notice> notices;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const FieldEntry& entry = fields[i];
    const PlanField& field = plan.fields[i];
    const bool is_carried = std::find(entry.bodies.begin(), entry.bodies.end(), type) != entry.bodies.end();
    if (!is_carried || !may_be_granted(field) || may_be_concealed(field)) continue;
    for (std::uint16_t agreement : withheld[i])
      notices.push_back({entry.path, schemas::format_agreement_name(book.agreements()[agreement].name)});
  }
  std::sort(notices.begin(), notices.end());
  return notices;
}

}  // namespace concordat::policy
