// Dates as other systems write them. Day before month, as in this country; a year has four digits.
//
//   2011-06-09   2011/06/09   20110609   2011-06-09Z   2011-06-09+01:00
//   09/06/2011   9-6-2011     09.06.2011   9 June 2011   09-Jun-2011      each of them with a time of day after it, perhaps
//
//   iso_day("09/06/2011 00:00");  // "2011-06-09"
#pragma once

#include <string>
#include <string_view>

namespace concordat::adapters {

// The day as ISO 8601 has it, empty where the text is no date: of a time with its offset, the day in London.
std::string iso_day(std::string_view text);
// The same, but what is no date stays as it is: to be refused as none.
std::string iso_day_or_text(std::string_view text);

}  // namespace concordat::adapters
