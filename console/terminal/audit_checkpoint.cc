#include <nlohmann/json.hpp>

#include "audit/notes_file.h"
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
  bool is_cosigned = false;
};

// What there is to print: the latest, and the one that most agencies have cosigned, if any has.
struct Notes {
  std::string latest;
  std::string cosigned;
};

void bind_checkpoint(CLI::App& leaf, LatestCheckpoint& to) {
  bind(leaf, to.officer, Reason::not_asked);
  leaf.add_option("--log", to.log, "Offline: a stopped area, its log's folder, a copy of that, or an export")->type_name("PATH");
  bind(leaf, to.pinned);
  leaf.add_flag("--cosigned", to.is_cosigned, "In place of the latest, the newest that agencies have cosigned, with their lines");
  leaf.footer("The latest C2SP signed note: the log's name, size and root, signed by the broker. What agencies have cosigned is a\n"
              "little older: --cosigned prints it, and --json both.\n"
              "With --officer the running broker is asked. Keep it: `audit verify --checkpoint` and `audit compare` take it.\n"
              "Exit codes: 0 done; 2 the log's key did not sign it; 1 there is none (or none is cosigned), or it could not be read.\n\n"
              "Examples:\n  concordat audit checkpoint --log demo > kept.checkpoint\n"
              "  concordat audit checkpoint --officer demo/officers/ig-officer --cosigned");
}

std::vector<std::string> signers_of(const std::string& note) {
  std::vector<std::string> names;
  const auto split = audit::split_note(note);
  for (const std::string_view line : split->lines) {
    const std::string_view rest = line.substr(line.find(' ') + 1);
    names.emplace_back(rest.substr(0, rest.find(' ')));
  }
  return names;
}

ordered_json note_json(const audit::Checkpoint& checkpoint, const std::string& note) {
  return {{"origin", checkpoint.origin}, {"size", checkpoint.size}, {"root", to_hex(checkpoint.root.bytes)}, {"signers", signers_of(note)}, {"note", note}};
}

Exit show(const LatestCheckpoint& asked, const Notes& notes, const audit::LogKeys& keys, Terminal& terminal) {
  const std::string& note = asked.is_cosigned ? notes.cosigned : notes.latest;
  if (note.empty()) return terminal.failed(asked.is_cosigned ? "no agency has cosigned a checkpoint of this log, that is known here" : "there is no checkpoint");
  const auto checkpoint = audit::verify_checkpoint(note, keys);
  const auto cosigned = notes.cosigned.empty() ? std::nullopt : audit::verify_checkpoint(notes.cosigned, keys);
  if (!checkpoint || (!notes.cosigned.empty() && !cosigned)) return terminal.no("the latest checkpoint is not signed by the log's key");
  if (!terminal.is_json()) {
    terminal.data(note);
    return Exit::done;
  }
  ordered_json out = note_json(*checkpoint, note);
  if (cosigned) out["cosigned"] = note_json(*cosigned, notes.cosigned);
  terminal.data(out.dump(2) + "\n");
  return Exit::done;
}

Exit show_live(const LatestCheckpoint& asked, Terminal& terminal) {
  const auto officer = read_officer(asked.officer, terminal);
  if (!officer) return officer.error();
  const auto answer = ask_broker(*officer, {.question = "status", .reason = {}, .from = 0, .count = 0, .text = {}}, terminal);
  if (!answer) return answer.error();
  const auto status = ordered_json::parse(answer->json, nullptr, false);
  if (!answer->code.empty() || !status.is_object()) return terminal.failed("the broker could not say [" + answer->code + "]");
  return show(asked, {status.value("checkpoint", std::string{}), status.value("cosigned", std::string{})}, keys_of(*officer, *answer), terminal);
}

Exit run_checkpoint(const LatestCheckpoint& asked, Terminal& terminal) {
  if (!asked.officer.officer.empty()) return show_live(asked, terminal);
  const auto place = find_log(asked.log, asked.officer.area, terminal);
  if (!place) return place.error();
  const auto note = audit::last_note(place->log);
  if (!note) return terminal.failed(place->log.string() + ": " + std::string{audit::fault_text(audit::fault_of(note.error()))});
  if (note->empty()) return terminal.failed(place->log.string() + ": has no checkpoint");
  const auto cosigned = audit::read_notes(place->log / audit::cosigned_name);
  if (!cosigned) return terminal.failed(cosigned.error().what);
  std::string best;
  for (const std::string& one : *cosigned)  // ascending: of as many the newest
    if (best.empty() || signers_of(one).size() >= signers_of(best).size()) best = one;
  const auto keys = keys_of_log(asked.pinned, *place, terminal);
  return keys ? show(asked, {*note, best}, *keys, terminal) : keys.error();
}

}  // namespace

void add_audit_checkpoint(CLI::App& family, Tree& tree) {
  add_leaf<LatestCheckpoint>(family, tree, "checkpoint", "The latest signed checkpoint", bind_checkpoint, run_checkpoint);
}

}  // namespace concordat::console
