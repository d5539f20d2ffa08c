// What the checks have in common: the agreement, the diagnostics, and whom its clauses mean.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/agreement.h"
#include "policy/coverage.h"

namespace concordat::policy {

class Findings {
public:
  explicit Findings(std::vector<Diagnostic>& diagnostics) : diagnostics_(diagnostics) {}
  void report(Code code, const Place& place, std::string cause, std::string fix = {},
              std::optional<std::string> did_you_mean = {}) {
    diagnostics_.push_back({code, place, std::move(cause), std::move(fix), std::move(did_you_mean)});
    if (diagnostics_.back().severity() == Severity::error) ++errors_;
  }
  // More errors than are shown: the rest is left out, and need not be looked for.
  bool is_full() const { return errors_ > errors_max; }

private:
  std::vector<Diagnostic>& diagnostics_;
  std::size_t errors_ = 0;
};

std::string_view kind_of(const Party& party);
// The kinds that a clause's from or to means: every party's for `any`.
std::vector<std::string> kinds_meant(const PartyScope& scope, const Agreement& agreement);
const Purpose* purpose_named(const Agreement& agreement, std::string_view id);

// check_effects.cc: paths, views, classes and selectors of a clause's lines.
void check_effects(const Clause& clause, const Agreement& agreement, Findings& findings);
// False, and reported, when the path names no field of the schema or narrows what it cannot.
bool check_path(const Path& path, Findings& findings);
// The fields that a share line grants, its unnarrowed exceptions taken away.
std::vector<schemas::FieldId> granted_fields(const Share& share, std::uint16_t schema);

// check_conditions.cc: facts, comparisons, values and quantifiers.
void check_conditions(const Clause& clause, const Agreement& agreement, Findings& findings);

// check_advice.cc: whom nothing reaches, times to keep that are unusual, sources that are given away.
void check_advice(const Agreement& agreement, Findings& findings);

// check_law.cc: bases, and what the law asks before special data is granted.
void check_law(const Clause& clause, const Agreement& agreement, Findings& findings);
void check_basis_line(const BasisLine& line, const std::vector<std::string>& sender_kinds,
                      const std::vector<std::string>& recipient_kinds, Findings& findings);

}  // namespace concordat::policy
