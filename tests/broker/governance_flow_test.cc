// Governance while messages flow: nothing leaves after the tick that stopped it, and what waited is decided afresh.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <set>

#include "tests/broker/governed.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using schemas::ActKind;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;

class GovernanceFlow : public GovernedTest {
protected:
  // The next version, drafted by bola, approved and activated; counts from that day.
  void renew(int version, const std::string& dates) {
    const std::string subject = "hub/" + std::to_string(version);
    act(Who::bola, proposal(Who::bola, hub_text(version, dates), subject));
    for (const Who who : {Who::amina, Who::ben}) act(who, word(who, ActKind::agreement_approve, subject));
    act(Who::amina, word(Who::amina, ActKind::agreement_activate, subject));
    ASSERT_EQ(code_of_last(), "");
  }
  std::size_t disclosed() const { return entries(EventKind::disclosed).size(); }
};

TEST_F(GovernanceFlow, nothing_leaves_after_a_suspension) {
  hello(council);
  submit(referral_under_hub(), council);
  run();
  ASSERT_EQ(disclosed(), 1U) << "decided, and queued: the police are not there yet";
  act(Who::iman, word(Who::iman, ActKind::agreement_suspend, "hub/1"));
  submit(referral_under_hub(), council);
  hello(police);
  run();
  EXPECT_THAT(network_.sent, IsEmpty());
  EXPECT_EQ(disclosed(), 1U);
  const std::uint64_t suspended_at = entries(EventKind::agreement).back().sequence.value();
  for (const audit::Entry& entry : entries(EventKind::disclosed)) EXPECT_LT(entry.sequence.value(), suspended_at);
  act(Who::iman, word(Who::iman, ActKind::agreement_resume, "hub/1"));
  hello(police);
  run();
  EXPECT_EQ(disclosed(), 2U);
  std::set<schemas::DisclosureId> sent;
  for (const Memory::Sent& each : network_.sent) sent.insert(each.disclosure);
  EXPECT_EQ(sent.size(), 2U) << "the one that was queued, and the one that waited";
}

TEST_F(GovernanceFlow, a_suspended_field_stays_behind_in_queued_parcels_too) {
  hello(council);
  submit(referral_under_hub(), council);
  run();
  ASSERT_EQ(disclosed(), 1U);
  act(Who::iman, word(Who::iman, ActKind::agreement_suspend, "hub/1", {{"field", "subject.birthDate"}}));
  hello(police);
  run();
  EXPECT_THAT(network_.sent, IsEmpty()) << "it was packed with the birth date";
  EXPECT_THAT(codes(EventKind::waiting), Contains("agreement-not-in-force"));
  submit(referral_under_hub(), council);
  run();
  ASSERT_EQ(network_.sent.size(), 1U) << "what is decided now goes without it";
  act(Who::ben, word(Who::ben, ActKind::agreement_resume, "hub/1"));
  run();
  EXPECT_EQ(network_.sent.size(), 2U);
}

TEST_F(GovernanceFlow, a_suspended_recipients_messages_wait) {
  hello(council);
  hello(police);
  act(Who::bola, word(Who::bola, ActKind::agreement_suspend, "hub/1", {{"recipient", "police/met"}}));
  submit(referral_under_hub(), council);
  run();
  EXPECT_EQ(disclosed(), 0U);
  EXPECT_THAT(codes(EventKind::waiting), Contains("agreement-suspended"));
  act(Who::bola, word(Who::bola, ActKind::agreement_resume, "hub/1"));
  hello(police);
  run();
  EXPECT_EQ(disclosed(), 1U);
}

