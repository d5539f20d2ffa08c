// Folders of durable files: making, listing, moving and removing, each synced before it returns.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"

namespace concordat::link {

Result<Unit, FileError> make_private_folder(const std::filesystem::path& folder);  // 0700, with its parents
// The names in it, sorted. Names that begin with a dot or still hold ".new-" (a write that a crash cut short) are
// left out, and the latter removed.
Result<std::vector<std::string>, FileError> list_folder(const std::filesystem::path& folder);
// A rename within one file system; both folders are synced.
Result<Unit, FileError> move_file(const std::filesystem::path& from, const std::filesystem::path& to);
Result<Unit, FileError> remove_file(const std::filesystem::path& file);  // one that is not there is no error

}  // namespace concordat::link
