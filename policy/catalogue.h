// The catalogue of legal bases that an agreement may cite: enough of each to tell which kind of party may
// rely on it, towards whom, and which rule of special data it answers. It judges no case. Its lines are
// policy/catalogue.table, compiled in; read once, and may be used from any thread.
//
//   const Basis* basis = find_basis("ctsa2015.s26");
//   basis->title;   // "General duty on specified authorities"
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace concordat::policy {

enum class BasisRole : std::uint8_t {
  lawful,         // UK GDPR Article 6
  special,        // Article 9(2) that needs nothing more
  special_part1,  // Article 9(2)(b), (h), (i), (j): with a Schedule 1 Part 1 condition
  special_part2,  // Article 9(2)(g): with a Part 2 condition and a policy document
  criminal,       // Article 10: with a Schedule 1 condition
  sch1_part1,
  sch1_part2,
  sch1_part3,       // DPA 2018 Schedule 1
  law_enforcement,  // DPA 2018 Part 3
  sensitive,        // DPA 2018 s35 (sensitive processing): with Schedule 8
  sch8,             // DPA 2018 Schedule 8
  gateway,          // a power or duty to share
  confidentiality,  // what sets the common-law duty aside
};
std::string_view name_of(BasisRole role);  // "sch1-part2"

struct Basis {
  std::string_view id;        // "ukgdpr.9.2.g"
  std::string_view section;   // "UK GDPR Article 9(2)(g)"
  std::string_view title;     // "Substantial public interest"
  BasisRole role;
  std::string_view supports;  // what it supports, in words
  std::string_view senders;   // kinds that may rely on it, by spaces; empty: any
  std::string_view towards;   // kinds it lets them share with; empty: any
};

std::span<const Basis> every_basis();  // in the table's order
const Basis* find_basis(std::string_view id);
// The nearest known id, for "did you mean".
std::optional<std::string_view> nearest_basis(std::string_view id);
bool may_rely(const Basis& basis, std::string_view sender_kind);
bool reaches(const Basis& basis, std::string_view recipient_kind);

std::string bases_as_markdown();  // docs/legal-bases.md

}  // namespace concordat::policy
