#include "audit/lock.h"

#include <gtest/gtest.h>

#include "scratch.h"

namespace concordat::audit {
namespace {

TEST(FolderLock, OneWriterOrManyReaders) {
  const Scratch scratch;
  {
    const auto writer = FolderLock::exclusive(scratch.root());
    ASSERT_TRUE(writer);
    const auto second = FolderLock::exclusive(scratch.root());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error(), LockError::in_use);
    const auto reader = FolderLock::shared(scratch.root());
    ASSERT_FALSE(reader);
    EXPECT_EQ(reader.error(), LockError::in_use);
  }
  const auto reader = FolderLock::shared(scratch.root());
  const auto other = FolderLock::shared(scratch.root());
  EXPECT_TRUE(reader && other);
  EXPECT_FALSE(FolderLock::exclusive(scratch.root()));
}

TEST(FolderLock, IsHeldByWhoeverItWasMovedTo) {
  const Scratch scratch;
  auto first = FolderLock::exclusive(scratch.root());
  ASSERT_TRUE(first);
  std::optional<FolderLock> holder{std::move(*first)};
  EXPECT_FALSE(FolderLock::exclusive(scratch.root()));
  holder.reset();
  EXPECT_TRUE(FolderLock::exclusive(scratch.root()));
}

TEST(FolderLock, AReaderMakesNothing) {
  const Scratch scratch;
  EXPECT_TRUE(FolderLock::shared(scratch.root()));
  EXPECT_TRUE(std::filesystem::is_empty(scratch.root()));
}

TEST(FolderLock, NoFolderNoLock) {
  const auto lock = FolderLock::exclusive("/nonexistent/folder");
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error(), LockError::denied);
}

}  // namespace
}  // namespace concordat::audit
