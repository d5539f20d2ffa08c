// Views: the less detailed forms of a value. Reduction is a pure function of the canonical value and
// the day the case was opened, so sender, broker and recipient all get the same bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "schemas/field_table.h"

namespace concordat::schemas {

// The value at a view: "2011-06" (month), "2011" (year), "11-15" (ageBand), "E1" (outwardCode),
// "A. B." (initials), "" (existence), the value itself (full). A date after the case was opened is in
// the first band. CHECKs that the field declares the view.
std::string value_at(const FieldEntry& field, std::string_view value, Level view, Date case_opened);

// Whole years between, on a day; a birthday on 29 February falls on 1 March.
int age_on(Date birth, Date day);
std::string_view age_band(int years);  // 0-4, 5-10, 11-15, 16-17, 18-24, 25-34, 35-44, 45-54, 55-64, 65+

}  // namespace concordat::schemas
