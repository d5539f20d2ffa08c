#include "adapters/daemon/in_folder.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "adapters/text_encoding.h"
#include "tests/link/area.h"

namespace concordat::adapters {
namespace {

using link::write_text;
using testing::ElementsAre;
using testing::IsEmpty;

class InFolderTest : public testing::Test {
protected:
  void SetUp() override { std::filesystem::create_directories(scratch_ / "in"); }
  link::Scratch scratch_;
  InFolder in_{scratch_ / "in"};
};

TEST_F(InFolderTest, takes_a_file_when_two_polls_saw_no_change) {
  write_text(scratch_ / "in" / "a.xml", "one");
  EXPECT_THAT(in_.poll(), IsEmpty());
  EXPECT_THAT(in_.poll(), IsEmpty());
  EXPECT_THAT(in_.poll(), ElementsAre("a.xml"));
  in_.forget("a.xml");
  EXPECT_THAT(in_.poll(), IsEmpty());
}

TEST_F(InFolderTest, a_file_that_grows_is_not_complete) {
  std::string text;
  for (int i = 0; i < 6; ++i) {
    text += "more";
    write_text(scratch_ / "in" / "a.xml", text);
    EXPECT_THAT(in_.poll(), IsEmpty());
  }
  EXPECT_THAT(in_.poll(), IsEmpty());
  EXPECT_THAT(in_.poll(), ElementsAre("a.xml"));
}

TEST_F(InFolderTest, passes_over_what_is_still_being_written_and_what_is_no_document) {
  for (const char* name : {".hidden", "a.part", "b.tmp", "c.xml.envelope.json"}) write_text(scratch_ / "in" / name, "x");
  std::filesystem::create_directories(scratch_ / "in" / "empty");
  write_text(scratch_ / "in" / "unfinished" / "d.xml", "x");
  write_text(scratch_ / "in" / "unfinished" / "e.part", "x");
  std::filesystem::create_symlink("/etc/passwd", scratch_ / "in" / "link.xml");
  write_text(scratch_ / "in" / "seen.ack.json", "{}");
  EXPECT_THAT(in_.all(), ElementsAre("seen.ack.json"));
}

TEST_F(InFolderTest, a_folder_is_one_input_its_document_first) {
  write_text(scratch_ / "in" / "case" / "a.json", "beside");
  write_text(scratch_ / "in" / "case" / "case.json", "document");
  write_text(scratch_ / "in" / "case" / "z.csv", "class list");
  const auto input = read_input(scratch_ / "in" / "case");
  ASSERT_TRUE(input);
  EXPECT_EQ(input->name, "case.json");
  EXPECT_EQ(as_text(input->bytes), "document");
  ASSERT_EQ(input->beside.size(), 2U);
  EXPECT_EQ(input->beside[0].name, "a.json");
  EXPECT_EQ(input->beside[1].name, "z.csv");
  std::filesystem::remove(scratch_ / "in" / "case" / "case.json");
  EXPECT_EQ(read_input(scratch_ / "in" / "case")->name, "a.json");
}

TEST_F(InFolderTest, the_digest_names_every_byte_and_name) {
  const NativeInput input{"a", to_bytes(as_bytes("x")), {{"b", to_bytes(as_bytes("y"))}}};
  NativeInput other = input;
  other.beside[0].bytes = to_bytes(as_bytes("z"));
  EXPECT_NE(digest_of("n", input), digest_of("n", other));
  EXPECT_NE(digest_of("n", input), digest_of("m", input));
  EXPECT_EQ(digest_of("n", input), digest_of("n", input));
}

TEST_F(InFolderTest, what_is_too_large_says_so) {
  write_text(scratch_ / "in" / "big", "");
  std::filesystem::resize_file(scratch_ / "in" / "big", native_bytes_max + 1);
  EXPECT_EQ(read_input(scratch_ / "in" / "big").error().kind, FileError::Kind::too_large);
  std::filesystem::create_directories(scratch_ / "in" / "many");
  for (std::size_t i = 0; i <= native_files_max; ++i) std::ofstream{scratch_ / "in" / "many" / std::to_string(i)} << "x";
  EXPECT_EQ(read_input(scratch_ / "in" / "many").error().kind, FileError::Kind::too_large);
}

TEST_F(InFolderTest, a_large_document_is_read_as_it_is_taken) {
  const auto place = scratch_ / "in" / "list.csv";
  const auto opened = [&](std::uintmax_t size) {
    write_text(place, "name");
    std::filesystem::resize_file(place, size);
    return LargeDocument::open(place);
  };
  EXPECT_FALSE(opened(document_bytes_max)->has_value()) << "small enough to be read whole";
  EXPECT_FALSE(LargeDocument::open(scratch_ / "in" / "none")->has_value());
  EXPECT_EQ(opened(large_bytes_max + 1).error().kind, FileError::Kind::too_large);
  auto document = opened(document_bytes_max + 1);
  ASSERT_TRUE(document->has_value());
  std::string bytes(5, ' ');
  EXPECT_EQ((*document)->read(bytes.data(), bytes.size()), 5U);
  EXPECT_EQ(bytes, std::string("name\0", 5));
  std::size_t left = 0;
  std::string more(1 << 20, ' ');
  while (const std::size_t got = (*document)->read(more.data(), more.size())) left += got;
  EXPECT_EQ(left, document_bytes_max + 1 - 5);
  EXPECT_FALSE((*document)->has_failed());
  std::filesystem::remove(place);
  std::filesystem::create_symlink(scratch_ / "elsewhere", place);
  EXPECT_FALSE(LargeDocument::open(place)->has_value()) << "a link leads nowhere";
}

TEST_F(InFolderTest, a_file_renamed_over_another_is_looked_at_anew) {
  write_text(scratch_ / "in" / "a.xml", "first");
  in_.poll(), in_.poll();
  write_text(scratch_ / "elsewhere" / "a.xml", "second, and longer");
  std::filesystem::rename(scratch_ / "elsewhere" / "a.xml", scratch_ / "in" / "a.xml");
  EXPECT_THAT(in_.poll(), IsEmpty());
  EXPECT_THAT(in_.poll(), IsEmpty());
  EXPECT_THAT(in_.poll(), ElementsAre("a.xml"));
}

TEST_F(InFolderTest, a_renamed_part_counts_from_its_rename) {
  write_text(scratch_ / "in" / "a.xml.part", "whole");
  for (int i = 0; i < 5; ++i) EXPECT_THAT(in_.poll(), IsEmpty());
  std::filesystem::rename(scratch_ / "in" / "a.xml.part", scratch_ / "in" / "a.xml");
  EXPECT_THAT(in_.poll(), IsEmpty());
  EXPECT_THAT(in_.poll(), IsEmpty());
  EXPECT_THAT(in_.poll(), ElementsAre("a.xml"));
}

TEST_F(InFolderTest, pipes_links_and_sockets_are_passed_over_and_never_waited_for) {
  write_text(scratch_ / "secret", "CANARY");
  ASSERT_EQ(::mkfifo((scratch_ / "in" / "pipe.xml").c_str(), 0600), 0);
  std::filesystem::create_symlink(scratch_ / "secret", scratch_ / "in" / "link.xml");
  std::filesystem::create_directories(scratch_ / "folder");
  write_text(scratch_ / "folder" / "a.xml", "CANARY");
  std::filesystem::create_directory_symlink(scratch_ / "folder", scratch_ / "in" / "linked");
  write_text(scratch_ / "in" / "mixed" / "mixed.xml", "x");
  ASSERT_EQ(::mkfifo((scratch_ / "in" / "mixed" / "pipe.xml").c_str(), 0600), 0);
  std::filesystem::create_symlink(scratch_ / "secret", scratch_ / "in" / "mixed" / "link.xml");
  EXPECT_THAT(in_.all(), ElementsAre("mixed"));
  const auto mixed = read_input(scratch_ / "in" / "mixed");
  ASSERT_TRUE(mixed);
  EXPECT_THAT(mixed->beside, IsEmpty());
  // Put there after it was looked at, they are refused all the same.
  for (const char* name : {"pipe.xml", "link.xml", "linked"}) EXPECT_FALSE(read_input(scratch_ / "in" / name)) << name;
}

TEST_F(InFolderTest, a_file_that_may_not_be_read_says_so) {
  write_text(scratch_ / "in" / "a.xml", "x");
  const bool is_root = ::geteuid() == 0;
  std::filesystem::permissions(scratch_ / "", std::filesystem::perms::all);
  std::filesystem::permissions(scratch_ / "in", std::filesystem::perms::all);
  ASSERT_EQ(::chmod((scratch_ / "in" / "a.xml").c_str(), 0), 0);
  if (is_root) {
    ASSERT_EQ(::seteuid(65534), 0);
  }
  const auto input = read_input(scratch_ / "in" / "a.xml");
  if (is_root) {
    ASSERT_EQ(::seteuid(0), 0);
  }
  ASSERT_FALSE(input);
  EXPECT_EQ(input.error().kind, FileError::Kind::denied);
}

TEST_F(InFolderTest, thousands_of_files_are_all_seen_and_in_order) {
  for (int i = 0; i < 5000; ++i) std::ofstream{scratch_ / "in" / ("d" + std::to_string(10000 + i) + ".xml")} << "x";
  in_.poll(), in_.poll();
  const auto complete = in_.poll();
  EXPECT_EQ(complete.size(), 5000U);
  EXPECT_TRUE(std::is_sorted(complete.begin(), complete.end()));
}

}  // namespace
}  // namespace concordat::adapters
