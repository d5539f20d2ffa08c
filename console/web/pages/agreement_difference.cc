#include "console/web/pages/agreement_difference.h"

#include <algorithm>

#include "base/text.h"
#include "console/web/pages/agreement_shelf.h"
#include "console/web/pages/table.h"
#include "console/web/pages/words.h"
#include "policy/agreement_changes.h"
#include "policy/diff_in_words.h"
#include "policy/parse.h"

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
  return table.view();
}

View changes_view(const std::vector<policy::Change>& changes) {
  Table table{"What else is written differently", {"What", "Now", "In the draft", "May let more or less pass"}, "Nothing."};
  for (const policy::Change& change : changes)
    table.add({{sentence(change.what)}, {change.before.empty() ? "Not said" : change.before}, {change.after.empty() ? "Not said" : change.after},
               change.direction ? Cell{*change.direction == Direction::more ? "More" : "Less", {}, *change.direction == Direction::more ? "orange" : "green"} : Cell{""}});
  return table.view();
}

void compare(View& view, const ShelvedAgreement& now, const std::string& draft, const policy::Parties& parties) {
  const auto before = book_of(now.text, parties);
  const auto after = book_of(draft, parties);
  view.show_if("is_readable", before && after).say("against", now.name());
  if (!before || !after) return;
  const policy::AgreementDiff diff = policy::diff_agreements(*before, *after, policy::Solver::Reasoner::search_first);
  const policy::DiffConfirmer confirmer{*before, *after, diff};
  const auto shifts = policy::in_words(diff, confirmer);
  const auto changes = policy::changes_between(now.text, draft);
  const auto is_more = [](const auto& one) { return one.direction == Direction::more; };
  view.show_if("shares_more", std::any_of(shifts.begin(), shifts.end(), is_more) || std::any_of(changes.begin(), changes.end(), is_more));
  view.show_if("shares_alike", shifts.empty());
  view.put("more", View{}.put("table", shifts_view(shifts, Direction::more))).put("less", View{}.put("table", shifts_view(shifts, Direction::less)));
  view.put("written", View{}.put("table", changes_view(changes)));
  for (const policy::NoticeShift& notice : diff.notices)
    view.add("notices", View{}.say("text", sentence(join(notice.recipients, ", ")) + (notice.direction == Direction::less ? " is told from now on" : " is no longer told") + " that this may be withheld: " + field_in_words(notice.path)));
}

}  // namespace

Response agreement_difference_page(Visit& visit) {
  auto about = agreement_about(visit);
  if (!about) return std::move(about).error();
  View view = agreement_view(*about, "/difference");
  const policy::Agreement tree = policy::parse(about->text).agreement;
  const auto shelf = agreement_shelf(visit.console().settings.agreements, london_date(visit.now()));
  const auto now = std::find_if(shelf.begin(), shelf.end(), [&](const ShelvedAgreement& one) { return one.is_in_force && one.tree.name == tree.name; });
  view.show_if("is_new", now == shelf.end()).say("name", tree.name);
  if (now != shelf.end()) compare(view, *now, about->text, parties_for(visit.console().settings, tree));
  return visit.page("agreement_difference", std::move(view), about->title + ": what changes");
}

}  // namespace concordat::console::web
