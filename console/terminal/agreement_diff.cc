#include <nlohmann/json.hpp>

#include "base/text.h"
#include "console/terminal/agreement.h"
#include "console/terminal/reading.h"
#include "policy/agreement_changes.h"
#include "policy/agreement_diff.h"
#include "policy/check.h"
#include "policy/diff_in_words.h"
#include "policy/idle_clauses.h"
#include "schemas/json.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;
using policy::Direction;
using policy::Shift;
using Book = std::shared_ptr<const policy::AgreementBook>;

struct Diff {
  std::string before;
  std::string after;
  std::string directory;
  bool fail_if_more = false;
};

void bind_diff(CLI::App& leaf, Diff& to) {
  leaf.add_option("A", to.before, "The agreement as it was")->required();
  leaf.add_option("B", to.after, "The agreement as it would be")->required();
  leaf.add_option("--directory", to.directory, "The organisations there are: a directory.json, or an area's folder; default the parties, two of each kind")->type_name("PATH");
  leaf.add_flag("--fail-if-more", to.fail_if_more, "Exit 2 if anything may be shared that was not");
  leaf.footer("Exact: what is listed can come about, and nothing else can. Every message there could be is judged, by a\n"
              "solver, not by samples. Each of the two is judged alone, all of the directory having acceded. Besides fields'\n"
              "outcomes, what differs is listed as it is written.\n"
              "--json holds, for each field on each route, a message that `agreement explain` confirms.\n"
              "Exit codes: 0 done; 2 with --fail-if-more, something is shared more; 3 an agreement is invalid; 1 a file could\n"
              "not be read.\n\n"
              "Example:\n  concordat agreement diff prevent-v1.agreement prevent-v2.agreement --directory demo --fail-if-more");
}

struct Sides {
  std::string before_text;
  std::string after_text;
  Book before;
  Book after;
};

Result<policy::Agreement, Exit> read_agreement_file(const std::string& file, const std::string& text, const Terminal& terminal) {
  policy::Parsed parsed = policy::read_agreement(text, nullptr);
  for (const policy::Diagnostic& found : parsed.diagnostics)
    if (found.severity() == policy::Severity::error) terminal.talk(policy::render(file, text, found));
  if (policy::has_errors(parsed.diagnostics)) return Fail{Exit::invalid_input};
  return std::move(parsed.agreement);
}

Book compile(const std::string& text, const policy::Parties& parties) {
  std::vector<schemas::AgencyId> acceded;
  for (const policy::Agency& agency : parties.agencies) acceded.push_back(agency.id);
  const auto book = policy::AgreementBook::compile({{text, policy::Status::active, acceded}}, parties);
  CHECK(book, "an agreement that was read does not compile");
  return *book;
}

// A text, and what it is called.
struct Named {
  std::string name;
  std::string text;
};

Result<Sides, Exit> sides_of(const Named& a, const Named& b, const std::string& directory_place, const Terminal& terminal) {
  Sides sides;
  sides.before_text = a.text;
  sides.after_text = b.text;
  TRY(const policy::Agreement before, read_agreement_file(a.name, a.text, terminal));
  TRY(const policy::Agreement after, read_agreement_file(b.name, b.text, terminal));
  policy::Parties parties;
  if (directory_place.empty()) {
    parties = policy::notional_parties(before);
    for (policy::Agency& agency : policy::notional_parties(after).agencies) {
      const bool is_known = std::any_of(parties.agencies.begin(), parties.agencies.end(), [&](const policy::Agency& known) { return known.id == agency.id; });
      if (!is_known) parties.agencies.push_back(std::move(agency));
    }
  } else {
    TRY(const schemas::Directory directory, read_directory(directory_place, terminal));
    parties = policy::parties_of(directory);
  }
  sides.before = compile(sides.before_text, parties);
  sides.after = compile(sides.after_text, parties);
  return sides;
}

std::string_view word_of(Direction direction) { return direction == Direction::more ? "more" : "less"; }

ordered_json json_of(const policy::ExplainedField& field) {
  ordered_json out{{"outcome", field.outcome}, {"granted_by", nullptr}, {"capped_by", nullptr}, {"because", field.because}};
  if (field.granted_by) out["granted_by"] = *field.granted_by;
  if (field.capped_by) out["capped_by"] = *field.capped_by;
  return out;
}

std::string_view name_of(policy::Truth truth) {
  return truth == policy::Truth::yes ? "yes" : truth == policy::Truth::no ? "no" : "unknown";
}

ordered_json json_of(const policy::AgreementDiff& diff, const Shift& shift, const policy::DiffConfirmer& confirmer) {
  const policy::Ground& ground = diff.grounds[shift.ground];
  ordered_json cells = ordered_json::array();
  for (const policy::Cell& cell : shift.cells) {
    const policy::ConfirmedCell confirmed = confirmer.confirm(shift, cell);
    cells.push_back({{"type", schemas::name_of(cell.type)}, {"sender", cell.sender.value()}, {"recipient", cell.recipient.value()}, {"purpose", cell.purpose},
                     {"field", schemas::FieldTable::get()[cell.field].path}, {"path", confirmed.after.path},
                     {"before", json_of(confirmed.before)}, {"after", json_of(confirmed.after)},
                     {"example", {{"message", ordered_json::parse(schemas::message_to_json(confirmed.message))},
                                  {"senderInCase", name_of(shift.picture.facts.sender_in_case)}, {"recipientInCase", name_of(shift.picture.facts.recipient_in_case)},
                                  {"stage", shift.picture.facts.stages.empty() ? ordered_json(nullptr) : ordered_json(shift.picture.facts.stages.front().stage)},
                                  {"letGo", shift.picture.let_go}}}});
  }
  return {{"direction", word_of(shift.direction)}, {"before", schemas::name_of(shift.before)}, {"after", schemas::name_of(shift.after)},
          {"scheme", ground.scheme}, {"area", ground.area}, {"when", shift.when}, {"otherWays", shift.has_other_ways}, {"cells", cells}};
}

