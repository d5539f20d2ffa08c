// Which log a command is about, and what it trusts: the log's public key and its name, from options or an area's
// directory.
#pragma once

#include <CLI/CLI.hpp>

#include <optional>
#include <string>

#include "audit/prove.h"
#include "console/terminal/terminal.h"

namespace concordat::console {

struct LogOptions {
  std::string key;
  std::string origin;
};

void bind(CLI::App& leaf, LogOptions& to);
// The options, else what the area's directory.json says; `origin` may stay empty.
Result<audit::PinnedLog, Exit> pinned_log(const LogOptions& options, const std::string& area, const Terminal& terminal);

}  // namespace concordat::console
