// A table on a page, as a view: heads, rows of cells, what is said when there is none. Filled into the partial _table.
//
//   Table table{"What waits", {"Record", "From", "To"}, "Nothing waits."};
//   table.add({Cell{"17", "/holds/17"}, Cell{row.sender}, Cell{row.recipient}});
//   view.put("table", table.view());
#pragma once

#include <string>
#include <vector>

#include "console/web/view.h"

namespace concordat::console::web {

struct Cell {
  std::string text;
  std::string link = {};  // an address of ours
  std::string tag = {};   // a colour of govuk-tag: "red"
};

class Table {
public:
  // `caption` is read out before the table; `id` lets a chart find it.
  Table(std::string caption, std::vector<std::string> heads, std::string when_empty) : caption_(std::move(caption)), heads_(std::move(heads)), when_empty_(std::move(when_empty)) {}
  void add(std::vector<Cell> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const { return rows_.empty(); }
  View view(std::string_view id = {}) const;

private:
  std::string caption_;
  std::vector<std::string> heads_;
  std::string when_empty_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace concordat::console::web
