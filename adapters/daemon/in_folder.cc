#include "adapters/daemon/in_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "adapters/text_encoding.h"
#include "base/crypto.h"
#include "base/text.h"

namespace concordat::adapters {
namespace {

namespace fs = std::filesystem;

constexpr unsigned polls_unchanged = 2;

bool is_ignored(const std::string& name) {
  return name.starts_with('.') || name.ends_with(".part") || name.ends_with(".tmp") || name.find(".new-") != std::string::npos || name.ends_with(sidecar_ending);
}

// Regular files only, sorted by name.
std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code failed;
  for (fs::directory_iterator at{folder, failed}, end; !failed && at != end; at.increment(failed))
    if (fs::is_regular_file(at->symlink_status(failed)) && !is_ignored(at->path().filename().string())) out.push_back(at->path());
  std::sort(out.begin(), out.end());
  return out;
}

FileError not_regular(const fs::path& path) { return {FileError::Kind::denied, "read " + path.string() + ": cannot be read, or is no regular file"}; }

// A regular file and nothing else, whatever was put under its name since it was looked at: a link is not followed (it might
// lead to our keys), a pipe is not waited for. -1 for anything else.
int open_regular(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat status {};
  if (file >= 0 && ::fstat(file, &status) == 0 && S_ISREG(status.st_mode)) return file;
  if (file >= 0) ::close(file);
  return -1;
}

Result<Bytes, FileError> read_regular(const fs::path& path, std::size_t bytes_max) {
  const int file = open_regular(path);
  if (file < 0) return Fail{not_regular(path)};
  auto bytes = read_file("/proc/self/fd/" + std::to_string(file), bytes_max);
  ::close(file);
  return bytes;
}

// A folder counts only files, but one that is still being written keeps the whole folder waiting.
bool has_unfinished(const fs::path& folder) {
  std::error_code failed;
  for (fs::directory_iterator at{folder, failed}, end; !failed && at != end; at.increment(failed)) {
    const std::string name = at->path().filename().string();
    if (name.ends_with(".part") || name.ends_with(".tmp")) return true;
  }
  return false;
}

}  // namespace

std::optional<InFolder::Stamp> InFolder::stamp_of(const fs::path& path) {
  std::error_code failed;
  const fs::file_status status = fs::symlink_status(path, failed);
  if (failed) return std::nullopt;
  if (fs::is_regular_file(status)) {
    Stamp stamp{fs::file_size(path, failed), 1, fs::last_write_time(path, failed)};
    return failed ? std::nullopt : std::optional{stamp};
  }
  if (!fs::is_directory(status) || has_unfinished(path)) return std::nullopt;
  Stamp stamp{0, 0, fs::last_write_time(path, failed)};
  for (const fs::path& file : files_in(path)) {
    stamp.size += fs::file_size(file, failed);
    if (failed) return std::nullopt;
    stamp.files += 1;
    stamp.changed = std::max(stamp.changed, fs::last_write_time(file, failed));
  }
  return failed || stamp.files == 0 ? std::nullopt : std::optional{stamp};
}

std::vector<std::string> InFolder::poll() {
  std::map<std::string, Seen> now;
  std::vector<std::string> complete;
  for (const std::string& name : all()) {
    const auto stamp = stamp_of(folder_ / name);
    if (!stamp) continue;
    const auto before = seen_.find(name);
    const unsigned polls = before != seen_.end() && before->second.stamp == *stamp ? before->second.polls + 1 : 0;
    if (polls >= polls_unchanged) complete.push_back(name);
    now.emplace(name, Seen{*stamp, polls});
  }
  seen_ = std::move(now);
  return complete;
}

std::vector<std::string> InFolder::all() const {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator at{folder_, failed}, end; !failed && at != end; at.increment(failed)) {
    std::string name = at->path().filename().string();
    if (!is_ignored(name) && stamp_of(at->path())) names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<NativeInput, FileError> read_input(const fs::path& path) {
  std::error_code failed;
  const fs::file_status status = fs::symlink_status(path, failed);
  if (fs::is_regular_file(status)) {
    TRY(Bytes bytes, read_regular(path, native_bytes_max));
    return NativeInput{path.filename().string(), std::move(bytes), {}};
  }
  std::vector<fs::path> files = fs::is_directory(status) ? files_in(path) : std::vector<fs::path>{};
  if (files.empty()) return Fail{FileError{FileError::Kind::missing, "read " + path.string() + ": holds no file"}};
  if (files.size() > native_files_max)
    return Fail{FileError{FileError::Kind::too_large, "read " + path.string() + ": holds more than " + std::to_string(native_files_max) + " files"}};
  const auto document = std::find_if(files.begin(), files.end(), [&](const fs::path& file) { return file.stem() == path.filename(); });
  if (document != files.end()) std::rotate(files.begin(), document, document + 1);
  NativeInput input;
  std::size_t left = native_bytes_max;
  for (const fs::path& file : files) {
    TRY(Bytes bytes, read_regular(file, left));
    left -= bytes.size();
    if (file == files.front()) {
      input.name = file.filename().string();
      input.bytes = std::move(bytes);
    } else {
      input.beside.push_back({file.filename().string(), std::move(bytes)});
    }
  }
  return input;
}

Result<std::optional<LargeDocument>, FileError> LargeDocument::open(const fs::path& path) {
  std::error_code failed;
  if (!fs::is_regular_file(fs::symlink_status(path, failed))) return std::optional<LargeDocument>{};
  const std::uintmax_t size = fs::file_size(path, failed);
  if (failed || size <= document_bytes_max) return std::optional<LargeDocument>{};
  if (size > large_bytes_max) return Fail{FileError{FileError::Kind::too_large, "read " + path.string() + ": is larger than 256 MiB"}};
  const int file = open_regular(path);
  std::FILE* const opened = file < 0 ? nullptr : ::fdopen(file, "rb");
  if (opened == nullptr && file >= 0) ::close(file);
  if (opened == nullptr) return Fail{not_regular(path)};
  return std::optional{LargeDocument{opened}};
}

std::size_t LargeDocument::read(char* into, std::size_t size) { return has_failed() ? 0 : std::fread(into, 1, size, file_.get()); }
bool LargeDocument::has_failed() const { return std::ferror(file_.get()) != 0; }

Digest digest_of(const std::string& name, const NativeInput& input) {
  Hasher hasher;
  hasher.add_sized(as_bytes(name)).add_sized(as_bytes(input.name)).add_sized(input.bytes);
  for (const NativeFile& file : input.beside) hasher.add_sized(as_bytes(file.name)).add_sized(file.bytes);
  return hasher.finish();
}

}  // namespace concordat::adapters
