// What governance the log alone shows: which versions of agreements count, and who has suspended what of them. Read entry by
// entry, in its own words and with none of the broker's code for it, so that the two can be held against each other.
//
//   Rulebook rules;
//   for (each entry) complaints += rules.read(entry, statement);     // the act that it records, if it records one
//   if (auto why = rules.forbids("sim-prevent/2", recipient)) ...    // nothing may leave so
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "audit/entry.h"
#include "schemas/act.h"

namespace concordat::sim {

class Rulebook {
public:
  // What the entry should not have been, if anything.
  std::optional<std::string> read(const audit::Entry& entry, const std::optional<schemas::Statement>& act);
  // Why nothing may go to `recipient` under that version, if so.
  std::optional<std::string> forbids(const std::string& agreement, const schemas::AgencyId& recipient) const;
  std::set<std::string> suspended_fields() const;  // of every version that counts
  bool is_superseded(const std::string& agreement) const;
  bool is_suspended(const std::string& agreement) const;  // the whole
  std::uint32_t directory() const { return directory_; }
  std::size_t acts() const { return acts_; }  // that counted

private:
  struct Draft {
    Digest text;
    std::string by;
    std::set<std::string> approvals;  // AGENCY/PERSON
  };
  struct Suspension {
    std::string agency, field, recipient;  // the last two empty: the whole
  };
  struct One {
    std::optional<Draft> draft;
    bool is_active = false;
    std::map<std::uint64_t, Suspension> suspensions;
  };
  std::optional<std::string> suspends(One& one, const audit::Entry& entry, const schemas::Statement& act);
  std::optional<std::string> resumes(One& one, const audit::Entry& entry, const schemas::Statement& act);

  std::map<schemas::AgreementName, One> versions_;
  std::uint32_t directory_ = 0;
  std::size_t acts_ = 0;
};

}  // namespace concordat::sim
