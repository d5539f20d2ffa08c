#include "console/terminal/log_options.h"

#include "console/terminal/officer.h"
#include "console/terminal/reading.h"

namespace concordat::console {

void bind(CLI::App& leaf, LogOptions& to) {
  leaf.add_option("--key", to.key, "The log's public key: 64 hexadecimal digits, or as `audit key` prints it")->type_name("KEY");
  leaf.add_option("--origin", to.origin, "The log's name, as its checkpoints say it")->type_name("NAME");
}

Result<audit::PinnedLog, Exit> pinned_log(const LogOptions& options, const std::string& area, const Terminal& terminal) {
  if (options.key.empty()) {
    if (area.empty()) return Fail{terminal.failed("say whose log it is: --key HEX, or --area DIR")};
    TRY(const schemas::Directory directory, read_directory(area, terminal));
    return audit::PinnedLog{directory.log_key, options.origin.empty() ? directory.log_origin : options.origin};
  }
  if (const auto named = audit::parse_verifier_key(options.key, audit::NoteKey::log))
    return audit::PinnedLog{named->key, options.origin.empty() ? named->name : options.origin};
  const auto key = parse_verify_key(options.key);
  if (!key) return Fail{terminal.invalid("--key", "must be 64 hexadecimal digits, or NAME+HASH+KEY")};
  return audit::PinnedLog{*key, options.origin};
}

}  // namespace concordat::console
