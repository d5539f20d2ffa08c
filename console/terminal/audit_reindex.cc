#include <nlohmann/json.hpp>

#include "audit/lock.h"
#include "console/terminal/audit_commands.h"

namespace concordat::console {
namespace {

namespace fs = std::filesystem;

struct Reindex {
  std::string area;
};

void bind_reindex(CLI::App& leaf, Reindex& to) {
  leaf.add_option("--area", to.area, "The area's folder; its broker must have stopped")->required()->type_name("DIR");
  leaf.footer("Removes the search index, which holds nothing that the log does not: the broker makes it anew from the log at its next start,\n"
              "and searches are exact meanwhile, and slower. A missing, broken or foreign index is made anew without being asked.\n"
              "Exit codes: 0 removed, or there was none; 1 the broker is running, or it cannot be removed.\n\n"
              "Example:\n  concordat audit reindex --area demo");
}

Exit run_reindex(const Reindex& asked, Terminal& terminal) {
  const fs::path broker = fs::path{asked.area} / "broker";
  std::error_code failed;
  if (!fs::exists(broker / "data", failed)) return terminal.failed(asked.area + ": holds no broker's log");
  const auto lock = audit::FolderLock::shared(broker / "data");
  if (!lock) return terminal.failed(asked.area + ": its broker is running; stop it first");
  const auto removed = fs::remove_all(broker / "search-index", failed);
  if (failed) return terminal.failed((broker / "search-index").string() + ": " + failed.message());
  if (terminal.is_json()) terminal.data(nlohmann::ordered_json{{"removed", removed > 0}}.dump() + "\n");
  else terminal.data(removed > 0 ? "removed: the broker makes it anew at its next start\n" : "there was none\n");
  return Exit::done;
}

}  // namespace

void add_audit_reindex(CLI::App& family, Tree& tree) {
  add_leaf<Reindex>(family, tree, "reindex", "Have the search index made anew", bind_reindex, run_reindex);
}

}  // namespace concordat::console
