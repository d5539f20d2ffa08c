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
