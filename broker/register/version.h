// One version of an agreement: its text by digest, and everything anybody has said about it. What follows from that (who has
// yet to approve, how it stands at an instant) is asked, never stored.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "broker/register/text_facts.h"
#include "policy/compiled.h"

namespace concordat::broker {

// Who said something, and where it is recorded. `person` is empty for what came by signed files.
struct Said {
  std::uint64_t record;
  Instant at;
  schemas::AgencyId agency;
  std::string person;
  std::string reason;
};

struct Suspension {
  Said by;
  std::optional<policy::PartSuspended> part;  // nothing: the whole
};

// Who belongs to an agreement of this name by their own word, in whatever version.
struct Members {
  std::map<schemas::AgencyId, Said> acceded;
  std::map<schemas::AgencyId, Said> left;
};

struct Version {
  enum class Stage : std::uint8_t { proposed, active, withdrawn, replaced };  // replaced: by another draft of the same number
  TextFacts facts;
  Stage stage = Stage::proposed;
  Said proposed;
  std::optional<Digest> base;       // the text that was in force when the difference was taken
  std::optional<Digest> difference;
  std::optional<Digest> replay = {};
  std::optional<Digest> scenarios = {};
  std::map<std::pair<schemas::AgencyId, std::string>, Said> approvals = {};  // by agency and person
  std::set<schemas::AgencyId> guarded = {};  // NHS parties for whom a Caldicott guardian has approved
  std::map<schemas::AgencyId, Said> rejections = {};
  std::map<schemas::AgencyId, Said> withdrawals = {};  // of an active one: it takes every approver's
  std::optional<Said> activated = {};
  std::map<std::uint64_t, Suspension> suspensions = {};  // by record
  policy::Status by_files = policy::Status::active;
  std::vector<schemas::AgencyId> acceded_by_files = {};
  std::set<std::pair<std::string, std::uint16_t>> announced = {};

  bool is_suspended() const;   // the whole
  bool is_superseded() const;  // for good, once it is recorded: what comes after a later version is withdrawn is not the earlier one
  policy::Status status() const;
};

// Agencies that the parties name, or whose kind they name and that have acceded; who has left is none.
bool is_party(const Version& version, const Members& members, const schemas::AgencyId& agency);
// Those of them whose approval the text asks for.
std::set<schemas::AgencyId> approvers_of(const Version& version, const Members& members);
// "police/met", and "caldicottGuardian nhs/nelft": what is missing before it may be activated.
std::vector<std::string> missing_approvals(const Version& version, const Members& members);

}  // namespace concordat::broker
