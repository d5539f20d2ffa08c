#include "audit/notes_file.h"

#include <gtest/gtest.h>

#include "audit/note.h"
#include "tests/audit/scratch.h"

namespace concordat::audit {
namespace {

TEST(NotesFile, notes_come_back_as_they_were) {
  const Scratch scratch;
  std::filesystem::create_directories(scratch.log());
  EXPECT_TRUE(read_notes(scratch.log() / cosigned_name)->empty());
  const std::vector<std::string> notes{"o\n3\nAAA=\n\n\xE2\x80\x94 o AAAA\n", "o\n4\nBBB=\n\n\xE2\x80\x94 o BBBB\n\xE2\x80\x94 police/met CCCC\n"};
  for (std::size_t count = 0; count <= notes.size(); ++count) {
    const std::vector<std::string> some{notes.begin(), notes.begin() + static_cast<std::ptrdiff_t>(count)};
    ASSERT_TRUE(write_notes(scratch.log() / cosigned_name, some));
    EXPECT_EQ(*read_notes(scratch.log() / cosigned_name), some);
  }
}

TEST(NotesFile, what_are_no_notes_is_said_and_not_guessed_at) {
  const Scratch scratch;
  std::filesystem::create_directories(scratch.log());
  for (const char* bad : {"x", "\n", "o\n3\nAAA=\n", "o\n3\nAAA=\n\n\xE2\x80\x94 o AAAA\n\ntail"}) {
    ASSERT_TRUE(write_file(scratch.log() / cosigned_name, as_bytes(bad), FileMode::owner_only));
    EXPECT_FALSE(read_notes(scratch.log() / cosigned_name)) << bad;
  }
}

}  // namespace
}  // namespace concordat::audit
