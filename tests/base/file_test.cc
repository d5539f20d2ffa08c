#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

namespace concordat {
namespace {

std::filesystem::path scratch() {
  const auto path = std::filesystem::temp_directory_path() / ("concordat-file-" + std::to_string(::getpid()));
  std::filesystem::create_directories(path);
  return path;
}

TEST(File, writes_whole_replaces_and_leaves_nothing_beside) {
  const auto folder = scratch();
  ASSERT_TRUE(write_file(folder / "a", as_bytes("one"), FileMode::shared));
  ASSERT_TRUE(write_file(folder / "a", as_bytes("two"), FileMode::owner_only));
  EXPECT_EQ(as_text(read_file(folder / "a", 100).value()), "two");
  struct stat status {};
  ASSERT_EQ(::stat((folder / "a").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder}, {}), 1);
  std::filesystem::remove_all(folder);
}

TEST(File, says_what_kind_of_trouble) {
  const auto folder = scratch();
  EXPECT_EQ(read_file(folder / "none", 100).error().kind, FileError::Kind::missing);
  ASSERT_TRUE(write_file(folder / "b", as_bytes("0123456789"), FileMode::shared));
  EXPECT_EQ(read_file(folder / "b", 9).error().kind, FileError::Kind::too_large);
  EXPECT_TRUE(read_file(folder / "b", 10));
  EXPECT_EQ(write_file(folder / "no" / "b", as_bytes("x"), FileMode::shared).error().kind, FileError::Kind::missing);
  EXPECT_EQ(write_file("/dev/full/x", as_bytes("x"), FileMode::shared).error().kind, FileError::Kind::missing);
  EXPECT_FALSE(read_file(folder, 100));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace concordat
