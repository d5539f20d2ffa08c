// One host for a state folder: an advisory lock (flock) that the kernel drops with the process, however it ends.
#pragma once

#include <filesystem>
#include <utility>

#include "base/file.h"
#include "base/result.h"

namespace concordat::link {

class InstanceLock {
public:
  // Fails when another process holds it.
  static Result<InstanceLock, FileError> take(const std::filesystem::path& file);
  InstanceLock(InstanceLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  InstanceLock& operator=(InstanceLock&&) = delete;
  ~InstanceLock();

private:
  explicit InstanceLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace concordat::link
