#include "base/text.h"
#include "console/asking/told.h"
#include "console/terminal/agreement.h"
#include "console/terminal/signed_act.h"
#include "console/terminal/table.h"

namespace concordat::console {
namespace {

struct History {
  OfficerOptions officer;
  std::string of;
  bool with_text = false;
};

void bind_history(CLI::App& leaf, History& to) {
  leaf.add_option("AGREEMENT", to.of, "NAME, or NAME/VERSION; default all");
  leaf.add_flag("--text", to.with_text, "Of one version: its text, as it was agreed");
  bind(leaf, to.officer, Reason::needed);
  leaf.footer("Everything that anybody has said of it, oldest first, each with its record in the log. Every version's text stays readable.\n"
              "Exit codes: 0 done; 2 there is no such version; 1 the broker could not be asked.\n\n"
              "Examples:\n  concordat agreement history lbbd-prevent --area demo --reason \"board, second quarter\"\n"
              "  concordat agreement history lbbd-prevent/1 --text --area demo --reason \"audit\"");
}

Result<Told, Exit> ask_json(const OfficerOptions& asked, const std::string& question, const std::string& text, const Terminal& terminal) {
  TRY(const Officer officer, read_officer(asked, terminal));
  TRY(const schemas::Answer answer, ask_broker(officer, {.question = question, .reason = asked.reason, .text = text}, terminal));
  if (!answer.code.empty()) return Fail{refused(question + " " + text, answer.code, terminal)};
  auto found = Told::parse(answer.json);
  if (!found) return Fail{terminal.failed("what the broker answered is no JSON")};
  return *std::move(found);
}

Exit run_history(const History& asked, Terminal& terminal) {
  if (asked.with_text) {
    const auto version = ask_json(asked.officer, "agreement", asked.of, terminal);
    if (!version) return version.error();
    terminal.data(terminal.is_json() ? version->indented() + "\n" : version->text("text"));
    return Exit::done;
  }
  const auto found = ask_json(asked.officer, "history", asked.of, terminal);
  if (!found) return found.error();
  if (terminal.is_json()) {
    terminal.data(found->indented() + "\n");
    return Exit::done;
  }
  Table table{{"record", "at", "what", "agreement", "by", "part", "reason"}};
  const auto history = found->list("history");
  for (const Told& line : history) {
    std::vector<Cell> cells;
    for (const char* key : {"record", "at", "what", "subject", "by"}) cells.push_back({line.text(key), {}});
    cells.push_back({line.text("field") + line.text("recipient"), {}});
    cells.push_back({line.text("reason"), {}});
    table.add(std::move(cells));
  }
  if (history.empty()) terminal.talk("concordat: nothing was said of it");
  else terminal.data(table.print(terminal));
  return Exit::done;
}

void bind_list(CLI::App& leaf, OfficerOptions& to) {
  bind(leaf, to, Reason::needed);
  leaf.footer("Every version that was ever proposed or imported: how it stands, and whose approval is missing.\n"
              "Exit codes: 0 done; 1 the broker could not be asked.\n\nExample:\n  concordat agreement list --area demo --reason \"morning check\"");
}

// The day that an instant begins in London.
std::string day_of(const Told& row, const char* key) {
  const auto at = parse_instant(row.text(key));
  return at ? format_date(london_date(*at)) : std::string{};
}

Exit run_list(const OfficerOptions& asked, Terminal& terminal) {
  const auto found = ask_json(asked, "agreements", {}, terminal);
  if (!found) return found.error();
  if (terminal.is_json()) {
    terminal.data(found->indented() + "\n");
    return Exit::done;
  }
  Table table{{"agreement", "state", "from", "until", "missing", "suspended by"}};
  for (const Told& version : found->list("agreements")) {
    std::string suspended;
    for (const Told& each : version.list("suspensions"))
      suspended += (suspended.empty() ? "" : ", ") + each.text("agency") + " " + each.text("scope") + each.text("field") + each.text("recipient");
    table.add({{version.text("agreement"), {}}, {version.text("state"), {}}, {day_of(version, "from"), {}}, {day_of(version, "until"), {}},
               {join(version.texts("missing"), ", "), {}}, {suspended, {}}});
  }
  terminal.data(table.print(terminal));
  return Exit::done;
}

}  // namespace

void add_agreement_history(CLI::App& family, Tree& tree) {
  add_leaf<History>(family, tree, "history", "What was said of an agreement, by whom and when; or a version's text", bind_history, run_history);
  add_leaf<OfficerOptions>(family, tree, "list", "Agreements, how they stand, and what is missing", bind_list, run_list);
}

}  // namespace concordat::console
