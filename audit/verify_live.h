// The same check as fsck over the live log, and its export: for the broker, which alone may open it.
// Both work to the size the log had when they began, in many short transactions, while commits go on.
#pragma once

#include <filesystem>

#include "audit/checker.h"
#include "audit/log.h"

namespace concordat::audit {

Result<FsckReport, LogError> verify_live(const Log& log, const std::optional<Checkpoint>& known);
// A new folder of tiles, for its owner alone; returns how many entries it holds.
Result<std::uint64_t, LogError> export_log(const Log& log, const std::filesystem::path& folder);

}  // namespace concordat::audit
