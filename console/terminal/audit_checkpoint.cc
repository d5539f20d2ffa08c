#include <nlohmann/json.hpp>

#include "console/terminal/admin.h"
#include "console/terminal/audit_commands.h"
#include "console/terminal/log_place.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;

struct LatestCheckpoint {
  OfficerOptions officer;
  std::string log;
  LogOptions pinned;
};

void bind_checkpoint(CLI::App& leaf, LatestCheckpoint& to) {
  bind(leaf, to.officer, Reason::not_asked);
  leaf.add_option("--log", to.log, "Offline: a stopped area, its log's folder, a copy of that, or an export")->type_name("PATH");
  bind(leaf, to.pinned);
  leaf.footer("The latest C2SP signed note: the log's name, size and root, signed by the broker and cosigned by agencies that saw it.\n"
              "With --officer the running broker is asked. Keep it: `audit verify --checkpoint` and `audit compare` take it.\n"
              "Exit codes: 0 done; 2 the log's key did not sign it; 1 there is none, or it could not be read.\n\n"
              "Examples:\n  concordat audit checkpoint --log demo > kept.checkpoint\n"
              "  concordat audit checkpoint --officer demo/officers/ig-officer");
}

Exit show(const std::string& note, const audit::NamedKey& key, Terminal& terminal) {
  const auto checkpoint = audit::verify_checkpoint(note, key.key, key.name);
  if (!checkpoint) return terminal.no("the latest checkpoint is not signed by the log's key");
  if (!terminal.is_json()) {
    terminal.data(note);
    return Exit::done;
  }
  ordered_json signers = ordered_json::array();
  const auto split = audit::split_note(note);
  for (const std::string_view line : split->lines) {
    const std::string_view rest = line.substr(line.find(' ') + 1);
    signers.push_back(std::string{rest.substr(0, rest.find(' '))});
  }
  terminal.data(ordered_json{{"origin", checkpoint->origin}, {"size", checkpoint->size}, {"root", to_hex(checkpoint->root.bytes)},
                             {"signers", signers}, {"note", note}}.dump(2) + "\n");
  return Exit::done;
}

Exit run_checkpoint(const LatestCheckpoint& asked, Terminal& terminal) {
  if (!asked.officer.officer.empty()) {
    const auto officer = read_officer(asked.officer, terminal);
    if (!officer) return officer.error();
    const auto answer = ask_broker(*officer, {.question = "status", .reason = {}, .from = 0, .count = 0, .text = {}}, terminal);
    if (!answer) return answer.error();
    const auto status = ordered_json::parse(answer->json, nullptr, false);
    if (!answer->code.empty() || !status.is_object()) return terminal.failed("the broker could not say [" + answer->code + "]");
    return show(status.value("checkpoint", std::string{}), {officer->log_key, officer->log_origin}, terminal);
  }
  const auto place = find_log(asked.log, asked.officer.area, terminal);
  if (!place) return place.error();
  const auto note = audit::last_note(place->log);
  if (!note) return terminal.failed(place->log.string() + ": " + std::string{audit::fault_text(audit::fault_of(note.error()))});
  if (note->empty()) return terminal.failed(place->log.string() + ": has no checkpoint");
  const auto key = key_of_log(asked.pinned, *place, terminal);
  return key ? show(*note, *key, terminal) : key.error();
}

}  // namespace

void add_audit_checkpoint(CLI::App& family, Tree& tree) {
  add_leaf<LatestCheckpoint>(family, tree, "checkpoint", "The latest signed checkpoint", bind_checkpoint, run_checkpoint);
}

}  // namespace concordat::console
