// A table for a terminal: columns as wide as they need, the first one cut in its middle where that makes the whole fit
// the screen. Cells may be tinted; widths are counted in characters, not bytes.
//
//   Table table{{"field", "police/met"}};
//   table.add({{"subject.names[0].family", {}}, {"released 1.1", Tint::good}});
//   terminal.data(table.print(terminal));
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "console/terminal/terminal.h"

namespace concordat::console {

struct Cell {
  std::string text;
  std::optional<Tint> tint;
};

class Table {
public:
  explicit Table(std::vector<std::string> heads) : heads_(std::move(heads)) {}
  void add(std::vector<Cell> row);
  std::string print(const Terminal& terminal) const;

private:
  std::vector<std::string> heads_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace concordat::console
