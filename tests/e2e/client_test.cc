// Clients that are not what they say, each against the real broker: none gets anything that is not its own.
#include <gtest/gtest.h>

#include "tests/e2e/officer.h"

namespace concordat::e2e {
namespace {

using namespace std::chrono_literals;

constexpr auto silence = 400ms;  // many times what an answer takes

class Client : public testing::Test {
protected:
  void SetUp() override {
    area_.start_broker();
    broker_key_ = area_.directory().broker_key;
  }
  RawLink link(const std::string& kind, const std::string& routing_id = {}) {
    return RawLink{area_.endpoint(), broker_key_, keys_of(area_, kind), routing_id};
  }
  std::size_t disclosed() const { return count_of(entries_of(area_), R"("kind":"disclosed")"); }

  Area area_;
  std::string broker_key_;
};

class ClientRevoked : public Client {
protected:
  void gets_nothing_from_then_on(const std::function<void(schemas::Organisation&)>& revoke, const std::string& outcome);
};

TEST_F(Client, with_an_unknown_key_hears_nothing_at_all) {
  RawLink stranger{area_.endpoint(), broker_key_, new_curve_pair()};
  EXPECT_FALSE(stranger.try_send(schemas::encode_frame(schemas::Hello{})));
  EXPECT_FALSE(stranger.receive(silence));
  EXPECT_TRUE(area_.wait_for([&] { return area_.log("broker").find("unknown-transport-key") != std::string::npos; }));
  RawLink known = link("nhs");
  EXPECT_TRUE(known.greet()) << "the same client with a listed key is welcome";
}

TEST_F(Client, with_an_agencys_key_is_nobody_at_the_officers_door) {
  RawLink agency{area_.admin_endpoint(), broker_key_, keys_of(area_, "nhs")};
  EXPECT_FALSE(agency.try_send(schemas::encode_frame(schemas::Ask{.question = "status", .reason = {}, .from = 0, .count = 0, .text = {}})));
  RawLink officer{area_.endpoint(), broker_key_, officer_keys(area_, "ig-officer")};
  EXPECT_FALSE(officer.try_send(schemas::encode_frame(schemas::Hello{})));
}

TEST_F(Client, that_names_another_agency_as_sender_is_refused) {
  RawLink police = link("police");
  RawLink school = link("school");
  ASSERT_TRUE(police.greet());
  ASSERT_TRUE(school.greet());
  const schemas::Message message = referral("police", {});
  const SigningKey stolen = signing_key_of(area_, "police");  // even with the other's own signature
  school.say(sealed(message, stolen));
  const auto refused = school.hear<schemas::Refused>();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->code, "sender-mismatch");
  EXPECT_FALSE(police.hear<schemas::Deliver>(silence));
  EXPECT_EQ(disclosed(), 0U);
  police.say(sealed(message, stolen));
  EXPECT_TRUE(police.hear<schemas::Accepted>()) << "the id was not spoiled for its owner";
}

TEST_F(Client, that_said_no_hello_is_asked_for_it) {
  RawLink nhs = link("nhs");
  nhs.say(sealed(referral("nhs", {}), signing_key_of(area_, "nhs")));
  const auto refused = nhs.hear<schemas::Refused>();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->code, "say-hello");
  EXPECT_EQ(disclosed(), 0U);
}

// The broker gives ids of a zero byte and four more. A ROUTER takes a peer's own only if it does not begin with a zero, and
// one that looks like them must not become somebody else's address.
TEST_F(Client, that_chose_its_routing_id_is_not_spoken_with) {
  RawLink police = link("police");
  ASSERT_TRUE(police.greet());
  for (const std::string& routing_id : {std::string{"police/met"}, std::string{"\x01\x02\x03\x04\x05"}, std::string{"AAAAA"}}) {
    RawLink school = link("school", routing_id);
    school.say(schemas::Hello{.protocol = schemas::protocol_version, .software = "raw", .checkpoint = {}, .credit = 16,
                              .session = std::make_shared<const Secret<32>>(random_secret())});
    EXPECT_FALSE(school.receive(silence)) << testing::PrintToString(routing_id);
  }
}

TEST_F(Client, that_reuses_a_routing_id_gets_nothing_of_its_owner) {
  RawLink nhs = link("nhs");
  ASSERT_TRUE(nhs.greet());
  std::vector<std::unique_ptr<RawLink>> crowd;  // connections with one id, of one agency and of two
  for (const std::string kind : {"school", "school", "probation"})
    crowd.push_back(std::make_unique<RawLink>(area_.endpoint(), broker_key_, keys_of(area_, kind), "same"));
  RawLink police = link("police");
  ASSERT_TRUE(police.greet());
  for (const auto& link : crowd) link->try_send(schemas::encode_frame(schemas::Heartbeat{}));
  nhs.say(sealed(referral("nhs", {.recipients = {"police/met"}}), signing_key_of(area_, "nhs")));
  ASSERT_TRUE(police.hear<schemas::Deliver>()) << "its owner gets it";
  for (const auto& link : crowd) EXPECT_FALSE(link->receive(100ms));
}

