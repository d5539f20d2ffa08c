#include <nlohmann/json.hpp>

#include "console/drafting/comparison.h"
#include "console/terminal/agreement.h"
#include "console/terminal/reading.h"
#include "policy/check.h"
#include "schemas/json.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;
using policy::Direction;
using policy::Shift;

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
  std::string before;
  std::string after;
  std::optional<policy::Parties> parties;
};

Result<Unit, Exit> check_readable(const std::string& file, const std::string& text, const Terminal& terminal) {
  const policy::Parsed parsed = policy::read_agreement(text, nullptr);
  for (const policy::Diagnostic& found : parsed.diagnostics)
    if (found.severity() == policy::Severity::error) terminal.talk(policy::render(file, text, found));
  if (policy::has_errors(parsed.diagnostics)) return Fail{Exit::invalid_input};
  return Unit{};
}

Result<Sides, Exit> read_sides(const Diff& asked, const Terminal& terminal) {
  Sides sides;
  TRY(sides.before, read_text(asked.before, terminal));
  TRY(sides.after, read_text(asked.after, terminal));
  TRY([[maybe_unused]] const Unit before, check_readable(asked.before, sides.before, terminal));
  TRY([[maybe_unused]] const Unit after, check_readable(asked.after, sides.after, terminal));
  if (!asked.directory.empty()) {
    TRY(const schemas::Directory directory, read_directory(asked.directory, terminal));
    sides.parties = policy::parties_of(directory);
  }
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

Exit run_diff(const Diff& asked, Terminal& terminal) {
  const auto sides = read_sides(asked, terminal);
  if (!sides) return sides.error();
  const Comparison comparison{sides->before, sides->after, sides->parties};
  const policy::AgreementDiff& diff = comparison.diff();
  if (terminal.is_json()) {
    ordered_json shifts = ordered_json::array();
    for (const Shift& shift : diff.shifts) shifts.push_back(json_of(diff, shift, comparison.confirmer()));
    ordered_json written = ordered_json::array();
    for (const policy::Change& change : comparison.changes())
      written.push_back({{"what", change.what}, {"before", change.before}, {"after", change.after},
                         {"direction", change.direction ? ordered_json(word_of(*change.direction)) : ordered_json(nullptr)}});
    ordered_json told = ordered_json::array();
    for (const policy::NoticeShift& notice : diff.notices)
      told.push_back({{"path", notice.path}, {"mayNowBeWithheld", notice.direction == Direction::less}, {"recipients", notice.recipients}});
    terminal.data(ordered_json{{"sharesMore", comparison.shares_more()}, {"at", {{"before", format_instant(diff.at_before)}, {"after", format_instant(diff.at_after)}}},
                               {"grantedElsewhere", diff.is_granted_elsewhere}, {"shifts", shifts}, {"changes", written}, {"told", told}}.dump(2) + "\n");
  } else {
    terminal.data(comparison.words({.more = terminal.tinted("more: ", Tint::bad), .less = terminal.tinted("less: ", Tint::good)}));
    if (diff.is_granted_elsewhere && !diff.shifts.empty()) terminal.talk("concordat: both only cap; judged as if another agreement granted everything");
    terminal.talk(comparison.shares_more() ? "concordat: something may be shared that was not" : "concordat: nothing is shared more");
  }
  return asked.fail_if_more && comparison.shares_more() ? Exit::answered_no : Exit::done;
}

}  // namespace

void add_agreement_diff(CLI::App& family, Tree& tree) {
  add_leaf<Diff>(family, tree, "diff", "What one agreement shares that another does not, for every message there could be", bind_diff, run_diff);
}

}  // namespace concordat::console
