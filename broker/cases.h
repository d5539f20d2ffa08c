// Which agencies are party to which case (they opened it, or a disclosure in it was delivered to them),
// and what was delivered to whom. Owned by the pipeline's thread.
#pragma once

#include <map>
#include <set>
#include <unordered_map>

#include "audit/log.h"
#include "broker/rows.h"

namespace concordat::broker {

class CaseTable {
public:
  bool is_known(const schemas::CaseId& case_id) const { return cases_.contains(case_id); }
  bool is_party(const schemas::CaseId& case_id, const schemas::AgencyId& agency) const;
  std::optional<Date> opened(const schemas::CaseId& case_id) const;
  // Where it stands, under each agreement whose stages it went through.
  std::vector<policy::CaseStage> stages(const schemas::CaseId& case_id) const;

  struct Delivery {
    schemas::AgencyId sender;
    schemas::AgencyId recipient;
    schemas::MessageId message;
  };
  const Delivery* delivery(const schemas::DisclosureId& disclosure) const;
  // A person has it, who said so in words of this digest, recorded under that sequence. The sequence under which
  // they said it first, in this process.
  std::uint64_t has_now(const schemas::DisclosureId& disclosure, const Digest& said, std::uint64_t sequence) {
    return people_[disclosure].emplace(said, sequence).first->second;
  }

  void add(const CaseRow& row);
  Result<Unit, audit::LogError> recover(const audit::Log& log);

private:
  struct Case {
    Date opened;
    std::set<schemas::AgencyId> parties;
    std::map<std::string, std::string> stages;  // by agreement
  };
  std::unordered_map<schemas::CaseId, Case> cases_;
  std::unordered_map<schemas::DisclosureId, Delivery> deliveries_;
  std::unordered_map<schemas::DisclosureId, std::map<Digest, std::uint64_t>> people_;
};

}  // namespace concordat::broker