TEST_F(GovernanceFlow, a_revoked_key_stops_mid_session) {
  hello(council);
  run();
  submit(referral_under_hub(), council);
  run();
  ASSERT_EQ(disclosed(), 1U);
  schemas::Directory next = *core_.rules.directory;
  ++next.version;
  next.organisations[council].signing_keys[0].until = clock_.now();
  next.organisations[police].transport_key = std::string(40, 'z');
  const std::string json = schemas::print_directory(next);
  const std::string subject = "directory/" + std::to_string(next.version);
  act(Who::eve, carried(people_, Who::eve, people_.says(Who::eve, ActKind::directory_propose, subject, clock_.now()), {{"text", json}}));
  for (const Who who : {Who::amina, Who::ben}) {
    schemas::Statement said = people_.says(who, ActKind::directory_approve, subject, clock_.now());
    said.binds = {{"text", sha256(as_bytes(json))}};
    act(who, {people_.signed_by(who, said), {{"signature", schemas::signature_line(people_.id(who), people_.key(who), as_bytes(json))}}});
  }
  ASSERT_EQ(core_.rules.directory->version, next.version);
  EXPECT_THAT(codes(EventKind::directory), Contains("version-" + std::to_string(next.version)));
  submit(referral_under_hub(), council);
  hello(police);
  run();
  EXPECT_EQ(disclosed(), 1U) << "sealed with a key that counts no more";
  EXPECT_THAT(network_.refusals(), Contains("unknown-key"));
  EXPECT_THAT(network_.sent, IsEmpty()) << "a session with a revoked transport key gets nothing";
}

TEST_F(GovernanceFlow, a_persons_key_revoked_stops_their_acts_and_their_session) {
  schemas::Directory next = *core_.rules.directory;
  ++next.version;
  for (schemas::Person& person : next.persons)
    if (person.id == "iman") person.standing = schemas::Standing::suspended;
  const std::string json = schemas::print_directory(next);
  const std::string subject = "directory/" + std::to_string(next.version);
  act(Who::eve, carried(people_, Who::eve, people_.says(Who::eve, ActKind::directory_propose, subject, clock_.now()), {{"text", json}}));
  const ActRow before = word(Who::iman, ActKind::agreement_suspend, "hub/1");
  for (const Who who : {Who::amina, Who::ben}) {
    schemas::Statement said = people_.says(who, ActKind::directory_approve, subject, clock_.now());
    said.binds = {{"text", sha256(as_bytes(json))}};
    act(who, {people_.signed_by(who, said), {{"signature", schemas::signature_line(people_.id(who), people_.key(who), as_bytes(json))}}});
  }
  act(Who::amina, before);
  EXPECT_EQ(code_of_last(), "person-key-invalid") << "carried by another, signed before it was revoked";
  const std::size_t answered = answers().size();
  ask(Who::iman, word(Who::iman, ActKind::agreement_suspend, "hub/1"));
  run();
  EXPECT_EQ(answers().size(), answered) << "the session gets no answer at all";
}

TEST_F(GovernanceFlow, renewal_by_name_decides_afresh) {
  renew(2, "2026-04-01 until 2026-06-01");
  hello(council);
  clock_.advance(std::chrono::hours{24 * 60});
  run();
  EXPECT_EQ(state("hub/2"), "lapsed");
  hello(council);
  hello(police);
  schemas::Message message = referral_under_hub(2);
  submit(message, council);
  run();
  EXPECT_EQ(disclosed(), 0U);
  EXPECT_THAT(codes(EventKind::waiting), Contains("agreement-lapsed"));
  EXPECT_THAT(codes(EventKind::agreement), Contains("expired"));
  renew(3, "2026-06-10 until 2027-04-01");
  hello(police);
  run();
  ASSERT_EQ(disclosed(), 1U);
  EXPECT_EQ(entries(EventKind::disclosed)[0].agreement->name, "hub/3") << "under the renewal, by name";
  EXPECT_FALSE(entries(EventKind::released).empty());
  EXPECT_EQ(network_.sent.size(), 1U);
}

TEST_F(GovernanceFlow, who_has_left_gets_nothing_more) {
  hello(council);
  submit(referral_under_hub(), council);
  run();
  ASSERT_EQ(disclosed(), 1U);
  act(Who::ben, word(Who::ben, ActKind::agreement_leave, "hub/1"));
  EXPECT_THAT(codes(EventKind::accession), Contains("left"));
  submit(referral_under_hub(), council);
  hello(police);
  run();
  EXPECT_EQ(disclosed(), 1U);
  EXPECT_THAT(network_.sent, IsEmpty()) << "nor what was queued";
}

}  // namespace
}  // namespace concordat::broker
