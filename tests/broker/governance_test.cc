// Governance enters by signed files only, and never goes back.
#include "broker/governance.h"

#include <gmock/gmock.h>

#include "base/file.h"
#include "broker/register/rules_of.h"
#include "tests/audit/scratch.h"
#include "tests/sim/area.h"

namespace concordat::broker {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const Instant now = *parse_instant("2026-05-01T09:00:00Z");

const std::string agreement = R"(agreement "small" version 1
title     "Small"
schema    1
scheme    prevent
area      E09000002
parties   council/lbbd, police/met
in force  2026-01-01 until 2027-04-01
policy document "APD-17"
purpose channel-referral
  means "Assess"
  basis ukgdpr.6.1.e, ukgdpr.9.2.g, ukgdpr.10, dpa2018.sch1.18
clause 1 "Who"
  from council  to police  for channel-referral
  share subject.names
)";

class GovernanceTest : public testing::Test {
protected:
  GovernanceTest() : keys_{} {
    for (unsigned char i = 0; i < 3; ++i) {
      std::array<std::byte, 32> seed{};
      seed.fill(static_cast<std::byte>(100 + i));
      keys_.push_back(SigningKey::from_seed(seed));
      approvers_.push_back({"approver-" + std::to_string(i), *schemas::parse_agency_id("council/lbbd"), keys_.back().verify_key()});
    }
    std::filesystem::create_directories(root() / "agreements");
    put_directory(1);
    put_signed("agreements/small-v1.agreement", agreement, {0, 1});
  }
  const std::filesystem::path& root() const { return scratch_.root(); }
  GovernanceFiles files() const { return {root() / "directory.json", root() / "agreements", approvers_, 2}; }
  void put(const std::string& name, std::string_view text) {
    CHECK(write_file(root() / name, as_bytes(text), FileMode::shared).has_value(), "the test's file cannot be written");
  }
  void put_signed(const std::string& name, const std::string& text, const std::vector<std::size_t>& by) {
    put(name, text);
    std::string lines;
    for (const std::size_t i : by) lines += schemas::signature_line(approvers_[i].name, keys_[i], as_bytes(text)) + "\n";
    put(name + ".sig", lines);
  }
  void put_directory(std::uint32_t version, const std::vector<std::size_t>& by = {0, 1}) {
    schemas::Directory directory = *area_.directory();
    directory.version = version;
    directory.quorum = 2;
    directory.approvers = approvers_;
    directory.officers.clear();
    put_signed("directory.json", schemas::print_directory(directory), by);
  }
  std::string refusal() const {
    const auto read = read_governance(files(), register_, now);
    return read ? "" : read.error().code;
  }
  // Read, and taken into the register as the broker does once it is on disk.
  Governance take() {
    auto read = read_governance(files(), register_, now);
    CHECK(read.has_value(), "the test's files are refused");
    for (const Governance::Row& row : read->rows) register_.apply({++record_, now, row.row});
    return std::move(*read);
  }

  audit::Scratch scratch_;
  sim::Area area_;
  std::vector<SigningKey> keys_;
  std::vector<schemas::Approver> approvers_;
  Register register_;
  std::uint64_t record_ = 0;
};

TEST_F(GovernanceTest, signed_files_are_read_and_every_one_is_an_event) {
  const Governance read = take();
  ASSERT_EQ(read.events.size(), 2U);
  EXPECT_EQ(read.events[0].kind, audit::EventKind::directory);
  EXPECT_EQ(read.events[1].kind, audit::EventKind::agreement);
  EXPECT_EQ(read.events[1].code, "active");
  ASSERT_EQ(read.rows.size(), 2U);
  EXPECT_EQ(read.rules.book->digest(), rules_of(register_)->book->digest());
  EXPECT_THAT(take().events, IsEmpty()) << "nothing changed";
}

