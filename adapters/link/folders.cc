#include "adapters/link/folders.h"

#include <algorithm>

namespace concordat::link {
namespace {

namespace fs = std::filesystem;

FileError error_of(const char* operation, const fs::path& path, const std::error_code& code) {
  FileError::Kind kind = FileError::Kind::other;
  if (code == std::errc::no_such_file_or_directory || code == std::errc::not_a_directory) kind = FileError::Kind::missing;
  if (code == std::errc::permission_denied || code == std::errc::operation_not_permitted || code == std::errc::read_only_file_system)
    kind = FileError::Kind::denied;
  if (code == std::errc::no_space_on_device) kind = FileError::Kind::full;
  return {kind, std::string{operation} + " " + path.string() + ": " + code.message()};
}

}  // namespace

Result<Unit, FileError> make_private_folder(const fs::path& folder) {
  std::error_code failed;
  if (fs::is_directory(folder, failed)) return Unit{};
  fs::create_directories(folder, failed);
  if (failed) return Fail{error_of("create", folder, failed)};
  fs::permissions(folder, fs::perms::owner_all, failed);
  if (failed) return Fail{error_of("make private", folder, failed)};
  return sync_folder(folder.parent_path());
}

Result<std::vector<std::string>, FileError> list_folder(const fs::path& folder) {
  std::error_code failed;
  std::vector<std::string> names;
  for (fs::directory_iterator at{folder, failed}, end; !failed && at != end; at.increment(failed)) {
    std::string name = at->path().filename().string();
    if (name.starts_with('.')) continue;
    if (name.find(".new-") != std::string::npos) {
      std::error_code ignored;
      fs::remove(at->path(), ignored);  // if it stays it is passed over again
      continue;
    }
    names.push_back(std::move(name));
  }
  if (failed) return Fail{error_of("list", folder, failed)};
  std::sort(names.begin(), names.end());
  return names;
}

Result<Unit, FileError> move_file(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::rename(from, to, failed);
  if (failed) return Fail{error_of("move", from, failed)};
  TRY(const Unit arrived, sync_folder(to.parent_path()));
  static_cast<void>(arrived);
  return sync_folder(from.parent_path());
}

Result<Unit, FileError> remove_file(const fs::path& file) {
  std::error_code failed;
  if (!fs::remove(file, failed) && !failed) return Unit{};
  if (failed) return Fail{error_of("remove", file, failed)};
  return sync_folder(file.parent_path());
}

}  // namespace concordat::link
