// Whole files, read bounded and written so that a crash leaves the old file or the new, never half.
// Errors name the operation and errno's meaning, never a file's content.
#pragma once

#include <filesystem>
#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace concordat {

struct FileError {
  enum class Kind { missing, too_large, denied, full, other };
  Kind kind;
  std::string what;  // "read /etc/x: Permission denied"
};

Result<Bytes, FileError> read_file(const std::filesystem::path& path, std::size_t bytes_max);

enum class FileMode { shared, owner_only };  // 0644, 0600
// Writes beside, fsyncs, renames over, fsyncs the folder.
Result<Unit, FileError> write_file(const std::filesystem::path& path, ByteView bytes, FileMode mode);
// fsyncs a folder, so that names made or removed in it survive a power cut.
Result<Unit, FileError> sync_folder(const std::filesystem::path& folder);

}  // namespace concordat
