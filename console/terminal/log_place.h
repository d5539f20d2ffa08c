// Where a log lies that nobody is writing, and whose it is. --log may name an area, its log's folder, a copy, an export
// or a file of records; a directory that lies beside it in an area is the area's word on the log's key.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "audit/fsck.h"
#include "console/terminal/log_options.h"

namespace concordat::console {

struct LogPlace {
  std::filesystem::path log;
  std::string area;  // empty: it lies in none
};

Result<LogPlace, Exit> find_log(const std::string& log, const std::string& area, const Terminal& terminal);
// As the options or the area say, and what follows from there by the changes that lie beside the log: nobody need trust those. The name
// may stay empty where neither options nor log say one.
Result<audit::LogKeys, Exit> trusted_keys(const LogOptions& options, const LogPlace& place, const Terminal& terminal);
// The same; and where nothing was said, as a file beside the log does: the log's own word, so only for those who compare it with
// what they know.
Result<audit::LogKeys, Exit> keys_of_log(const LogOptions& options, const LogPlace& place, const Terminal& terminal);

}  // namespace concordat::console
