// fsck: whether a copy of a log, or an export of one, is what was logged, from the log's public key
// alone. Offline, and independent of the code that writes. docs/audit-format.md, section 10.
//
//   const FsckReport report = fsck("/mnt/evidence/log", {.key = log_key, .known = kept});
//   if (!report.ok()) say(fault_code(report.wrong->fault), report.wrong->entry);
#pragma once

#include <filesystem>

#include "audit/checker.h"
#include "audit/copy.h"

namespace concordat::audit {

// Reads a copy of a log's folder, an export's tiles, or a stream of records, slice by slice. Of a copy, as much of the
// annexes as is asked for; others have none.
Result<Unit, ReadError> read_log(const std::filesystem::path& path, const SliceSink& sink, Annexes annexes = Annexes::whole);
FsckReport fsck(const std::filesystem::path& path, const CheckOptions& options);
// The last checkpoint in it, which nobody has judged; empty when it has none.
Result<std::string, ReadError> last_note(const std::filesystem::path& path);
// As a file in its folder states it: the log's own word.
std::optional<NamedKey> stated_key(const std::filesystem::path& path);
Fault fault_of(ReadError error);

}  // namespace concordat::audit
