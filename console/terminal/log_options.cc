#include "console/terminal/log_options.h"

#include "audit/notes_file.h"
#include "console/terminal/officer.h"
#include "console/terminal/reading.h"

namespace concordat::console {

void bind(CLI::App& leaf, LogOptions& to) {
  leaf.add_option("--key", to.key, "The log's public key: 64 hexadecimal digits, or as `audit key` prints it")->type_name("KEY");
  leaf.add_option("--key-changes", to.key_changes, "Changes of the log's key, by which one of its keys leads to the others; as they lie beside a log")->type_name("FILE");
  leaf.add_option("--origin", to.origin, "The log's name, as its checkpoints say it")->type_name("NAME");
}

namespace {

Result<audit::LogKeys, Exit> trusted(const LogOptions& options, const std::string& area, const Terminal& terminal) {
  if (options.key.empty()) {
    if (area.empty()) return Fail{terminal.failed("say whose log it is: --key HEX, or --area DIR")};
    TRY(const schemas::Directory directory, read_directory(area, terminal));
    return audit::LogKeys{directory.log_key, options.origin.empty() ? directory.log_origin : options.origin};
  }
  if (const auto named = audit::parse_verifier_key(options.key, audit::NoteKey::log))
    return audit::LogKeys{named->key, options.origin.empty() ? named->name : options.origin};
  const auto key = parse_verify_key(options.key);
  if (!key) return Fail{terminal.invalid("--key", "must be 64 hexadecimal digits, or NAME+HASH+KEY")};
  return audit::LogKeys{*key, options.origin};
}

}  // namespace

Result<audit::LogKeys, Exit> pinned_log(const LogOptions& options, const std::string& area, const Terminal& terminal) {
  TRY(audit::LogKeys keys, trusted(options, area, terminal));
  if (options.key_changes.empty()) return keys;
  // Beside a log they may be missing; those that somebody names may not.
  if (!std::filesystem::exists(options.key_changes)) return Fail{terminal.failed("open " + options.key_changes + ": No such file or directory")};
  const auto notes = audit::read_notes(options.key_changes);
  if (!notes) return Fail{terminal.failed(notes.error().what)};
  keys.follow_all(*notes);
  return keys;
}

}  // namespace concordat::console