void print_shifts(const std::vector<policy::ShiftWords>& shifts, Terminal& terminal) {
  for (const policy::ShiftWords& shift : shifts) {
    const bool is_more = shift.direction == Direction::more;
    terminal.data(terminal.tinted(is_more ? "more: " : "less: ", is_more ? Tint::bad : Tint::good) + join(shift.fields, ", ") + " may come " + shift.outcome +
                  "\n    " + shift.when + "\n    " + shift.clause + "\n    " + shift.routes + "\n");
  }
}

void print_changes(const std::vector<policy::Change>& changes, const policy::AgreementDiff& diff, Terminal& terminal) {
  for (const policy::Change& change : changes)
    terminal.data(change.what + ": " + (change.before.empty() ? "not said" : change.before) + " -> " + (change.after.empty() ? "not said" : change.after) +
                  (change.direction ? std::string{"  ("} + (*change.direction == Direction::more ? "may let more pass" : "lets less pass") + ")" : "") + "\n");
  for (const policy::NoticeShift& notice : diff.notices)
    terminal.data("told: " + join(notice.recipients, ", ") + (notice.direction == Direction::less ? " now" : " no longer") + " told that " + notice.path + " may be withheld\n");
}

Result<Sides, Exit> read_sides(const Diff& asked, const Terminal& terminal) {
  TRY(std::string before, read_text(asked.before, terminal));
  TRY(std::string after, read_text(asked.after, terminal));
  return sides_of({asked.before, std::move(before)}, {asked.after, std::move(after)}, asked.directory, terminal);
}

void print_words(const policy::AgreementDiff& diff, const std::vector<policy::Change>& changes, const policy::DiffConfirmer& confirmer, Terminal& terminal) {
  print_shifts(policy::in_words(diff, confirmer), terminal);
  print_changes(changes, diff, terminal);
}

Exit run_diff(const Diff& asked, Terminal& terminal) {
  const auto sides = read_sides(asked, terminal);
  if (!sides) return sides.error();
  const policy::AgreementDiff diff = policy::diff_agreements(*sides->before, *sides->after, policy::Solver::Reasoner::search_first);
  const auto changes = policy::changes_between(sides->before_text, sides->after_text);
  const policy::DiffConfirmer confirmer{*sides->before, *sides->after, diff};
  const auto is_more = [](const auto& one) { return one.direction == Direction::more; };
  const bool shares_more = std::any_of(diff.shifts.begin(), diff.shifts.end(), is_more) || std::any_of(changes.begin(), changes.end(), is_more);
  if (terminal.is_json()) {
    ordered_json shifts = ordered_json::array();
    for (const Shift& shift : diff.shifts) shifts.push_back(json_of(diff, shift, confirmer));
    ordered_json written = ordered_json::array();
    for (const policy::Change& change : changes)
      written.push_back({{"what", change.what}, {"before", change.before}, {"after", change.after},
                         {"direction", change.direction ? ordered_json(word_of(*change.direction)) : ordered_json(nullptr)}});
    ordered_json told = ordered_json::array();
    for (const policy::NoticeShift& notice : diff.notices)
      told.push_back({{"path", notice.path}, {"mayNowBeWithheld", notice.direction == Direction::less}, {"recipients", notice.recipients}});
    terminal.data(ordered_json{{"sharesMore", shares_more}, {"at", {{"before", format_instant(diff.at_before)}, {"after", format_instant(diff.at_after)}}},
                               {"grantedElsewhere", diff.is_granted_elsewhere}, {"shifts", shifts}, {"changes", written}, {"told", told}}.dump(2) + "\n");
  } else {
    print_words(diff, changes, confirmer, terminal);
    if (diff.is_granted_elsewhere && !diff.shifts.empty()) terminal.talk("concordat: both only cap; judged as if another agreement granted everything");
    terminal.talk(shares_more ? "concordat: something may be shared that was not" : "concordat: nothing is shared more");
  }
  return asked.fail_if_more && shares_more ? Exit::answered_no : Exit::done;
}

}  // namespace

Result<std::string, Exit> difference_between(const std::string& before, const std::string& after, const Terminal& terminal) {
  TRY(const Sides sides, sides_of({"in force", before}, {"the draft", after}, {}, terminal));
  const policy::AgreementDiff diff = policy::diff_agreements(*sides.before, *sides.after, policy::Solver::Reasoner::search_first);
  std::string words;
  Terminal kept{words};
  print_words(diff, policy::changes_between(before, after), policy::DiffConfirmer{*sides.before, *sides.after, diff}, kept);
  return words.empty() ? "nothing is shared otherwise\n" : words;
}

void add_agreement_diff(CLI::App& family, Tree& tree) {
  add_leaf<Diff>(family, tree, "diff", "What one agreement shares that another does not, for every message there could be", bind_diff, run_diff);
}

}  // namespace concordat::console
