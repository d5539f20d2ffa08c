#include "base/csv_row.h"

#include <string_view>

namespace concordat {

std::string csv_row(const std::vector<std::string>& cells) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::string cell = cells[i];
    if (!cell.empty() && std::string_view{"=+-@\t\r\n"}.find(cell[0]) != std::string_view::npos) cell = "'" + cell;
    if (i > 0) out += ',';
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
      out += cell;
      continue;
    }
    out += '"';
    for (char c : cell) out += c == '"' ? std::string{"\"\""} : std::string(1, c);
    out += '"';
  }
  return out + "\r\n";
}

}  // namespace concordat
