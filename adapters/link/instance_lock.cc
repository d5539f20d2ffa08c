#include "adapters/link/instance_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace concordat::link {

Result<InstanceLock, FileError> InstanceLock::take(const std::filesystem::path& file) {
  InstanceLock lock{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  if (lock.descriptor_ < 0) return Fail{FileError{FileError::Kind::denied, "open " + file.string() + ": " + std::strerror(errno)}};
  if (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0)
    return Fail{FileError{FileError::Kind::denied, "lock " + file.string() + ": another adapter is at work on this state folder"}};
  return lock;
}

InstanceLock::~InstanceLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace concordat::link
