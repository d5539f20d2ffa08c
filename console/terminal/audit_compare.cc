#include <nlohmann/json.hpp>

#include "audit/gather.h"
#include "console/terminal/audit_commands.h"
#include "console/terminal/digest_options.h"
#include "console/terminal/log_place.h"
#include "console/terminal/reading.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;

struct Compare {
  std::string a, b, log, area;
  std::optional<std::string> proof;
  LogOptions pinned;
};

void bind_compare(CLI::App& leaf, Compare& to) {
  leaf.add_option("A", to.a, "A checkpoint, as `audit checkpoint` prints it or a link keeps it")->required();
  leaf.add_option("B", to.b, "Another agency's")->required();
  leaf.add_option("--log", to.log, "Bears out checkpoints of different sizes: a copy of the log, or an export")->type_name("PATH");
  leaf.add_option("--proof", to.proof, "In place of --log: a consistency proof, from `audit prove --since`")->type_name("HEX,HEX");
  leaf.add_option("--area", to.area, "An area: its directory says the log's key and name")->type_name("DIR");
  bind(leaf, to.pinned);
  leaf.footer("Two agencies hold what the broker told each of them. If both are signed by its key and one log cannot have both, the two\n"
              "files are the proof that it showed two histories.\n"
              "Exit codes: 0 equal or consistent; 2 a fork, or not proved; 3 a file is no checkpoint of this log; 1 nothing to prove it by.\n\n"
              "Example:\n  concordat audit compare ours.checkpoint theirs.checkpoint --key 0f1e… --log /mnt/evidence/export");
}

Exit say(std::string_view result, std::string_view what, const audit::Checkpoint& a, const audit::Checkpoint& b, Terminal& terminal) {
  const auto shown = [](const audit::Checkpoint& one) { return ordered_json{{"size", one.size}, {"root", to_hex(one.root.bytes)}}; };
  const bool is_ok = result == "equal" || result == "consistent";
  if (terminal.is_json()) terminal.data(ordered_json{{"result", result}, {"a", shown(a)}, {"b", shown(b)}}.dump(2) + "\n");
  else if (is_ok) terminal.data(std::string{result} + ": " + std::string{what} + "\n");
  return is_ok ? Exit::done : terminal.no(std::string{result} + ": " + std::string{what});
}

Result<audit::Checkpoint, Exit> read_note(const std::string& file, const audit::LogKeys& log, const Terminal& terminal) {
  TRY(const std::string note, read_text(file, terminal));
  auto checkpoint = log.origin().empty() ? audit::verify_checkpoint(note, log.trusted()) : audit::verify_checkpoint(note, log);
  if (!checkpoint) return Fail{terminal.invalid(file, "is no checkpoint that this log signed")};
  return std::move(*checkpoint);
}

Exit by_log(const audit::Checkpoint& older, const audit::Checkpoint& newer, const LogPlace& place, Terminal& terminal) {
  const auto growth = audit::prove_growth(place.log, older.size, newer.size);
  if (!growth && growth.error() == audit::GatherError::past_end) return say("not-proved", "the log given is shorter than the later checkpoint", older, newer, terminal);
  if (!growth) return terminal.failed(place.log.string() + ": " + std::string{audit::gather_error_text(growth.error())});
  const bool has_older = growth->old_root == older.root;
  const bool has_newer = growth->root == newer.root;
  if (has_older && has_newer) return say("consistent", "the later continues the earlier", older, newer, terminal);
  if (has_older || has_newer)
    return say("fork", std::string{"the log given has the "} + (has_older ? "earlier" : "later") + " checkpoint and not the other, though its key signed both", older, newer, terminal);
  return say("not-proved", "the log given has neither checkpoint", older, newer, terminal);
}

Exit run_compare(const Compare& asked, Terminal& terminal) {
  std::string area = asked.area;
  std::optional<LogPlace> place;
  if (!asked.log.empty()) {
    auto found = find_log(asked.log, asked.area, terminal);
    if (!found) return found.error();
    place = std::move(*found);
    area = place->area;
  }
  const auto log = place ? trusted_keys(asked.pinned, *place, terminal) : pinned_log(asked.pinned, area, terminal);
  if (!log) return log.error();
  const auto a = read_note(asked.a, *log, terminal);
  if (!a) return a.error();
  const auto b = read_note(asked.b, *log, terminal);
  if (!b) return b.error();
  const audit::Checkpoint& older = a->size <= b->size ? *a : *b;
  const audit::Checkpoint& newer = a->size <= b->size ? *b : *a;
  if (older.origin != newer.origin) return say("not-proved", "these are checkpoints of two logs of one key", older, newer, terminal);
  if (older == newer) return say("equal", "both are of one history", older, newer, terminal);
  if (older.size == newer.size) return say("fork", "the log's key signed two histories of one size: keep both files", older, newer, terminal);
  if (place) return by_log(older, newer, *place, terminal);
  if (!asked.proof) return terminal.failed("they are of different sizes: say --log PATH, or --proof HEX,HEX");
  const auto proof = read_proof(*asked.proof);
  const bool holds = proof && audit::verify_consistency(older.size, newer.size, older.root, newer.root, *proof);
  return holds ? say("consistent", "the later continues the earlier", older, newer, terminal)
               : say("not-proved", "the proof does not lead from the earlier to the later", older, newer, terminal);
}

}  // namespace

void add_audit_compare(CLI::App& family, Tree& tree) {
  add_leaf<Compare>(family, tree, "compare", "Whether two checkpoints are of one history", bind_compare, run_compare);
}

}  // namespace concordat::console
