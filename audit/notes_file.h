// Files of signed notes beside the log, a blank line between two (docs/audit-format.md, section 6): `cosigned`, the newest
// checkpoint that each agency cosigned, and `key-changes`, by which readers follow the log's key. A copy of the folder and an export
// carry them. Signatures are the reader's to judge.
//
//   TRY(const Unit written, write_notes(folder / cosigned_name, notes));
//   TRY(const std::vector<std::string> notes, read_notes(folder / cosigned_name));   // none when there is no file
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"

namespace concordat::audit {

inline constexpr const char* cosigned_name = "cosigned";
inline constexpr const char* key_changes_name = "key-changes";

Result<std::vector<std::string>, FileError> read_notes(const std::filesystem::path& file);
Result<Unit, FileError> write_notes(const std::filesystem::path& file, const std::vector<std::string>& notes);

}  // namespace concordat::audit
