#include "broker/cases.h"

#include "broker/scan.h"

namespace concordat::broker {

bool CaseTable::is_party(const schemas::CaseId& case_id, const schemas::AgencyId& agency) const {
  const auto at = cases_.find(case_id);
  return at != cases_.end() && at->second.parties.contains(agency);
}

std::optional<Date> CaseTable::opened(const schemas::CaseId& case_id) const {
  const auto at = cases_.find(case_id);
  return at == cases_.end() ? std::nullopt : std::optional{at->second.opened};
}

std::vector<policy::CaseStage> CaseTable::stages(const schemas::CaseId& case_id) const {
  std::vector<policy::CaseStage> stages;
  const auto at = cases_.find(case_id);
  if (at == cases_.end()) return stages;
  for (const auto& [agreement, stage] : at->second.stages) stages.push_back({agreement, stage});
  return stages;
}

const CaseTable::Delivery* CaseTable::delivery(const schemas::DisclosureId& disclosure) const {
  const auto at = deliveries_.find(disclosure);
  return at == deliveries_.end() ? nullptr : &at->second;
}

void CaseTable::add(const CaseRow& row) {
  Case& known = cases_.try_emplace(row.case_id, Case{row.opened, {}, {}}).first->second;
  if (row.step == CaseRow::Step::joined) known.parties.insert(row.agency);
  if (row.moved_to) known.stages.insert_or_assign(row.moved_to->agreement, row.moved_to->stage);
  if (row.disclosure) deliveries_.insert_or_assign(*row.disclosure, Delivery{row.sender, row.agency, row.message});
}

Result<Unit, audit::LogError> CaseTable::recover(const audit::Log& log) {
  cases_.clear();
  deliveries_.clear();
  people_.clear();
  return scan_rows(log, audit::Table::cases, [this](std::uint64_t, ByteView value) {
    if (const auto row = decode_case(value)) add(*row);
  });
}

}  // namespace concordat::broker
