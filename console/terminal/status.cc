#include <nlohmann/json.hpp>

#include "console/terminal/admin.h"
#include "console/terminal/command.h"

namespace concordat::console {
namespace {

void bind_status(CLI::App& leaf, OfficerOptions& to) {
  bind(leaf, to, Reason::not_asked);
  leaf.footer("Says nothing of anybody, so no reason is asked for and nothing is recorded.\n"
              "Exit codes: 0 it runs; 1 it does not answer.\n\nExample:\n  concordat status --area demo");
}

Exit run_status(const OfficerOptions& asked, Terminal& terminal) {
  const auto officer = read_officer(asked, terminal);
  if (!officer) return officer.error();
  const auto answer = ask_broker(*officer, {.question = "status", .reason = {}, .text = {}}, terminal);
  if (!answer) return answer.error();
  const auto status = nlohmann::ordered_json::parse(answer->json, nullptr, false);
  if (!answer->code.empty() || !status.is_object()) return terminal.failed("the broker could not say [" + answer->code + "]");
  if (terminal.is_json()) {
    terminal.data(status.dump(2) + "\n");
    return Exit::done;
  }
  std::string out;
  for (const auto& [name, value] : status.items()) {
    if (name == "checkpoint") continue;  // a signed note of several lines; --json has it
    if (!value.is_array()) {
      out += name + ": " + (value.is_string() ? value.get<std::string>() : value.dump()) + "\n";
      continue;
    }
    for (const auto& line : value) out += name + ": " + (line.is_string() ? line.get<std::string>() : line.dump()) + "\n";
  }
  terminal.data(out);
  return Exit::done;
}

}  // namespace

void add_status(Tree& tree) {
  add_leaf<OfficerOptions>(tree.root, tree, "status", "How a running broker does: entries, undelivered, dead letters, agreements", bind_status, run_status);
}

}  // namespace concordat::console
