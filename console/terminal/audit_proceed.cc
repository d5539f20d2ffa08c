#include <nlohmann/json.hpp>

#include "console/terminal/admin.h"
#include "console/terminal/audit_commands.h"

namespace concordat::console {
namespace {

void bind_proceed(CLI::App& leaf, OfficerOptions& to) {
  bind(leaf, to, Reason::needed);
  leaf.footer("After a start the broker appends nothing until as many links as limits.witnesses_at_start have shown that they know no longer and\n"
              "no other history. Where none of them can answer, an officer may take it upon themselves that the log is the one that was left:\n"
              "compare `audit checkpoint` with one that an agency kept, first. It is recorded, by name and with the reason.\n"
              "Exit codes: 0 done, also where nothing was waiting; 2 not permitted; 1 it could not be done.\n\n"
              "Example:\n  concordat audit proceed --area demo --reason \"all links are down for the move; compared with police/met's by telephone\"");
}

Exit run_proceed(const OfficerOptions& asked, Terminal& terminal) {
  const auto officer = read_officer(asked, terminal);
  if (!officer) return officer.error();
  const auto answer = ask_broker(*officer, {.question = "proceed", .reason = asked.reason, .text = {}}, terminal);
  if (!answer) return answer.error();
  if (answer->code == "not-permitted" || answer->code == "starting") return terminal.no("only an officer with the role igOfficer may say so [not-permitted]");
  if (!answer->code.empty()) return terminal.failed("the broker does not go on [" + answer->code + "]");
  terminal.data(terminal.is_json() ? nlohmann::ordered_json{{"proceeding", true}}.dump() + "\n" : "the broker goes on, and has recorded at whose word\n");
  return Exit::done;
}

}  // namespace

void add_audit_proceed(CLI::App& family, Tree& tree) {
  add_leaf<OfficerOptions>(family, tree, "proceed", "Let a broker go on that waits for its witnesses", bind_proceed, run_proceed);
}

}  // namespace concordat::console
