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
  leaf.footer("The C2SP verifier key, NAME+HASH+KEY, of the key that signs the log now, as stock tooling for signed notes takes it. Where the\n"
              "log's key was changed --json lists those before it, each with the size up to which it signed.\n"
              "Exit codes: 0 done; 1 the key is not known.\n\n"
              "Examples:\n  concordat audit key --area demo\n  concordat audit key --log /mnt/evidence/export");
}

Exit run_key(const Key& asked, Terminal& terminal) {
  const auto place = find_log(asked.log, asked.area, terminal);
  if (!place) return place.error();
  const auto keys = keys_of_log(asked.pinned, *place, terminal);
  if (!keys) return keys.error();
  const std::string text = audit::verifier_key({keys->current(), keys->origin()}, audit::NoteKey::log);
  nlohmann::ordered_json before = nlohmann::ordered_json::array();
  for (const audit::KeyChange& change : keys->changes())
    before.push_back({{"verifierKey", audit::verifier_key({change.from, keys->origin()}, audit::NoteKey::log)}, {"untilSize", change.last_size()}});
  if (terminal.is_json()) terminal.data(nlohmann::ordered_json{{"origin", keys->origin()}, {"key", to_hex(keys->current().bytes)}, {"verifierKey", text}, {"before", before}}.dump(2) + "\n");
  else terminal.data(text + "\n");
  return Exit::done;
}

}  // namespace

void add_audit_key(CLI::App& family, Tree& tree) {
  add_leaf<Key>(family, tree, "key", "The log's public key, for stock tooling", bind_key, run_key);
}

}  // namespace concordat::console