// ZeroMQ lets a peer choose even an id of the shape that the ROUTER makes, and take over one that has become free while the
// broker still believes its owner there. The frames it is then sent are sealed for the owner's session.
TEST_F(Client, found_at_anothers_address_cannot_read_what_comes_there) {
  const std::string routing_id{"\0AAAA", 5};
  std::make_unique<RawLink>(area_.endpoint(), broker_key_, keys_of(area_, "school"), routing_id)->greet();
  std::unique_ptr<RawLink> taker;
  ASSERT_TRUE(area_.wait_for([&] {
    taker = std::make_unique<RawLink>(area_.endpoint(), broker_key_, keys_of(area_, "probation"), routing_id);
    return taker->try_send(schemas::encode_frame(schemas::Heartbeat{})) && taker->hear<schemas::Refused>(500ms);
  })) << "the id is free again";
  RawLink nhs = link("nhs");
  ASSERT_TRUE(nhs.greet());
  nhs.say(sealed(referral("nhs", {.recipients = {"school/eastbury"}}), signing_key_of(area_, "nhs")));
  ASSERT_EQ(nhs.answer(), "school/eastbury disclosed");
  EXPECT_FALSE(taker->hear<schemas::Deliver>(silence));
  EXPECT_EQ(taker->unreadable(), 1U) << "it came there";
  RawLink school = link("school");
  ASSERT_TRUE(school.greet());
  EXPECT_TRUE(school.hear<schemas::Deliver>()) << "and is not lost to its owner";
}

// A later connection of the same agency takes the deliveries; the earlier one gets no frame that it could read.
TEST_F(Client, of_the_same_agency_twice_gets_each_delivery_once) {
  RawLink first = link("police");
  ASSERT_TRUE(first.greet());
  RawLink second = link("police");
  ASSERT_TRUE(second.greet());
  RawLink nhs = link("nhs");
  ASSERT_TRUE(nhs.greet());
  nhs.say(sealed(referral("nhs", {.recipients = {"police/met"}}), signing_key_of(area_, "nhs")));
  EXPECT_TRUE(second.hear<schemas::Deliver>());
  EXPECT_FALSE(first.hear<schemas::Deliver>(silence));
}

// What is sent to a connection is sealed for the session that said hello on it: another that were found in its place, by
// whatever fault of routing, could not read it.
TEST_F(Client, without_the_sessions_key_cannot_read_a_delivery) {
  RawLink police = link("police");
  ASSERT_TRUE(police.greet());
  RawLink nhs = link("nhs");
  ASSERT_TRUE(nhs.greet());
  nhs.say(sealed(referral("nhs", {.text = "canary-4411", .recipients = {"police/met"}}), signing_key_of(area_, "nhs")));
  const auto bytes = police.receive(10s);
  ASSERT_TRUE(bytes);
  const auto frame = schemas::decode_frame(*bytes);
  ASSERT_TRUE(frame && std::holds_alternative<schemas::Boxed>(*frame));
  EXPECT_FALSE(schemas::open_boxed(random_secret(), std::get<schemas::Boxed>(*frame)));
  EXPECT_EQ(as_text(*bytes).find("canary-4411"), std::string_view::npos);
}

// Revoked in mid-session, in either way that a directory can say it.
void ClientRevoked::gets_nothing_from_then_on(const std::function<void(schemas::Organisation&)>& revoke, const std::string& outcome) {
  RawLink police = link("police");
  RawLink nhs = link("nhs");
  ASSERT_TRUE(police.greet(1));  // takes one delivery: the second is in the queue when the suspension comes
  ASSERT_TRUE(nhs.greet());
  const SigningKey nhs_key = signing_key_of(area_, "nhs");
  const SigningKey police_key = signing_key_of(area_, "police");
  nhs.say(sealed(referral("nhs", {.recipients = {"police/met"}}), nhs_key));
  const auto before = police.hear<schemas::Deliver>();
  ASSERT_TRUE(before);
  ASSERT_EQ(nhs.answer(), "police/met disclosed");
  nhs.say(sealed(referral("nhs", {.recipients = {"police/met"}}), nhs_key));
  ASSERT_EQ(nhs.answer(), "police/met disclosed");

  schemas::Directory directory = area_.directory();
  for (schemas::Organisation& organisation : directory.organisations)
    if (organisation.id == agency_of("police")) revoke(organisation);
  area_.write_directory(directory);
  area_.reload();
  ASSERT_TRUE(area_.wait_for([&] { return entries_of(area_).find("version-2") != std::string::npos; }));

  while (police.receive(50ms)) {
  }
  nhs.say(sealed(referral("nhs", {.recipients = {"police/met"}}), nhs_key));
  EXPECT_EQ(nhs.answer(), outcome);
  police.say(sealed(referral("police", {.recipients = {"nhs/nelft"}}), police_key));
  police.say(schemas::Ack{before->disclosure, 0});
  police.say(schemas::Heartbeat{});
  EXPECT_FALSE(police.receive(silence)) << "nothing: not even a refusal";
  EXPECT_FALSE(nhs.hear<schemas::Deliver>(100ms));
  EXPECT_EQ(disclosed(), outcome == "police/met disclosed" ? 3U : 2U) << "of what the police sent, nothing";
  RawLink again = link("police");
  EXPECT_FALSE(again.try_send(schemas::encode_frame(schemas::Heartbeat{}))) << "nor does a new connection open";
}

TEST_F(ClientRevoked, because_its_agency_is_suspended) {
  gets_nothing_from_then_on([](schemas::Organisation& police) { police.standing = schemas::Standing::suspended; }, "police/met refused no-agreement");
}

TEST_F(ClientRevoked, because_its_agency_has_another_key) {
  gets_nothing_from_then_on([](schemas::Organisation& police) { police.transport_key = new_curve_pair().public_key; }, "police/met disclosed");
}

}  // namespace
}  // namespace concordat::e2e
