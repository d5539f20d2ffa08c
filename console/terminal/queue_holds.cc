#include "console/asking/told.h"
#include "console/terminal/admin.h"
#include "console/terminal/command.h"
#include "console/terminal/queue_parts.h"
#include "console/terminal/table.h"

namespace concordat::console {
namespace {

struct Word {
  OfficerOptions officer;
  std::uint64_t record = 0;
  std::string clause;
};

void bind_holds(CLI::App& leaf, OfficerOptions& to) {
  bind(leaf, to, Reason::needed);
  leaf.footer("What waits for a named person of the sending party. Officers of the sender see which fields would leave, at which view; others\n"
              "only that something waits. Who asked and why is recorded in the log.\n"
              "Exit codes: 0 done; 1 the broker could not be asked.\n\nExample:\n  concordat queue holds --officer lead --reason \"morning check\"");
}

Exit run_holds(const OfficerOptions& asked, Terminal& terminal) {
  const auto told = ask_queue(asked, "holds", terminal);
  if (!told) return told.error();
  if (terminal.is_json()) {
    terminal.data(told->indented() + "\n");
    return Exit::done;
  }
  Table table{{"record", "from", "to", "since", "due", "field", "view", "why", "clause"}};
  const auto holds = told->list("holds");
  for (const Told& row : holds) {
    const auto add = [&](const std::vector<std::string>& tail) {
      std::vector<Cell> cells;
      for (const char* key : {"record", "sender", "recipient", "since", "due"}) cells.push_back({row.text(key), {}});
      for (const std::string& text : tail) cells.push_back({text, {}});
      table.add(std::move(cells));
    };
    if (!row.has("fields")) add({"", "", "", ""});  // another agency's: only that something waits
    for (const Told& field : row.list("fields")) add({field.text("path"), field.text("view"), field.text("why"), field.text("clause")});
  }
  if (holds.empty()) terminal.talk("concordat: nothing is held");
  else terminal.data(table.print(terminal));
  return Exit::done;
}

void bind_word(CLI::App& leaf, Word& to, const std::string& what, const std::string& verb) {
  leaf.add_option("RECORD", to.record, "What is held, by the number that `queue holds` says")->required();
  leaf.add_option("--clause", to.clause, "Only what this clause holds; leak-guard: only what the leak guard holds");
  bind(leaf, to.officer, Reason::needed);
  leaf.footer(what + " By an officer of the sending agency; recorded with their name and reason.\n"
              "Exit codes: 0 done; 2 there is no such hold, or it is another agency's; 1 the broker could not be asked.\n\n"
              "Example:\n  concordat queue " + verb + " 42 --officer lead --reason \"agreed with the duty manager\"");
}
void bind_release(CLI::App& leaf, Word& to) { bind_word(leaf, to, "Lets go what is held.", "release"); }
void bind_refuse(CLI::App& leaf, Word& to) { bind_word(leaf, to, "Keeps for good what is held.", "refuse"); }

Exit say_word(const Word& word, const std::string& question, const std::string& done, Terminal& terminal) {
  const auto officer = read_officer(word.officer, terminal);
  if (!officer) return officer.error();
  const auto answer = ask_broker(*officer, {.question = question, .reason = word.officer.reason, .from = word.record, .text = word.clause}, terminal);
  if (!answer) return answer.error();
  const std::string record = "record " + std::to_string(word.record) + ": ";
  if (!answer->code.empty()) return terminal.no(record + "nothing was changed [" + answer->code + "]");
  terminal.data(terminal.is_json() ? answer->json + "\n" : record + done + "\n");
  return Exit::done;
}
Exit run_release(const Word& word, Terminal& terminal) { return say_word(word, "release", "let go", terminal); }
Exit run_refuse(const Word& word, Terminal& terminal) { return say_word(word, "refuse", "stays for good", terminal); }

}  // namespace

void add_hold_list(CLI::App& family, Tree& tree, const std::string& name) {
  add_leaf<OfficerOptions>(family, tree, name, "What waits for a person's word", bind_holds, run_holds);
}

void add_queue_holds(CLI::App& family, Tree& tree) {
  add_hold_list(family, tree, "holds");
  add_leaf<Word>(family, tree, "release", "Let go what is held", bind_release, run_release);
  add_leaf<Word>(family, tree, "refuse", "Keep for good what is held", bind_refuse, run_refuse);
}

}  // namespace concordat::console
