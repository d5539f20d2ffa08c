#include <nlohmann/json.hpp>

#include "console/terminal/admin.h"
#include "console/terminal/audit_commands.h"

namespace concordat::console {
namespace {

struct Rotate {
  OfficerOptions officer;
  std::string key;
};

void bind_rotate(CLI::App& leaf, Rotate& to) {
  leaf.add_option("KEY", to.key, "subject: what people are found by from now on; the old key stays, for what it made. data: what seals\nparcels and waiting messages; what is stored is sealed anew and the old key destroyed. log: what signs the log; the change is signed by\nboth keys, and the old one is destroyed")
      ->required()
      ->check(CLI::IsMember({"subject", "data", "log"}));
  bind(leaf, to.officer, Reason::needed);
  leaf.footer("The running broker makes the new key and records that it did, and at whose word. Back the subject keys up afterwards.\n"
              "Links and `audit verify` follow a changed log key by themselves, from whichever of its keys they know. Have the approvers' next\n"
              "directory name the new one (`audit key` prints it), so that nobody can be deceived with the old one, should it be stolen.\n"
              "Exit codes: 0 done; 2 not permitted; 1 it could not be done.\n\nExample:\n  concordat audit rotate subject --area demo --reason \"yearly change\"");
}

Exit run_rotate(const Rotate& asked, Terminal& terminal) {
  const auto officer = read_officer(asked.officer, terminal);
  if (!officer) return officer.error();
  const auto answer = ask_broker(*officer, {.question = "rotate", .reason = asked.officer.reason, .text = asked.key}, terminal);
  if (!answer) return answer.error();
  if (answer->code == "not-permitted") return terminal.no("this officer's role does not include changing keys [not-permitted]");
  if (!answer->code.empty()) return terminal.failed("the key was not changed [" + answer->code + "]");
  terminal.data(terminal.is_json() ? nlohmann::ordered_json{{"rotated", asked.key}}.dump() + "\n" : "a new " + asked.key + " key is in use\n");
  return Exit::done;
}

}  // namespace

void add_audit_rotate(CLI::App& family, Tree& tree) {
  add_leaf<Rotate>(family, tree, "rotate", "Begin a new subject, data or log key", bind_rotate, run_rotate);
}

}  // namespace concordat::console
