#include "console/web/pages/difference_view.h"

#include <algorithm>

#include "base/text.h"
#include "console/web/pages/table.h"
#include "console/web/pages/words.h"

namespace concordat::console::web {
namespace {

using policy::Direction;

View shifts_view(const std::vector<policy::ShiftWords>& shifts, Direction direction) {
  Table table{direction == Direction::more ? "Shared more than now" : "Shared less than now", {"Fields", "How", "When", "By", "On which way"}, "Nothing."};
  for (const policy::ShiftWords& shift : shifts) {
    if (shift.direction != direction) continue;
    std::vector<std::string> fields;
    for (const std::string& path : shift.fields) fields.push_back(field_in_words(path));
    table.add({{join(fields, "; ")}, {sentence(shift.outcome)}, {sentence(shift.when)}, {sentence(shift.clause)}, {sentence(shift.routes)}});
  }
  return View{}.put("table", table.view());
}

View changes_view(const std::vector<policy::Change>& changes) {
  Table table{"What else is written differently", {"What", "Now", "In the draft", "May let more or less pass"}, "Nothing."};
  for (const policy::Change& change : changes)
    table.add({{sentence(change.what)}, {change.before.empty() ? "Not said" : change.before}, {change.after.empty() ? "Not said" : change.after},
               change.direction ? Cell{*change.direction == Direction::more ? "More" : "Less", {}, *change.direction == Direction::more ? "orange" : "green"} : Cell{""}});
  return View{}.put("table", table.view());
}

}  // namespace

View difference_view(const Comparison& comparison) {
  const auto shifts = comparison.shifts();
  View view;
  view.show_if("shares_more", comparison.shares_more());
  view.put("more", shifts_view(shifts, Direction::more)).put("less", shifts_view(shifts, Direction::less)).put("written", changes_view(comparison.changes()));
  for (const policy::NoticeShift& notice : comparison.diff().notices)
    view.add("notices", View{}.say("text", sentence(join(notice.recipients, ", ")) + (notice.direction == Direction::less ? " is told from now on" : " is no longer told") +
                                               " that this may be withheld: " + field_in_words(notice.path)));
  return view;
}

}  // namespace concordat::console::web
