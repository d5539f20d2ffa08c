#include "policy/diff_in_words.h"

#include <map>
#include <set>
#include <tuple>

#include "base/check.h"
#include "base/text.h"

namespace concordat::policy {
namespace {

using schemas::Level;

ExplainedField field_of(const AgreementBook& book, const schemas::Message& message, const Shift& shift, const Cell& cell, Instant at) {
  const auto evaluation = evaluate(book, message, cell.recipient, at, shift.picture.facts, AgreementDiff::approvals(shift, book));
  const auto words = explain(book, message, evaluation);
  const auto own = shift.picture.own == MessagePicture::top ? schemas::no_element : static_cast<schemas::ElementIndex>(shift.picture.own);
  for (std::size_t i = 0; i < message.body.fields.size(); ++i)
    if (message.body.fields[i].id == cell.field && message.body.fields[i].element == own) return words.fields[i];
  CHECK(false, "an example without its field");
}

std::string words_of(Level level) {
  if (level == Level::full) return "in full";
  if (level == Level::existence) return "as existing, no more";
  if (level == Level::withhold) return "not at all";
  if (level == Level::conceal) return "not at all, concealed";
  return "as " + std::string{schemas::name_of(level)};
}

std::string listed(const std::set<std::string>& words) { return join({words.begin(), words.end()}, ", "); }

std::string when_words(const Shift& shift) {
  std::vector<std::string> ways;
  for (const auto& way : shift.when) {
    if (way.empty()) return "whatever the message says";
    ways.push_back(join(way, " and "));
  }
  if (shift.has_other_ways) ways.emplace_back("in other cases");
  return "when " + join(ways, "; or ");
}

// The clause that makes the difference: the one that grants more, or the one that caps; on the side where there is one.
std::string clause_words(const Shift& shift, const ConfirmedCell& confirmed) {
  const bool is_more = shift.direction == Direction::more;
  const ExplainedField& wider = is_more ? confirmed.after : confirmed.before;
  const ExplainedField& narrower = is_more ? confirmed.before : confirmed.after;
  std::vector<std::string> words;
  if (narrower.capped_by) words.push_back("clause " + *narrower.capped_by + (is_more ? " (old) caps it" : " (new) caps it"));
  if (wider.granted_by) words.push_back("clause " + *wider.granted_by + (is_more ? " (new) grants it" : " (old) grants it"));
  return words.empty() ? "through a companion, or by no clause" : join(words, "; ");
}

std::string routes_of(const AgreementDiff& diff, const Shift& shift, const std::vector<const Cell*>& cells) {
  std::set<std::string> senders, recipients, types, purposes;
  for (const Cell* cell : cells) {
    senders.insert(cell->sender.value());
    recipients.insert(cell->recipient.value());
    types.insert(std::string{schemas::name_of(cell->type)});
    purposes.insert(cell->purpose);
  }
  std::string words = "to " + listed(recipients) + " from " + listed(senders) + "; " + listed(types) + " for " + listed(purposes);
  if (diff.grounds.size() > 1) words += "; scheme " + diff.grounds[shift.ground].scheme + ", area " + diff.grounds[shift.ground].area;
  return words;
}

}  // namespace

ConfirmedCell DiffConfirmer::confirm(const Shift& shift, const Cell& cell) const {
  ConfirmedCell found{diff_.example(shift, cell), {}, {}};
  found.before = field_of(before_, found.message, shift, cell, diff_.at_before);
  found.after = field_of(after_, found.message, shift, cell, diff_.at_after);
  const bool is_so = diff_.is_granted_elsewhere || (found.before.outcome == schemas::name_of(shift.before) && found.after.outcome == schemas::name_of(shift.after));
  CHECK(is_so, "the evaluation does not confirm the diff");
  return found;
}

std::vector<ShiftWords> in_words(const AgreementDiff& diff, const DiffConfirmer& confirmer) {
  // What is the same but for the field: direction, routes, and how it differs.
  using Alike = std::tuple<Direction, std::string, std::string, std::string, std::string>;
  std::map<Alike, std::set<std::string>> groups;
  for (const Shift& shift : diff.shifts) {
    std::map<schemas::FieldId, std::vector<const Cell*>> by_field;
    for (const Cell& cell : shift.cells) by_field[cell.field].push_back(&cell);
    for (const auto& [field, cells] : by_field) {
      const Alike alike{shift.direction, routes_of(diff, shift, cells), words_of(shift.after) + ", where it came " + words_of(shift.before), when_words(shift),
                        clause_words(shift, confirmer.confirm(shift, *cells.front()))};
      groups[alike].insert(schemas::FieldTable::get()[field].path);
    }
  }
  std::vector<ShiftWords> words;
  for (const auto& [alike, fields] : groups) {
    const auto& [direction, routes, outcome, when, clause] = alike;
    words.push_back({direction, {fields.begin(), fields.end()}, outcome, when, clause, routes});
  }
  return words;
}

}  // namespace concordat::policy
