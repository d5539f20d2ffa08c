// What reports say of a disclosure, once: its fields in words, the clauses, what became of it.
#pragma once

#include <map>
#include <span>

#include "audit/reports/log_row.h"

namespace concordat::audit {

std::string released_in_words(const LogRow& row);  // "subject.birthDate (year), subject.names.family"
std::string withheld_in_words(const LogRow& row);  // "subject.address.lines (not granted)"
std::string clauses_in_words(const LogRow& row);   // those that granted what left, sorted
std::string classes_in_words(const LogRow& row);   // of what left, sorted
bool is_special(std::string_view field_class);     // Article 9 or 10, or the source's identity

// What later entries say of earlier ones.
class Aftermath {
public:
  explicit Aftermath(std::span<const LogRow> rows);
  // When an entry of that kind was written about this one; empty if none was.
  std::string when(std::uint64_t sequence, std::string_view kind) const;
  // "delivered 2026-05-01T…; acknowledged …"; "not delivered yet".
  std::string in_words(std::uint64_t sequence) const;

private:
  std::map<std::uint64_t, std::vector<const LogRow*>> by_about_;
};

}  // namespace concordat::audit
