// One row of a CSV file that opens in a spreadsheet: RFC 4180, CRLF, quotes where they must be. A cell that a
// spreadsheet would run as a formula is made text.
//
//   file += csv_row({"line 4, NHS_NUMBER", "invalid-value", "must be ten digits, the last a check digit"});
#pragma once

#include <string>
#include <vector>

namespace concordat {

std::string csv_row(const std::vector<std::string>& cells);

}  // namespace concordat
