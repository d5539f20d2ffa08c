#include <nlohmann/json.hpp>

#include "console/terminal/audit_commands.h"
#include "console/terminal/log_place.h"

namespace concordat::console {
namespace {

struct Key {
  std::string log, area;
  LogOptions pinned;
};

void bind_key(CLI::App& leaf, Key& to) {
  leaf.add_option("--log", to.log, "A stopped area, its log's folder, a copy of that, or an export")->type_name("PATH");
  leaf.add_option("--area", to.area, "An area: its directory says the log's key and name")->type_name("DIR");
  bind(leaf, to.pinned);
  leaf.footer("The log's C2SP verifier key, NAME+HASH+KEY, as stock tooling for signed notes takes it.\n"
              "Exit codes: 0 done; 1 the key is not known.\n\n"
              "Examples:\n  concordat audit key --area demo\n  concordat audit key --log /mnt/evidence/export");
}

Exit run_key(const Key& asked, Terminal& terminal) {
  const auto place = find_log(asked.log, asked.area, terminal);
  if (!place) return place.error();
  const auto key = key_of_log(asked.pinned, *place, terminal);
  if (!key) return key.error();
  const std::string text = audit::verifier_key(*key, audit::NoteKey::log);
  if (terminal.is_json()) terminal.data(nlohmann::ordered_json{{"origin", key->name}, {"key", to_hex(key->key.bytes)}, {"verifierKey", text}}.dump(2) + "\n");
  else terminal.data(text + "\n");
  return Exit::done;
}

}  // namespace

void add_audit_key(CLI::App& family, Tree& tree) {
  add_leaf<Key>(family, tree, "key", "The log's public key, for stock tooling", bind_key, run_key);
}

}  // namespace concordat::console
