#include "console/asking/told.h"
#include "console/terminal/admin.h"
#include "console/terminal/command.h"
#include "console/terminal/queue_parts.h"
#include "console/terminal/table.h"

namespace concordat::console {
namespace {

struct DeadLetter {
  OfficerOptions officer;
  std::uint64_t record = 0;
};

void bind_list(CLI::App& leaf, OfficerOptions& to) {
  bind(leaf, to, Reason::needed);
  leaf.footer("Parcels that are not delivered yet. Who asked and why is recorded in the log.\n"
              "Exit codes: 0 done; 1 the broker could not be asked.\n\nExample:\n  concordat queue list --area demo --reason \"morning check\"");
}

Exit run_list(const OfficerOptions& asked, Terminal& terminal) {
  const auto officer = read_officer(asked, terminal);
  if (!officer) return officer.error();
  const auto answer = ask_broker(*officer, {.question = "queue", .reason = asked.reason, .text = {}}, terminal);
  if (!answer) return answer.error();
  const auto queue = Told::parse(answer->json);
  if (!answer->code.empty() || !queue || !queue->has("parcels")) return terminal.failed("the broker could not say [" + answer->code + "]");
  if (terminal.is_json()) {
    terminal.data(queue->indented() + "\n");
    return Exit::done;
  }
  Table table{{"record", "from", "to", "type", "urgency", "state", "attempts", "accepted"}};
  const auto parcels = queue->list("parcels");
  for (const Told& row : parcels) {
    std::vector<Cell> cells;
    for (const char* key : {"record", "sender", "recipient", "type", "urgency", "state", "attempts", "accepted"}) cells.push_back({row.text(key), {}});
    table.add(std::move(cells));
  }
  if (parcels.empty()) terminal.talk("concordat: nothing is queued");
  else terminal.data(table.print(terminal));
  return Exit::done;
}

void bind_retry(CLI::App& leaf, DeadLetter& to) {
  leaf.add_option("RECORD", to.record, "The parcel's record, as `queue list` says it")->required();
  bind(leaf, to.officer, Reason::needed);
  leaf.footer("A dead letter goes back into the queue, and is sent again now.\n"
              "Exit codes: 0 it will be sent again; 2 there is no such dead letter; 1 the broker could not be asked.\n\n"
              "Example:\n  concordat queue retry 42 --area demo --reason \"trust is back on line\"");
}

void bind_give_back(CLI::App& leaf, DeadLetter& to) {
  leaf.add_option("RECORD", to.record, "The parcel's record, as `queue list` says it")->required();
  bind(leaf, to.officer, Reason::needed);
  leaf.footer("A dead letter goes out of the queue for good: it will not be delivered, and its sender is told so. The log keeps that it was disclosed\n"
              "and returned, and who gave it back.\n"
              "Exit codes: 0 it is given back; 2 there is no such dead letter; 1 the broker could not be asked.\n\n"
              "Example:\n  concordat queue give-back 42 --area demo --reason \"school has closed; told by telephone\"");
}

Exit run_word(const DeadLetter& asked, const char* word, const std::string& done, Terminal& terminal) {
  const auto officer = read_officer(asked.officer, terminal);
  if (!officer) return officer.error();
  const auto answer = ask_broker(*officer, {.question = word, .reason = asked.officer.reason, .from = asked.record, .text = {}}, terminal);
  if (!answer) return answer.error();
  const std::string which = "record " + std::to_string(asked.record);
  if (!answer->code.empty()) return terminal.no(which + ": " + word + " was not done [" + answer->code + "]");
  terminal.data(terminal.is_json() ? answer->json + "\n" : which + " " + done + "\n");
  return Exit::done;
}

Exit run_retry(const DeadLetter& asked, Terminal& terminal) { return run_word(asked, "retry", "will be sent again", terminal); }
Exit run_give_back(const DeadLetter& asked, Terminal& terminal) { return run_word(asked, "give-back", "is given back to its sender", terminal); }

}  // namespace

void add_queue(Tree& tree) {
  CLI::App& family = add_family(tree, "queue", "What a broker has not delivered yet, what waits for a person, what must be reviewed");
  add_leaf<OfficerOptions>(family, tree, "list", "What is queued, waiting or dead", bind_list, run_list);
  add_leaf<DeadLetter>(family, tree, "retry", "Send a dead letter again", bind_retry, run_retry);
  add_leaf<DeadLetter>(family, tree, "give-back", "Give a dead letter back to its sender for good", bind_give_back, run_give_back);
  add_queue_holds(family, tree);
  add_queue_emergencies(family, tree);
}

}  // namespace concordat::console
