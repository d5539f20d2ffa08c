// Which log a command is about, and what it trusts: one of the log's public keys and its name, from options or an area's
// directory, and the changes of key that lead on from there.
#pragma once

#include <CLI/CLI.hpp>

#include <optional>
#include <string>

#include "audit/log_keys.h"
#include "base/result.h"
#include "console/terminal/terminal.h"

namespace concordat::console {

struct LogOptions {
  std::string key;
  std::string origin;
  std::string key_changes;
};

void bind(CLI::App& leaf, LogOptions& to);
// The options, else what the area's directory.json says; the origin may stay empty. The changes are followed from `--key-changes`
// alone: see log_place.h for those that lie beside a log.
Result<audit::LogKeys, Exit> pinned_log(const LogOptions& options, const std::string& area, const Terminal& terminal);

}  // namespace concordat::console
