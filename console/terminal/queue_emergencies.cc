#include "console/asking/told.h"
#include "console/terminal/admin.h"
#include "console/terminal/command.h"
#include "console/terminal/queue_parts.h"
#include "console/terminal/table.h"

namespace concordat::console {
namespace {

struct Review {
  OfficerOptions officer;
  std::uint64_t record = 0;
  std::string verdict;
};

void bind_emergencies(CLI::App& leaf, OfficerOptions& to) {
  bind(leaf, to, Reason::needed);
  leaf.footer("Uses of an emergency, and urgent texts in which the leak guard found something, that no other officer has looked at yet.\n"
              "Exit codes: 0 done; 1 the broker could not be asked.\n\nExample:\n  concordat queue emergencies --area demo --reason \"morning check\"");
}

Exit run_emergencies(const OfficerOptions& asked, Terminal& terminal) {
  const auto told = ask_queue(asked, "emergencies", terminal);
  if (!told) return told.error();
  if (terminal.is_json()) {
    terminal.data(told->indented() + "\n");
    return Exit::done;
  }
  Table table{{"record", "decision", "from", "to", "why", "since", "due", "breach since", "overdue"}};
  const auto emergencies = told->list("emergencies");
  for (const Told& row : emergencies) {
    std::vector<Cell> cells;
    for (const char* key : {"record", "decision", "sender", "recipient", "code", "since", "due", "breach", "overdue"}) cells.push_back({row.text(key), {}});
    table.add(std::move(cells));
  }
  if (emergencies.empty()) terminal.talk("concordat: no emergency waits for a review");
  else terminal.data(table.print(terminal));
  return Exit::done;
}

void bind_review(CLI::App& leaf, Review& to) {
  leaf.add_option("RECORD", to.record, "The emergency's number, as `queue emergencies` says it")->required();
  leaf.add_option("VERDICT", to.verdict, "justified, or breach; of a breach whose report is open: reported (to the Commissioner), or not-reportable")
      ->required()
      ->check(CLI::IsMember({"justified", "breach", "reported", "not-reportable"}));
  bind(leaf, to.officer, Reason::needed);
  leaf.footer("Closes the review of an emergency, by another officer than the one who declared it; recorded with name and reason.\n"
              "Exit codes: 0 done; 2 no such review, or the same officer; 1 the broker could not be asked.\n\n"
              "Example:\n  concordat queue review 42 justified --area demo --reason \"read the case with the sender\"");
}

Exit run_review(const Review& asked, Terminal& terminal) {
  const auto officer = read_officer(asked.officer, terminal);
  if (!officer) return officer.error();
  const auto answer = ask_broker(*officer, {.question = "review", .reason = asked.officer.reason, .from = asked.record, .text = asked.verdict}, terminal);
  if (!answer) return answer.error();
  const std::string record = "record " + std::to_string(asked.record) + ": ";
  if (!answer->code.empty()) return terminal.no(record + "not reviewed [" + answer->code + "]");
  terminal.data(terminal.is_json() ? answer->json + "\n" : record + asked.verdict + "\n");
  return Exit::done;
}

}  // namespace

void add_emergency_list(CLI::App& family, Tree& tree, const std::string& name) {
  add_leaf<OfficerOptions>(family, tree, name, "Uses of an emergency that wait for a review", bind_emergencies, run_emergencies);
}

void add_queue_emergencies(CLI::App& family, Tree& tree) {
  add_emergency_list(family, tree, "emergencies");
  add_leaf<Review>(family, tree, "review", "Close the review of an emergency", bind_review, run_review);
}

}  // namespace concordat::console
