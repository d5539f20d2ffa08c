#include "console/terminal/log_place.h"

namespace concordat::console {
namespace fs = std::filesystem;

Result<LogPlace, Exit> find_log(const std::string& log, const std::string& area, const Terminal& terminal) {
  std::error_code failed;
  if (log.empty() && area.empty()) return Fail{terminal.failed("say which log: --log PATH, or --area DIR")};
  const fs::path path = log.empty() ? fs::path{area} : fs::path{log};
  if (!fs::exists(path, failed)) return Fail{terminal.failed(path.string() + ": is not there")};
  if (fs::exists(path / "directory.json", failed)) return LogPlace{path / "broker" / "data", area.empty() ? path.string() : area};
  const fs::path above = fs::weakly_canonical(path, failed).parent_path().parent_path();
  if (area.empty() && fs::exists(above / "directory.json", failed)) return LogPlace{path, above.string()};
  return LogPlace{path, area};
}

Result<audit::NamedKey, Exit> key_of_log(const LogOptions& options, const LogPlace& place, const Terminal& terminal) {
  if (!options.key.empty() || !place.area.empty()) {
    TRY(audit::PinnedLog pinned, pinned_log(options, place.area, terminal));
    if (pinned.origin.empty()) {
      const auto note = audit::last_note(place.log);
      const auto checkpoint = note ? audit::parse_checkpoint(*note) : std::nullopt;
      if (checkpoint) pinned.origin = checkpoint->origin;
    }
    if (pinned.origin.empty()) return Fail{terminal.failed("say the log's name: --origin NAME")};
    return audit::NamedKey{pinned.key, pinned.origin};
  }
  auto stated = audit::stated_key(place.log);
  if (!stated) return Fail{terminal.failed("say whose log it is: --key KEY, or --area DIR")};
  terminal.talk("concordat: the key is as the log's own folder says it: compare it with what its broker publishes");
  return std::move(*stated);
}

}  // namespace concordat::console
