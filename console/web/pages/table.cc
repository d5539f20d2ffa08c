#include "console/web/pages/table.h"

namespace concordat::console::web {

View Table::view(std::string_view id) const {
  View view;
  view.say("caption", caption_).say("id", std::string{id});
  if (rows_.empty()) return view.show_if("has_rows", false).say("when_empty", when_empty_);
  view.show("has_rows");
  for (const std::string& head : heads_) view.add("heads", View{}.say("text", head));
  for (const std::vector<Cell>& row : rows_) {
    View cells;
    for (const Cell& cell : row)
      cells.add(&cell == &row.front() ? "first" : "rest", View{}.say("text", cell.text).say("link", cell.link).say("tag", cell.tag));
    view.add("rows", std::move(cells));
  }
  return view;
}

}  // namespace concordat::console::web
