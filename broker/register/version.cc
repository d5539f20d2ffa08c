#include "broker/register/version.h"

#include <algorithm>

namespace concordat::broker {
namespace {

using schemas::AgencyId;

bool names(const std::vector<std::string>& parties, std::string_view party) { return std::find(parties.begin(), parties.end(), party) != parties.end(); }

bool has_acceded(const Version& version, const Members& members, const AgencyId& agency) {
  return members.acceded.contains(agency) ||
         std::find(version.acceded_by_files.begin(), version.acceded_by_files.end(), agency) != version.acceded_by_files.end();
}

// Every agency that could be meant by a kind: those that said they belong.
std::set<AgencyId> all_acceded(const Version& version, const Members& members) {
  std::set<AgencyId> found{version.acceded_by_files.begin(), version.acceded_by_files.end()};
  for (const auto& [agency, said] : members.acceded) found.insert(agency);
  return found;
}

std::set<AgencyId> parties_meant(const std::vector<std::string>& parties, const Version& version, const Members& members) {
  std::set<AgencyId> found;
  for (const std::string& party : parties)
    if (const auto agency = schemas::parse_agency_id(party)) found.insert(*agency);
  for (const AgencyId& agency : all_acceded(version, members))
    if (names(parties, schemas::agency_kind(agency))) found.insert(agency);
  std::erase_if(found, [&](const AgencyId& agency) { return members.left.contains(agency); });
  return found;
}

bool has_approved(const Version& version, const AgencyId& agency) {
  return std::any_of(version.approvals.begin(), version.approvals.end(), [&](const auto& approval) { return approval.first.first == agency; });
}

}  // namespace

bool Version::is_suspended() const {
  return by_files == policy::Status::suspended ||
         std::any_of(suspensions.begin(), suspensions.end(), [](const auto& each) { return !each.second.part.has_value(); });
}

bool Version::is_superseded() const { return announced.contains({std::string{"superseded"}, std::uint16_t{0}}); }

policy::Status Version::status() const {
  if (stage == Stage::withdrawn || by_files == policy::Status::withdrawn) return policy::Status::withdrawn;
  if (is_superseded()) return policy::Status::superseded;
  return is_suspended() ? policy::Status::suspended : policy::Status::active;
}

bool is_party(const Version& version, const Members& members, const AgencyId& agency) {
  if (members.left.contains(agency)) return false;
  return names(version.facts.parties, agency.value()) ||
         (names(version.facts.parties, schemas::agency_kind(agency)) && has_acceded(version, members, agency));
}

std::set<AgencyId> approvers_of(const Version& version, const Members& members) { return parties_meant(version.facts.approvers, version, members); }

std::vector<std::string> missing_approvals(const Version& version, const Members& members) {
  std::vector<std::string> missing;
  for (const AgencyId& agency : approvers_of(version, members))
    if (!has_approved(version, agency)) missing.push_back(agency.value());
  if (!version.facts.shares_health) return missing;
  for (const AgencyId& agency : parties_meant(version.facts.parties, version, members))
    if (schemas::agency_kind(agency) == "nhs" && !version.guarded.contains(agency)) missing.push_back("caldicottGuardian " + agency.value());
  return missing;
}

}  // namespace concordat::broker
