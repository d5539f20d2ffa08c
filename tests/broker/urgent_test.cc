// Nothing urgent fails silently: what was refused, waits, is not taken or not answered for comes back as NOT DELIVERED, with
// whom to call instead.
#include <gmock/gmock.h>

#include "tests/broker/fixture.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using schemas::Urgency;
using testing::ElementsAre;
using testing::IsEmpty;

class UrgentTest : public BrokerTest {
protected:
  schemas::Message urgent(Agency from, std::vector<Agency> to, Urgency urgency = Urgency::urgent) {
    schemas::Message message = referral(from, std::move(to));
    message.envelope.urgency = urgency;
    return message;
  }
  std::vector<std::string> told() const {  // "STATE CODE to RECIPIENT: NAME NUMBER"
    std::vector<std::string> out;
    std::set<std::uint64_t> seen;  // a note is told until it is noted
    for (const schemas::Status& status : network_.all<schemas::Status>())
      if (seen.insert(status.sequence).second) out.push_back(status.state + " " + status.code + " to " + status.recipient + ": " + status.call_name + " " + status.call_number);
    return out;
  }
  void pass(std::chrono::milliseconds time) {
    clock_.advance(time);
    for (const Agency agency : {school, police})
      if (core_.sessions.find(area_.agencies()[agency]) != nullptr) pipeline_.receive(session(agency), schemas::Heartbeat{});
    run();
  }
};

TEST_F(UrgentTest, what_is_refused_is_told_at_once_with_whom_to_call) {
  hello(school);
  schemas::Message message = urgent(school, {police});
  message.envelope.purpose = "something-else";
  submit(message, school);
  run();
  EXPECT_THAT(told(), ElementsAre("not-delivered no-agreement to police/met: police/met 020 7946 0999")) << "no pathway: the duty contact";
  schemas::Message nowhere = urgent(school, {police});
  nowhere.envelope.recipients = {*schemas::parse_agency_id("police/kent")};
  submit(nowhere, school);
  run();
  EXPECT_EQ(told().back(), "not-delivered unknown-recipient to : Duty desk 020 7946 0000");
}

TEST_F(UrgentTest, what_waits_is_told_at_once_and_a_routine_message_is_not) {
  hello(school);
  pipeline_.govern(area_.governance(sim::Prevent::suspended, clock_.now()));
  run();
  submit(referral(school, {police}), school);
  run();
  EXPECT_THAT(told(), IsEmpty());
  submit(urgent(school, {police}), school);
  run();
  EXPECT_THAT(told(), ElementsAre("not-delivered agreement-suspended to police/met: Duty desk 020 7946 0000"));
}

TEST_F(UrgentTest, what_is_parked_on_its_way_is_told_at_once) {
  hello(school);
  submit(urgent(school, {police}), school);
  run();
  pipeline_.govern(area_.governance(sim::Prevent::suspended, clock_.now()));
  hello(police);
  run();
  EXPECT_THAT(told(), ElementsAre("not-delivered agreement-not-in-force to police/met: Duty desk 020 7946 0000"));
}

TEST_F(UrgentTest, what_nobody_takes_is_told_within_a_minute_and_once) {
  hello(school);
  submit(urgent(school, {police}), school);
  run();
  pass(std::chrono::seconds{40});
  EXPECT_THAT(told(), IsEmpty());
  pass(std::chrono::seconds{6});
  EXPECT_THAT(told(), ElementsAre("not-delivered undelivered to police/met: Duty desk 020 7946 0000"));
  ASSERT_TRUE(recover(core_)) << "a restart tells it no second time";
  pass(std::chrono::seconds{60});
  EXPECT_EQ(entries(EventKind::waiting).size(), 1U);
}

TEST_F(UrgentTest, what_no_person_answers_for_in_its_pathways_time_is_told_after_a_restart_too) {
  hello(school);
  hello(police);
  submit(urgent(school, {police}), school);
  run();
  ack(police, network_.sent.at(0));
  run();
  ASSERT_TRUE(recover(core_));
  EXPECT_EQ(core_.watches.all().size(), 1U);
  pass(std::chrono::hours{97});  // sent on a Friday; the Monday, 4 May 2026, is a bank holiday
  const auto statuses = told();
  EXPECT_THAT(statuses, ElementsAre("delivered  to police/met:  ", "not-delivered unacknowledged to police/met: Duty desk 020 7946 0000"));
  EXPECT_THAT(core_.watches.all(), testing::SizeIs(0));
  EXPECT_THAT(rows(audit::Table::waiting), IsEmpty());
}

TEST_F(UrgentTest, an_emergency_is_answered_for_within_the_hour) {
  hello(school);
  hello(police);
  submit(urgent(school, {police}, Urgency::emergency), school);
  run();
  ack(police, network_.sent.at(0));
  run();
  pass(std::chrono::minutes{59});
  EXPECT_EQ(told().size(), 1U);
  pass(std::chrono::minutes{1});
  EXPECT_EQ(told().back(), "not-delivered unacknowledged to police/met: Duty desk 020 7946 0000");
}

TEST_F(UrgentTest, a_person_who_has_it_ends_the_watch_and_is_recorded_once) {
  hello(school);
  hello(police);
  submit(urgent(school, {police}), school);
  run();
  const schemas::Acknowledged has_it{network_.sent.at(0).disclosure, "A. Duty", "020 7946 0001"};
  pipeline_.receive(session(police), has_it);
  run();
  EXPECT_THAT(entries(EventKind::acknowledged), IsEmpty()) << "not before it was delivered";
  ack(police, network_.sent.at(0));
  run();
  for (int i = 0; i < 3; ++i) pipeline_.receive(session(police), has_it);
  run();
  pipeline_.receive(session(police), has_it);
  run();
  EXPECT_EQ(entries(EventKind::acknowledged).size(), 1U);
  EXPECT_GE(network_.all<schemas::Acknowledged>().size(), 2U) << "told each time that it is on disk";
  pass(std::chrono::hours{24 * 10});
  EXPECT_THAT(told(), ElementsAre("delivered  to police/met:  ", "acknowledged  to police/met:  "));
}

TEST_F(UrgentTest, what_its_recipient_refuses_comes_back_with_whom_to_call) {
  hello(school);
  hello(police);
  submit(urgent(school, {police}), school);
  run();
  pipeline_.receive(session(police), schemas::Nack{network_.sent.at(0).disclosure, "bad-seal"});
  run();
  EXPECT_THAT(told(), ElementsAre("returned bad-seal to police/met: Duty desk 020 7946 0000"));
  EXPECT_THAT(core_.watches.all(), testing::SizeIs(0));
}

TEST_F(UrgentTest, a_link_is_told_the_desks_it_may_need_when_it_greets) {
  hello(school);
  ASSERT_EQ(network_.all<schemas::Welcome>().size(), 1U);
  EXPECT_THAT(network_.all<schemas::Welcome>()[0].desks,
              ElementsAre(schemas::Desk{"referral", "channel-referral", "Duty desk", "020 7946 0000"},
                          schemas::Desk{"referral", "safeguarding-mash", "Duty desk", "020 7946 0000"}));
}

}  // namespace
}  // namespace concordat::broker
