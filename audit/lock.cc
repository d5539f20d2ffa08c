#include "audit/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace concordat::audit {
namespace {

LockError error_from_errno() { return errno == EWOULDBLOCK ? LockError::in_use : LockError::denied; }

}  // namespace

Result<FolderLock, LockError> FolderLock::exclusive(const std::filesystem::path& folder) {
  FolderLock lock{::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  if (lock.descriptor_ < 0 || ::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0)
    return Fail{error_from_errno()};
  return lock;
}

Result<FolderLock, LockError> FolderLock::shared(const std::filesystem::path& folder) {
  FolderLock lock{::open((folder / "lock").c_str(), O_RDONLY | O_CLOEXEC)};
  if (lock.descriptor_ < 0 && errno == ENOENT) return lock;
  if (lock.descriptor_ < 0 || ::flock(lock.descriptor_, LOCK_SH | LOCK_NB) != 0)
    return Fail{error_from_errno()};
  return lock;
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace concordat::audit
