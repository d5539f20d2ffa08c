#include "adapters/daemon/in_folder.h"

#include <gmock/gmock.h>

#include <fstream>

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

}  // namespace
}  // namespace concordat::adapters
