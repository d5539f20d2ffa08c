#include "console/terminal/log_place.h"

#include "audit/notes_file.h"

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

namespace {

// By the file beside the log; where that does not lead to whoever signed last, by the entries themselves: a copy may be of data.mdb alone.
void follow_changes(audit::LogKeys& keys, const fs::path& log) {
  if (const auto notes = audit::read_notes(log / audit::key_changes_name)) keys.follow_all(*notes);
  const auto last = audit::last_note(log);
  if (!last || last->empty() || audit::verify_checkpoint(*last, keys)) return;
  std::vector<std::string> notes;
  const auto read = audit::read_log(log, [&](const audit::Slice& slice) {
    for (const audit::Numbered stored : slice.entries) {
      const auto entry = audit::view_entry(stored.bytes);
      if (entry && audit::key_change_of(*entry)) notes.emplace_back(entry->counterpart);
    }
    return true;
  }, audit::Annexes::none);
  if (read) keys.follow_all(notes);
}

}  // namespace

Result<audit::LogKeys, Exit> trusted_keys(const LogOptions& options, const LogPlace& place, const Terminal& terminal) {
  TRY(audit::LogKeys keys, pinned_log(options, place.area, terminal));
  if (keys.origin().empty()) {
    const auto note = audit::last_note(place.log);
    const auto checkpoint = note ? audit::parse_checkpoint(*note) : std::nullopt;
    if (!checkpoint) return keys;
    LogOptions named = options;
    named.origin = checkpoint->origin;
    TRY(keys, pinned_log(named, place.area, terminal));
  }
  follow_changes(keys, place.log);
  return keys;
}

Result<audit::LogKeys, Exit> keys_of_log(const LogOptions& options, const LogPlace& place, const Terminal& terminal) {
  if (!options.key.empty() || !place.area.empty()) {
    TRY(audit::LogKeys keys, trusted_keys(options, place, terminal));
    if (keys.origin().empty()) return Fail{terminal.failed("say the log's name: --origin NAME")};
    return keys;
  }
  const auto stated = audit::stated_key(place.log);
  if (!stated) return Fail{terminal.failed("say whose log it is: --key KEY, or --area DIR")};
  terminal.talk("concordat: the key is as the log's own folder says it: compare it with what its broker publishes");
  LogOptions said = options;
  said.key = audit::verifier_key(*stated, audit::NoteKey::log);
  return trusted_keys(said, place, terminal);
}

}  // namespace concordat::console
