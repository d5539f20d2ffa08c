// The lock on a log's folder: the file `lock` in it, held with flock. The writer holds it exclusively
// as long as it lives, a reader of a copy shared: so nobody but the writer ever opens a live
// environment.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace concordat::audit {

enum class LockError { in_use, denied };

class FolderLock {
public:
  static Result<FolderLock, LockError> exclusive(const std::filesystem::path& folder);
  // A folder without the file holds no live environment: that is no error, and nothing is made.
  static Result<FolderLock, LockError> shared(const std::filesystem::path& folder);
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace concordat::audit
