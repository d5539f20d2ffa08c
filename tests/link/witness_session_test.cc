// A link as a witness: it cosigns what it keeps, follows the log's key, and stops when the broker's history is not the one it knows.
#include <gmock/gmock.h>

#include "audit/cosignature.h"
#include "tests/link/session_fixture.h"

namespace concordat::link {
namespace {

TEST_F(SessionTest, cosigns_what_it_keeps_and_is_told_of_what_it_gets_no_delivery_of) {
  turns(3);
  ASSERT_EQ(broker_.cosignatures.size(), 1U) << "the welcome's checkpoint";
  for (int i = 0; i < 3; ++i) broker_.log.append({});
  broker_.tell(schemas::SeenCheckpoint{broker_.log.note(4), broker_.log.consistency(1, 4), 1});
  turns(3);
  EXPECT_EQ(link_->kept.size(), 4U);
  ASSERT_EQ(broker_.cosignatures.size(), 2U);
  EXPECT_EQ(broker_.cosignatures[1].size, 4U);
  EXPECT_TRUE(audit::read_cosignature(broker_.cosignatures[1].line, broker_.log.note(4), {key_of(school_seed).verify_key(), self_.value()}));

  MemoryLog forked;
  for (int i = 0; i < 6; ++i) forked.append(disclosed_entry(schemas::DisclosureId{Digest{}}, police, school, clock_.now()));
  broker_.tell(schemas::SeenCheckpoint{forked.note(6), forked.consistency(4, 6), 4});
  turns(3);
  EXPECT_EQ(link_->session.state(), Session::State::halted);
  EXPECT_THAT(host_.alarms, testing::ElementsAre("checkpoint-inconsistent"));
  EXPECT_EQ(broker_.cosignatures.size(), 2U) << "a fork is not cosigned";
}

TEST_F(SessionTest, stops_and_alarms_when_the_broker_says_that_its_log_does_not_continue_what_the_link_holds) {
  turns(3);
  const auto later = spool_one();
  broker_.tell(schemas::Refused{std::nullopt, "checkpoint-inconsistent", {}});
  turns(50);
  EXPECT_EQ(link_->session.state(), Session::State::halted);
  EXPECT_THAT(host_.alarms, testing::ElementsAre("checkpoint-inconsistent"));
  EXPECT_TRUE(link_->spool.knows(later));
}

// The log of the fake broker has one entry and goes on by its first key; a welcome brings what is said of later ones.
class FollowingTest : public SessionTest {
protected:
  std::string change(std::uint64_t sequence, unsigned from, unsigned to) const {
    return audit::sign_key_change({std::string{log_origin}, sequence, sha256(as_bytes("the entry before"))}, key_of(from), key_of(to));
  }
  void welcome_again() {
    broker_.reconnect();
    link_->session.turn(100ms);
    broker_.tell(schemas::Refused{std::nullopt, "say-hello", {}});
    clock_.at += 31s;
    turns(20);
  }
};

TEST_F(FollowingTest, follows_a_changed_key_and_no_second_change_of_the_same) {
  turns(3);
  ASSERT_EQ(link_->session.state(), Session::State::open);
  broker_.key_changes = {change(7, log_seed, 101)};
  welcome_again();
  EXPECT_EQ(link_->session.state(), Session::State::open);
  EXPECT_EQ(link_->kept.keys().current(), key_of(101).verify_key());
  link_.reset();
  start();
  EXPECT_EQ(link_->kept.keys().current(), key_of(101).verify_key()) << "from its disk";
  turns(3);

  broker_.key_changes = {change(9, log_seed, 102)};  // by whoever stole the first key
  welcome_again();
  EXPECT_EQ(link_->session.state(), Session::State::halted);
  EXPECT_THAT(host_.alarms, testing::ElementsAre("log-key-contradicted"));
  EXPECT_EQ(link_->kept.keys().current(), key_of(101).verify_key());
}

TEST_F(FollowingTest, takes_the_later_key_for_later_checkpoints_and_the_old_one_no_more) {
  turns(3);
  broker_.key_changes = {change(1, log_seed, 101)};  // checkpoints of 3 entries and more are the new key's
  welcome_again();
  for (int i = 0; i < 3; ++i) broker_.log.append({});
  broker_.tell(schemas::SeenCheckpoint{broker_.log.note(4), broker_.log.consistency(1, 4), 1});
  turns(3);
  EXPECT_EQ(link_->session.state(), Session::State::halted) << "signed by the old key, past the change";
  EXPECT_THAT(host_.alarms, testing::ElementsAre("checkpoint-inconsistent"));
}

}  // namespace
}  // namespace concordat::link
