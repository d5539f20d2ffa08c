#include <algorithm>

#include "console/asking/told.h"
#include "console/terminal/admin.h"
#include "console/terminal/audit_commands.h"
#include "console/terminal/queue_parts.h"
#include "console/terminal/table.h"

namespace concordat::console {
namespace {

struct Recall {
  OfficerOptions officer;
  std::string act = "list";
  std::uint64_t record = 0;
  bool fails_if_open = false;
};

void bind_recall(CLI::App& leaf, Recall& to) {
  leaf.add_option("ACT", to.act, "list: recalls, and who has answered. release or refuse: one that waits for a decision, because it is\nabout a person not to be told")
      ->check(CLI::IsMember({"list", "release", "refuse"}))->capture_default_str();
  leaf.add_option("RECORD", to.record, "The recall's number, as the list says it; of a list, that one alone");
  leaf.add_flag("--fail-if-open", to.fails_if_open, "Exit 2 when somebody has not answered, or a decision is due");
  bind(leaf, to.officer, Reason::needed);
  leaf.footer("A recall tells every past recipient of a message to rectify, erase or restrict what it was given (UK GDPR Article 19). It is sent by\n"
              "the agency that sent the message, sealed with that agency's key: an officer follows it here, and cannot begin one.\n"
              "Exit codes: 0 done; 2 no such recall, not permitted, or (with --fail-if-open) one is open; 1 the broker could not be asked.\n\n"
              "Example:\n  concordat audit recall list --area demo --reason \"weekly check\" --fail-if-open");
}

Exit decide(const Recall& asked, Terminal& terminal) {
  if (asked.record == 0) return terminal.invalid("RECORD", "say which recall: its number is in `concordat audit recall list`");
  const auto officer = read_officer(asked.officer, terminal);
  if (!officer) return officer.error();
  const auto answer = ask_broker(*officer, {.question = "recall-" + asked.act, .reason = asked.officer.reason, .from = asked.record, .text = {}}, terminal);
  if (!answer) return answer.error();
  const std::string record = "recall " + std::to_string(asked.record) + ": ";
  if (!answer->code.empty()) return terminal.no(record + "nothing was decided [" + answer->code + "]");
  terminal.data(terminal.is_json() ? answer->json + "\n" : record + (asked.act == "release" ? "released\n" : "refused\n"));
  return Exit::done;
}

// A row for each agency asked; one row of its own for a recall that waits for a decision.
Table table_of(const std::vector<Told>& recalls) {
  Table table{{"recall", "action", "message", "from", "since", "state", "asked", "answer", "answered"}};
  for (const Told& recall : recalls) {
    const auto add = [&](const std::string& agency, const std::string& answer, const std::string& answered) {
      std::vector<Cell> cells;
      for (const char* key : {"record", "action", "message", "sender", "since", "state"}) cells.push_back({recall.text(key), {}});
      for (const std::string& text : {agency, answer, answered}) cells.push_back({text, {}});
      table.add(std::move(cells));
    };
    const auto all = recall.list("asked");
    if (all.empty()) add({}, {}, {});
    for (const Told& asked : all) {
      const std::string answer = asked.text("answer");
      add(asked.text("agency"), !answer.empty() ? answer : asked.text("delivered").empty() ? "not delivered" : "not answered", asked.text("answered"));
    }
  }
  return table;
}

Exit run_recall(const Recall& asked, Terminal& terminal) {
  if (asked.act != "list") return decide(asked, terminal);
  const auto told = ask_queue(asked.officer, "recalls", terminal);
  if (!told) return told.error();
  std::vector<Told> shown = told->list("recalls");
  if (asked.record != 0) std::erase_if(shown, [&](const Told& recall) { return recall.number("record") != asked.record; });
  if (asked.record != 0 && shown.empty()) return terminal.no("there is no recall " + std::to_string(asked.record) + " [no-such-recall]");
  if (terminal.is_json()) terminal.data(Told::indented("recalls", shown) + "\n");
  else if (shown.empty()) terminal.talk("concordat: nothing was recalled");
  else terminal.data(table_of(shown).print(terminal));
  const bool is_open = std::ranges::any_of(shown, [](const Told& recall) { return recall.text("state") != "answered"; });
  return asked.fails_if_open && is_open ? terminal.no("a recall is open: somebody has not answered, or a decision is due") : Exit::done;
}

}  // namespace

void add_audit_recall(CLI::App& family, Tree& tree) {
  add_leaf<Recall>(family, tree, "recall", "Recalls: who was asked, and who has not answered", bind_recall, run_recall);
}

}  // namespace concordat::console
