#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

namespace concordat {
namespace {

class Descriptor {
public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

private:
  int fd_;
};

FileError error_from_errno(const char* operation, const std::filesystem::path& path, int code) {
  FileError::Kind kind = FileError::Kind::other;
  if (code == ENOENT || code == ENOTDIR) kind = FileError::Kind::missing;
  if (code == EACCES || code == EPERM || code == EROFS) kind = FileError::Kind::denied;
  if (code == ENOSPC || code == EDQUOT) kind = FileError::Kind::full;
  return {kind, std::string{operation} + " " + path.string() + ": " + std::strerror(code)};
}

bool write_all(int fd, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<Bytes, FileError> read_file(const std::filesystem::path& path, std::size_t bytes_max) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.get() < 0) return Fail{error_from_errno("open", path, errno)};
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return Fail{error_from_errno("stat", path, errno)};
  if (S_ISDIR(status.st_mode)) return Fail{error_from_errno("read", path, EISDIR)};
  Bytes out;
  constexpr std::size_t step = 65536;
  for (;;) {
    const std::size_t had = out.size();
    out.resize(had + step);
    const ssize_t got = ::read(file.get(), out.data() + had, step);
    if (got < 0 && errno == EINTR) {
      out.resize(had);
      continue;
    }
    if (got < 0) return Fail{error_from_errno("read", path, errno)};
    out.resize(had + static_cast<std::size_t>(got));
    if (out.size() > bytes_max)
      return Fail{FileError{FileError::Kind::too_large,
                            "read " + path.string() + ": larger than " + std::to_string(bytes_max) + " bytes"}};
    if (got == 0) return out;
  }
}

Result<Unit, FileError> sync_folder(const std::filesystem::path& folder) {
  const std::filesystem::path named = folder.empty() ? std::filesystem::path{"."} : folder;
  const Descriptor directory{::open(named.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (directory.get() < 0) return Fail{error_from_errno("open", named, errno)};
  if (::fsync(directory.get()) != 0) return Fail{error_from_errno("sync", named, errno)};
  return Unit{};
}

Result<Unit, FileError> write_file(const std::filesystem::path& path, ByteView bytes, FileMode mode) {
  static std::atomic<unsigned> serial{0};
  std::filesystem::path beside = path;
  beside += ".new-" + std::to_string(::getpid()) + "-" + std::to_string(serial.fetch_add(1));
  {
    const Descriptor file{::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                                 mode == FileMode::owner_only ? 0600 : 0644)};
    if (file.get() < 0) return Fail{error_from_errno("create", beside, errno)};
    if (!write_all(file.get(), bytes) || ::fsync(file.get()) != 0) {
      const int code = errno;
      ::unlink(beside.c_str());
      return Fail{error_from_errno("write", path, code)};
    }
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) {
    const int code = errno;
    ::unlink(beside.c_str());
    return Fail{error_from_errno("rename", path, code)};
  }
  return sync_folder(path.parent_path());
}

}  // namespace concordat
