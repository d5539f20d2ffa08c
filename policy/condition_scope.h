// In which list a fact is read. A fact of a list that the clause's own fields lie in is read element by
// element; every other fact of a list says `some` or `every`.
#pragma once

#include <optional>
#include <vector>

#include "policy/agreement.h"
#include "schemas/field_table.h"

namespace concordat::policy {

// Every test of a condition, left to right.
std::vector<const Test*> tests_of(const Condition& condition);
// The lists of the fields that a clause shares, caps and requires: nothing for a field outside every list.
std::vector<std::optional<schemas::ListId>> effect_lists(const Clause& clause, std::uint16_t schema);
// Whether low < medium < high makes sense for it: dates, numbers and the code lists that are scales.
bool is_ordered(const schemas::FieldEntry& field);

}  // namespace concordat::policy
