#include <nlohmann/json.hpp>

#include "audit/notes_file.h"
#include "audit/prove.h"
#include "console/terminal/command.h"
#include "console/terminal/entry_text.h"
#include "console/terminal/log_options.h"
#include "console/terminal/reading.h"

namespace concordat::console {
namespace {

struct Verify {
  std::string file;
  std::string area;
  LogOptions log;
};

void bind_verify(CLI::App& leaf, Verify& to) {
  leaf.add_option("FILE", to.file, "The receipt: STATE/receipts/DISCLOSURE.receipt of an adapter")->required();
  leaf.add_option("--area", to.area, "An area: its directory says the log's key and name")->type_name("DIR");
  bind(leaf, to.log);
  leaf.footer("Shows that the log holds the entry that records the delivery, from the log's public key alone.\n"
              "Exit codes: 0 it verifies; 2 it does not; 1 it could not be read.\n\n"
              "Example:\n  concordat receipt verify demo/adapters/police/state/receipts/*.receipt --area demo");
}

Exit run_verify(const Verify& asked, Terminal& terminal) {
  auto log = pinned_log(asked.log, asked.area, terminal);
  if (!log) return log.error();
  // What the link that keeps it has followed lies beside its receipts; notes that do not lead on from the key given say nothing.
  if (const auto notes = audit::read_notes(std::filesystem::path{asked.file}.parent_path().parent_path() / audit::key_changes_name)) log->follow_all(*notes);
  if (log->origin().empty()) return terminal.failed("say the log's name: --origin NAME");
  const auto bytes = read_text(asked.file, terminal);
  if (!bytes) return bytes.error();
  const auto seen = audit::verify_receipt(as_bytes(*bytes), *log);
  if (!seen) {
    if (terminal.is_json()) terminal.data(nlohmann::ordered_json{{"ok", false}, {"code", audit::proof_error_code(seen.error())}}.dump() + "\n");
    return terminal.no(asked.file + ": does not verify [" + std::string{audit::proof_error_code(seen.error())} + "]");
  }
  if (terminal.is_json()) {
    nlohmann::ordered_json out{{"ok", true}, {"entry", nlohmann::ordered_json::parse(entry_json(seen->entry), nullptr, false)},
                               {"checkpoint", {{"origin", seen->checkpoint.origin}, {"size", seen->checkpoint.size}, {"root", to_hex(seen->checkpoint.root.bytes)}}}};
    terminal.data(out.dump(2) + "\n");
  } else {
    terminal.data(entry_line(seen->entry));
    terminal.talk("concordat: receipt verified: entry " + std::to_string(seen->entry.sequence.value()) + " of " + std::to_string(seen->checkpoint.size) + " in " + log->origin());
  }
  return Exit::done;
}

}  // namespace

void add_receipt(Tree& tree) {
  CLI::App& family = add_family(tree, "receipt", "Proofs that a delivery was recorded");
  add_leaf<Verify>(family, tree, "verify", "Whether a receipt holds, and what it records", bind_verify, run_verify);
}

}  // namespace concordat::console
