#include "adapters/link/trust.h"

#include "tests/link/area.h"

namespace concordat::link {
namespace {

class TrustTest : public testing::Test {
protected:
  TrustFiles files() const { return {scratch_ / "directory.json", scratch_ / "approvers.json", scratch_ / "state"}; }
  void publish(std::uint32_t version, std::string area, unsigned seed = approver_seed) {
    schemas::Directory directory = test_directory();
    directory.version = version;
    directory.area = std::move(area);
    write_directory(scratch_ / "", directory, seed);
    moment_ += std::chrono::seconds{1};  // so that the change shows whatever the clock of the disk
    for (const char* name : {"directory.json", "directory.json.sig"}) std::filesystem::last_write_time(scratch_ / name, moment_);
  }
  void SetUp() override { std::filesystem::create_directories(scratch_ / "state"); }
  Scratch scratch_;
  std::filesystem::file_time_type moment_ = std::filesystem::file_time_type::clock::now();
};

TEST_F(TrustTest, takes_a_newer_directory_when_the_file_changes) {
  publish(1, "first");
  auto trust = Trust::open(files());
  ASSERT_TRUE(trust) << trust.error().what;
  EXPECT_EQ(trust->directory()->area, "first");
  ASSERT_TRUE(trust->refresh());
  publish(2, "second");
  ASSERT_TRUE(trust->refresh());
  EXPECT_EQ(trust->directory()->area, "first") << "its signatures may not be there yet";
  ASSERT_TRUE(trust->refresh());
  EXPECT_EQ(trust->directory()->area, "second");
}

TEST_F(TrustTest, keeps_what_it_has_when_the_new_one_is_not_signed) {
  publish(1, "first");
  auto trust = Trust::open(files());
  publish(2, "forged", police_seed);
  ASSERT_TRUE(trust->refresh());
  const auto refreshed = trust->refresh();
  ASSERT_FALSE(refreshed);
  EXPECT_EQ(refreshed.error().code, "directory-unsigned");
  EXPECT_EQ(trust->directory()->area, "first");
  EXPECT_TRUE(trust->refresh()) << "said once for each change";
}

TEST_F(TrustTest, an_older_directory_is_refused_even_after_a_restart) {
  publish(3, "third");
  ASSERT_TRUE(Trust::open(files()));
  publish(2, "second");
  const auto trust = Trust::open(files());
  ASSERT_FALSE(trust);
  EXPECT_EQ(trust.error().code, "directory-older");
  publish(3, "third, but edited");
  EXPECT_EQ(Trust::open(files()).error().code, "directory-older");
  publish(3, "third");
  EXPECT_TRUE(Trust::open(files()));
}

// The school's key is the one that signed until now; from version 2 on it is the other.
class Succession : public TrustTest {
protected:
  void publish_naming(std::uint32_t version, unsigned named, unsigned signed_by) {
    schemas::Directory directory = test_directory();
    directory.version = version;
    directory.approvers = {{"ann", school, key_of(named).verify_key()}};
    const std::string json = schemas::print_directory(directory);
    write_text(scratch_ / "directory.json", json);
    write_text(scratch_ / "directory.json.sig", schemas::signature_line("ann", key_of(signed_by), as_bytes(json)));
  }
  std::string code_of_opening() const {
    const auto trust = Trust::open(files());
    return trust ? "" : trust.error().code;
  }
  void SetUp() override {
    TrustTest::SetUp();
    publish(1, "first");
    ASSERT_TRUE(Trust::open(files()));
    publish_naming(2, next_seed, approver_seed);
    ASSERT_EQ(code_of_opening(), "");
  }
  static constexpr unsigned next_seed = 77;
};

TEST_F(Succession, who_signs_next_is_named_by_the_directory_before) {
  EXPECT_EQ(code_of_opening(), "") << "what was taken is known again, though its signer may sign no more";
  publish_naming(3, next_seed, approver_seed);
  EXPECT_EQ(code_of_opening(), "directory-unsigned") << "a key that was replaced signs nothing any more";
  publish_naming(3, next_seed, next_seed);
  EXPECT_EQ(code_of_opening(), "");
  EXPECT_TRUE(std::filesystem::exists(scratch_ / "state/directory-3.json"));
  EXPECT_FALSE(std::filesystem::exists(scratch_ / "state/directory-2.json"));
}

TEST_F(Succession, an_altered_copy_is_not_believed) {
  write_text(scratch_ / "state/directory-2.json", schemas::print_directory(test_directory()));
  EXPECT_EQ(code_of_opening(), "unreadable");
}

TEST_F(Succession, other_approvers_provisioned_begin_anew_but_never_go_back) {
  publish_naming(1, police_seed, police_seed);
  write_text(scratch_ / "approvers.json", R"({"quorum": 1, "approvers": [{"name": "ann", "agency": "school/abbey", "key": ")" + to_hex(key_of(police_seed).verify_key().bytes) + "\"}]}");
  EXPECT_EQ(code_of_opening(), "directory-older");
  publish_naming(3, police_seed, police_seed);
  EXPECT_EQ(code_of_opening(), "");
}

TEST_F(TrustTest, says_which_file_is_missing_or_wrong) {
  EXPECT_EQ(Trust::open(files()).error().code, "unreadable");
  publish(1, "first");
  write_text(scratch_ / "approvers.json", R"({"quorum": 2, "approvers": []})");
  const auto trust = Trust::open(files());
  ASSERT_FALSE(trust);
  EXPECT_NE(trust.error().what.find("quorum"), std::string::npos) << trust.error().what;
}

TEST(ParseApprovers, one_key_under_two_names_is_no_quorum) {
  const std::string key = to_hex(key_of(1).verify_key().bytes);
  const std::string other = to_hex(key_of(2).verify_key().bytes);
  const auto json = [](const std::string& a, const std::string& b) {
    return R"({"quorum": 2, "approvers": [{"name": "ann", "agency": "a/b", "key": ")" + a + R"("}, {"name": "bob", "agency": "a/b", "key": ")" + b + "\"}]}";
  };
  const auto pinned = schemas::parse_approvers(json(key, other));
  ASSERT_TRUE(pinned) << pinned.error().what;
  EXPECT_EQ(pinned->quorum, 2U);
  EXPECT_EQ(pinned->approvers.size(), 2U);
  EXPECT_FALSE(schemas::parse_approvers(json(key, key)));
  EXPECT_FALSE(schemas::parse_approvers("{}"));
}

}  // namespace
}  // namespace concordat::link