TEST_F(GovernanceTest, what_was_taken_once_needs_no_signature_of_those_who_came_later) {
  take();
  schemas::Directory directory = *area_.directory();
  directory.version = 2;
  directory.quorum = 2;
  directory.approvers = {approvers_[1], approvers_[2]};  // approver-0, who had signed the agreement, is one no more
  directory.officers.clear();
  put_signed("directory.json", schemas::print_directory(directory), {0, 1});
  EXPECT_EQ(take().events.size(), 1U);
  put_signed("agreements/small-v2.agreement", std::string{agreement}.replace(agreement.find("version 1"), 9, "version 2"), {0, 1});
  EXPECT_EQ(refusal(), "agreement-unsigned");
  std::filesystem::remove(root() / "agreements/small-v2.agreement");
  directory.version = 3;
  put_signed("directory.json", schemas::print_directory(directory), {0, 1});
  EXPECT_EQ(refusal(), "directory-unsigned") << "whom the broker was provisioned with is not who decides any more";
  put_signed("directory.json", schemas::print_directory(directory), {1, 2});
  EXPECT_EQ(take().events.size(), 1U);
}

TEST_F(GovernanceTest, a_number_that_was_active_is_taken_for_good) {
  take();
  put_signed("agreements/small-v1.agreement", agreement + "# another text\n", {0, 1});
  EXPECT_THAT(take().events, IsEmpty());
  EXPECT_EQ(rules_of(register_)->book->agreements()[0].digest.value(), sha256(as_bytes(agreement)));
}

TEST_F(GovernanceTest, a_directory_without_the_quorum_is_refused) {
  put_directory(1, {0});
  EXPECT_EQ(refusal(), "directory-unsigned");
  put_directory(1, {0, 0});
  EXPECT_EQ(refusal(), "directory-unsigned") << "one approver counts once";
  put_directory(1, {1, 2});
  EXPECT_EQ(refusal(), "");
}

TEST_F(GovernanceTest, an_agreement_without_the_quorum_is_refused) {
  put_signed("agreements/small-v1.agreement", agreement, {2});
  EXPECT_EQ(refusal(), "agreement-unsigned");
  put("agreements/small-v1.agreement", agreement + "\n# one more line than was signed\n");
  EXPECT_EQ(refusal(), "agreement-unsigned");
}

TEST_F(GovernanceTest, an_agreement_that_does_not_check_is_refused_with_its_place) {
  put_signed("agreements/small-v1.agreement", agreement + "  share subject.nmaes\n", {0, 1});
  const auto read = read_governance(files(), register_, now);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, "agreement-invalid");
  EXPECT_THAT(read.error().where, HasSubstr("small-v1.agreement:15:"));
}

TEST_F(GovernanceTest, an_older_directory_is_never_taken_again) {
  put_directory(5);
  take();
  put_directory(4);
  EXPECT_EQ(refusal(), "directory-older");
  put_directory(6);
  take();
  put_directory(5);
  EXPECT_THAT(take().events, IsEmpty()) << "a file that lags behind the register is no way back";
  EXPECT_EQ(register_.directory()->version, 6U);
}

TEST_F(GovernanceTest, a_signed_status_suspends_and_an_unsigned_one_is_refused) {
  take();
  put("agreements/small-v1.status", "suspended small/1\n");
  put("agreements/small-v1.status.sig", "");
  EXPECT_EQ(refusal(), "agreement-unsigned");
  put_signed("agreements/small-v1.status", "suspended other/1\n", {0, 2});
  EXPECT_EQ(refusal(), "agreement-invalid") << "another agreement's";
  put_signed("agreements/small-v1.status", "suspended small/1\n", {0, 2});
  const Governance suspended = take();
  ASSERT_EQ(suspended.events.size(), 1U);
  EXPECT_EQ(suspended.events[0].code, "suspended");
  EXPECT_EQ(suspended.rules.book->footing(0, now), policy::Footing::suspended);
  put_signed("agreements/small-v1.status", "perhaps\n", {0, 2});
  EXPECT_EQ(refusal(), "agreement-invalid");
}

}  // namespace
}  // namespace concordat::broker
