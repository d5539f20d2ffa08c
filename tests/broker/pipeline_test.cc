// What becomes of one submission: admitted once, decided for whom it names, answered from disk.
#include <gmock/gmock.h>

#include "broker/answers.h"
#include "tests/broker/fixture.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using testing::ElementsAre;
using testing::IsEmpty;
using Fate = HeldLedger::Fate;

using PipelineTest = BrokerTest;

TEST_F(PipelineTest, a_message_goes_to_whom_it_names_and_to_nobody_else) {
  for (const Agency agency : {council, nhs, police, school}) hello(agency);
  submit(referral(school, {nhs}), school);
  run();
  const auto accepted = network_.all<schemas::Accepted>();
  ASSERT_EQ(accepted.size(), 1U);
  ASSERT_EQ(accepted[0].outcomes.size(), 1U);
  EXPECT_EQ(accepted[0].outcomes[0].recipient, "nhs/nelft");
  EXPECT_EQ(accepted[0].outcomes[0].outcome, "disclosed");
  ASSERT_EQ(network_.sent.size(), 1U);
  EXPECT_EQ(network_.sent[0].to, "nhs/nelft");
  EXPECT_EQ(network_.sent[0].record, accepted[0].outcomes[0].sequence);
}

TEST_F(PipelineTest, a_message_that_names_nobody_goes_where_the_pathway_says) {
  hello(school);
  submit(referral(school, {}), school);
  run();
  const auto accepted = network_.all<schemas::Accepted>();
  ASSERT_EQ(accepted.size(), 1U);
  std::vector<std::string> recipients;
  for (const auto& outcome : accepted[0].outcomes) recipients.push_back(outcome.recipient);
  EXPECT_THAT(recipients, ElementsAre("police/met", "council/lbbd", "nhs/nelft"));
}

TEST_F(PipelineTest, nobody_speaks_before_hello_and_no_stranger_is_answered) {
  submit(referral(school, {nhs}), school);
  EXPECT_THAT(network_.refusals(), ElementsAre("say-hello"));
  Session stranger = session(school);
  stranger.transport_key = std::string(40, 'x');
  pipeline_.receive(stranger, schemas::Hello{.software = "x", .checkpoint = {}, .credit = 1, .session = {}});
  EXPECT_EQ(network_.replies.size(), 1U);
}

TEST_F(PipelineTest, a_repeat_gets_the_first_answer_and_no_second_decision) {
  hello(school);
  const Bytes frame = sealed(referral(school, {police, nhs}), school);
  receive(school, frame);
  run();
  const std::uint64_t size = log_size();
  clock_.advance(std::chrono::hours{1});
  hello(school);
  run();
  const std::uint64_t renewed = log_size();
  receive(school, frame);
  run();
  EXPECT_EQ(log_size(), renewed);
  EXPECT_GE(renewed, size);
  const auto accepted = network_.all<schemas::Accepted>();
  ASSERT_EQ(accepted.size(), 2U);
  EXPECT_EQ(schemas::encode_frame(accepted[0]), schemas::encode_frame(accepted[1]));
  ASSERT_TRUE(recover(core_)) << "and after a restart too";
  receive(school, frame);
  run();
  EXPECT_EQ(schemas::encode_frame(network_.all<schemas::Accepted>().back()), schemas::encode_frame(accepted[0]));
}

TEST_F(PipelineTest, a_repeat_while_the_first_is_on_its_way_to_disk_is_not_decided_again) {
  hello(school);
  const Bytes frame = sealed(referral(school, {police}), school);
  ledger_.is_holding = true;
  receive(school, frame);
  pipeline_.step();
  receive(school, frame);
  pipeline_.step();
  ledger_.is_holding = false;
  run();
  EXPECT_EQ(entries(EventKind::accepted).size(), 1U);
  EXPECT_EQ(network_.all<schemas::Accepted>().size(), 1U);
}

TEST_F(PipelineTest, the_same_id_with_other_content_is_a_conflict) {
  hello(school);
  schemas::Message message = referral(school, {police});
  submit(message, school);
  run();
  message.body.fields.front().value = "Other";
  submit(message, school);
  run();
  EXPECT_THAT(network_.refusals(), ElementsAre("conflict"));
  EXPECT_EQ(entries(EventKind::accepted).size(), 1U);
  ASSERT_EQ(entries(EventKind::refused).size(), 1U);
  EXPECT_EQ(entries(EventKind::refused)[0].code, "conflict");
}

struct Inadmissible {
  const char* code;
  std::function<void(schemas::Message&)> spoil;
};
class Admission : public BrokerTest, public testing::WithParamInterface<Inadmissible> {};

TEST_P(Admission, refuses_on_the_record_and_again_the_same) {
  hello(school);
  schemas::Message message = referral(school, {police});
  GetParam().spoil(message);
  const Bytes frame = sealed(message, message.envelope.sender == area_.agencies()[nhs] ? nhs : school);
  receive(school, frame);
  run();
  EXPECT_THAT(network_.refusals(), ElementsAre(GetParam().code));
  ASSERT_EQ(entries(EventKind::refused).size(), 1U);
  EXPECT_EQ(entries(EventKind::refused)[0].code, GetParam().code);
  EXPECT_EQ(entries(EventKind::refused)[0].actor, "school/eastbury");
  EXPECT_THAT(entries(EventKind::accepted), IsEmpty());
  receive(school, frame);
  run();
  EXPECT_THAT(network_.refusals(), ElementsAre(GetParam().code, GetParam().code));
}
INSTANTIATE_TEST_SUITE_P(
    Each, Admission,
    testing::Values(Inadmissible{"stale", [](schemas::Message& m) { m.envelope.created -= std::chrono::hours{24 * 61}; }},
                    Inadmissible{"stale", [](schemas::Message& m) { m.envelope.created += std::chrono::hours{1}; }},
                    Inadmissible{"sender-mismatch", [](schemas::Message& m) { m.envelope.sender = *schemas::parse_agency_id("nhs/nelft"); }},
                    Inadmissible{"unknown-recipient", [](schemas::Message& m) { m.envelope.recipients = {*schemas::parse_agency_id("police/kent")}; }},
                    Inadmissible{"no-pathway", [](schemas::Message& m) {
                                   m.envelope.recipients.clear();
                                   m.envelope.area = "E09000003";
                                 }}));

TEST_F(PipelineTest, a_seal_of_an_unlisted_key_is_refused) {
  hello(school);
  auto submit = schemas::seal_message(referral(school, {police}), SigningKey::generate());
  receive(school, schemas::encode_frame(std::move(*submit)));
  run();
  EXPECT_THAT(network_.refusals(), ElementsAre("unknown-key"));
}

TEST_F(PipelineTest, an_agency_over_its_rate_is_told_which_to_send_again) {
  hello(school);
  const schemas::Message message = referral(school, {police});
  const Bytes frame = sealed(message, school);
  for (std::size_t i = 0; i <= core_.limits.submissions_per_minute; ++i) receive(school, frame);
  ASSERT_THAT(network_.refusals(), ElementsAre("rate-limited"));
  EXPECT_EQ(network_.all<schemas::Refused>()[0].message, message.envelope.id);
}

TEST_F(PipelineTest, nothing_is_told_or_sent_before_the_commit) {
  hello(school);
  hello(police);
  const std::size_t before = network_.replies.size();
  ledger_.is_holding = true;
  submit(referral(school, {police}), school);
  run();
  EXPECT_EQ(network_.replies.size(), before);
  EXPECT_THAT(network_.sent, IsEmpty());
  ledger_.is_holding = false;
  run();
  EXPECT_EQ(network_.all<schemas::Accepted>().size(), 1U);
  EXPECT_EQ(network_.sent.size(), 1U);
}

// The tick decided while another is on its way to the disk is numbered after it.
TEST_F(PipelineTest, answers_of_overlapping_ticks_name_their_own_entries) {
  hello(school);
  hello(nhs);
  ledger_.is_holding = true;
  submit(referral(school, {police, council}), school);
  pipeline_.step();
  submit(referral(nhs, {police, council}), nhs);
  pipeline_.step();
  ledger_.is_holding = false;
  run();
  const auto accepted = network_.all<schemas::Accepted>();
  ASSERT_EQ(accepted.size(), 2U);
  for (const schemas::Accepted& answer : accepted) {
    const auto entry = ledger_.log().entry(audit::Sequence{answer.sequence});
    ASSERT_TRUE(entry && *entry);
    EXPECT_EQ((*entry)->kind, EventKind::accepted);
    const auto annex = audit::read_annex(**ledger_.log().annex(audit::Sequence{answer.sequence}));
    EXPECT_EQ(annex->front().value, format_uuid(answer.message.value()));
  }
}

class FailedCommit : public BrokerTest, public testing::WithParamInterface<Fate> {};

TEST_P(FailedCommit, throws_both_ticks_away_and_lets_nothing_out) {
  for (const Agency agency : {school, nhs, police}) hello(agency);
  const Bytes first = sealed(referral(school, {police}), school);
  const Bytes second = sealed(referral(nhs, {police}), nhs);
  ledger_.is_holding = true;
  receive(school, first);
  pipeline_.step();
  receive(nhs, second);
  pipeline_.step();
  const std::size_t told = network_.replies.size();
  ledger_.fate = GetParam();
  ledger_.is_closed = true;
  ledger_.is_holding = false;
  run();
  EXPECT_FALSE(pipeline_.is_available());
  EXPECT_EQ(network_.replies.size(), told);
  EXPECT_THAT(network_.sent, IsEmpty());

  receive(school, first);
  run();
  EXPECT_THAT(network_.refusals(), ElementsAre("log-unavailable"));
  EXPECT_THAT(network_.sent, IsEmpty());

  ledger_.fate = Fate::written;
  ledger_.is_closed = false;
  clock_.advance(core_.limits.reopen_after);
  run();
  EXPECT_TRUE(pipeline_.is_available());
  EXPECT_EQ(entries(EventKind::accepted).size(), GetParam() == Fate::lost ? 0U : 1U);
  receive(school, first);
  receive(nhs, second);
  run();
  EXPECT_EQ(entries(EventKind::accepted).size(), 2U);
  EXPECT_EQ(network_.all<schemas::Accepted>().size(), 2U);
  EXPECT_EQ(network_.sent.size(), 2U);
}
INSTANTIATE_TEST_SUITE_P(Each, FailedCommit, testing::Values(Fate::lost, Fate::written_unknown));

TEST_F(PipelineTest, an_acknowledged_delivery_is_erased_recorded_and_told) {
  hello(school);
  hello(police);
  submit(referral(school, {police}), school);
  run();
  ASSERT_EQ(network_.sent.size(), 1U);
  pipeline_.receive(session(nhs), schemas::Ack{network_.sent[0].disclosure, 0});
  hello(nhs);
  ack(nhs, network_.sent[0]);
  run();
  EXPECT_EQ(core_.outbox.size(), 1U) << "only its recipient can acknowledge it";
  ack(police, network_.sent[0]);
  ack(police, network_.sent[0]);
  run();
  EXPECT_EQ(core_.outbox.size(), 0U);
  EXPECT_THAT(rows(audit::Table::parcels), IsEmpty());
  EXPECT_EQ(entries(EventKind::delivered).size(), 1U);
  const auto statuses = network_.all<schemas::Status>();
  ASSERT_EQ(statuses.size(), 1U);
  EXPECT_EQ(statuses[0].state, "delivered");
  pipeline_.receive(session(school), schemas::Noted{statuses[0].sequence});
  run();
  EXPECT_THAT(rows(audit::Table::notes), IsEmpty());
}

TEST_F(PipelineTest, what_a_recipient_refuses_is_a_dead_letter_until_an_officer_says_otherwise) {
  hello(school);
  hello(police);
  submit(referral(school, {police}), school);
  run();
  pipeline_.receive(session(police), schemas::Nack{network_.sent.at(0).disclosure, "bad-seal"});
  run();
  EXPECT_EQ(core_.outbox.dead(), 1U);
  ASSERT_EQ(network_.all<schemas::Status>().size(), 1U);
  EXPECT_EQ(network_.all<schemas::Status>()[0].state, "returned");
  EXPECT_EQ(network_.all<schemas::Status>()[0].code, "bad-seal");
  pipeline_.ask(area_.officer(), {.question = "retry", .reason = "the key is listed now", .from = network_.sent[0].record, .text = {}});
  run();
  EXPECT_EQ(entries(EventKind::retried).size(), 1U);
  EXPECT_EQ(core_.outbox.dead(), 0U);
  EXPECT_EQ(network_.sent.size(), 2U);
}

TEST_F(PipelineTest, a_dead_letter_is_given_back_for_good_and_its_sender_is_told) {
  hello(school);
  hello(police);
  submit(referral(school, {police}), school);
  run();
  const std::uint64_t record = network_.sent.at(0).record;
  const auto give_back = [&] {
    pipeline_.ask(area_.officer(), {.question = "give-back", .reason = "the force has left the area", .from = record, .text = {}});
    run();
    return network_.all<schemas::Answer>().back().code;
  };
  EXPECT_EQ(give_back(), "no-such-parcel") << "it is on its way";
  pipeline_.receive(session(police), schemas::Nack{network_.sent.at(0).disclosure, "bad-seal"});
  run();
  EXPECT_EQ(give_back(), "");
  EXPECT_EQ(core_.outbox.size(), 0U);
  const auto returned = entries(EventKind::returned);
  ASSERT_EQ(returned.size(), 2U);
  EXPECT_EQ(returned[1].code, "given-back");
  EXPECT_EQ(returned[1].actor, "council/lbbd/ig");
  EXPECT_EQ(returned[1].about, audit::Sequence{record});
  EXPECT_EQ(network_.all<schemas::Status>().back().state, "returned");
  EXPECT_EQ(network_.all<schemas::Status>().back().code, "given-back");
  EXPECT_EQ(give_back(), "no-such-parcel") << "it is gone";
  pipeline_.ask(area_.officer(), {.question = "retry", .reason = "a second thought", .from = record, .text = {}});
  run();
  EXPECT_EQ(network_.all<schemas::Answer>().back().code, "no-such-parcel");
}

TEST_F(PipelineTest, what_nobody_takes_is_returned_after_its_time) {
  hello(school);
  submit(referral(school, {police}), school);
  run();
  clock_.advance(core_.limits.dead_letter_after + std::chrono::hours{1});
  hello(school);
  run();
  EXPECT_EQ(core_.outbox.dead(), 1U);
  ASSERT_EQ(network_.all<schemas::Status>().size(), 1U);
  EXPECT_EQ(network_.all<schemas::Status>()[0].code, "dead-lettered");
}

TEST_F(PipelineTest, an_officer_is_answered_only_once_the_access_is_on_disk) {
  ledger_.is_holding = true;
  pipeline_.ask(area_.officer(), {.question = "queue", .reason = "weekly review", .text = {}});
  run();
  EXPECT_THAT(network_.all<schemas::Answer>(), IsEmpty());
  ledger_.is_holding = false;
  run();
  ASSERT_EQ(network_.all<schemas::Answer>().size(), 1U);
  EXPECT_EQ(network_.all<schemas::Answer>()[0].code, "");
  ASSERT_EQ(entries(EventKind::access).size(), 1U);
  EXPECT_EQ(entries(EventKind::access)[0].code, "queue");
}

TEST_F(PipelineTest, an_officer_gives_a_reason_and_a_stranger_gets_nothing) {
  pipeline_.ask(area_.officer(), {.question = "entries", .reason = "", .text = {}});
  Session stranger = area_.officer();
  stranger.transport_key = std::string(40, 'x');
  pipeline_.ask(stranger, {.question = "entries", .reason = "curious", .text = {}});
  run();
  ASSERT_EQ(network_.all<schemas::Answer>().size(), 1U);
  EXPECT_EQ(network_.all<schemas::Answer>()[0].code, "reason-missing");
  EXPECT_THAT(entries(EventKind::access), IsEmpty());
}

using GovernedPipeline = BrokerTest;

TEST_F(GovernedPipeline, a_suspended_agreement_stops_what_waits_and_what_comes) {
  hello(school);
  submit(referral(school, {police}), school);
  run();
  pipeline_.govern(area_.governance(sim::Prevent::suspended, clock_.now()));
  run();
  hello(police);
  submit(referral(school, {nhs}), school);
  run();
  EXPECT_THAT(network_.sent, IsEmpty());
  EXPECT_EQ(network_.all<schemas::Accepted>().back().outcomes.at(0).outcome, "waiting");
  EXPECT_EQ(rows(audit::Table::waiting).size(), 1U);

  pipeline_.govern(area_.governance(sim::Prevent::active, clock_.now()));
  hello(nhs);
  run();
  EXPECT_EQ(network_.sent.size(), 2U);
  EXPECT_THAT(rows(audit::Table::waiting), IsEmpty());
  const auto statuses = network_.all<schemas::Status>();
  ASSERT_EQ(statuses.size(), 2U);
  EXPECT_EQ(statuses[0].state, "waiting") << "what was queued before";
  EXPECT_EQ(statuses[1].state, "released");
}

TEST_F(GovernedPipeline, what_waited_and_is_refused_after_all_is_told_so) {
  hello(school);
  pipeline_.govern(area_.governance(sim::Prevent::suspended, clock_.now()));
  run();
  submit(referral(school, {police}), school);
  run();
  ASSERT_EQ(network_.all<schemas::Accepted>().back().outcomes.at(0).outcome, "waiting");
  broker::Governance without = area_.governance(sim::Prevent::active, clock_.now());
  without.rules.book = *policy::AgreementBook::compile({{sim::Area::agreement_text("sim-hub", 1), policy::Status::active, {}}}, policy::parties_of(*area_.directory()));
  pipeline_.govern(std::move(without));
  run();
  EXPECT_THAT(rows(audit::Table::waiting), IsEmpty());
  const auto statuses = network_.all<schemas::Status>();
  ASSERT_FALSE(statuses.empty());
  EXPECT_EQ(statuses.back().state, "refused") << "and not that it is on its way";
  EXPECT_EQ(statuses.back().code, "no-agreement");
}

TEST_F(GovernedPipeline, two_changes_in_a_row_decide_what_waits_once) {
  hello(school);
  pipeline_.govern(area_.governance(sim::Prevent::suspended, clock_.now()));
  run();
  submit(referral(school, {police}), school);
  run();
  pipeline_.govern(area_.governance(sim::Prevent::active, clock_.now()));
  pipeline_.govern(area_.governance(sim::Prevent::active, clock_.now()));
  run();
  EXPECT_EQ(entries(EventKind::disclosed).size(), 1U);
  EXPECT_EQ(entries(EventKind::released).size(), 1U);
}

TEST_F(GovernedPipeline, nothing_is_decided_while_a_change_of_rules_is_on_its_way_to_disk) {
  hello(school);
  ledger_.is_holding = true;
  pipeline_.govern(area_.governance(sim::Prevent::suspended, clock_.now()));
  pipeline_.step();
  const std::size_t begun = ledger_.begun;
  submit(referral(school, {police}), school);
  run();
  EXPECT_EQ(ledger_.begun, begun);
  ledger_.is_holding = false;
  run();
  EXPECT_EQ(network_.all<schemas::Accepted>().at(0).outcomes.at(0).outcome, "waiting");
}

TEST_F(GovernedPipeline, a_change_of_rules_outlives_a_failed_commit) {
  hello(school);
  ledger_.fate = Fate::lost;
  pipeline_.govern(area_.governance(sim::Prevent::suspended, clock_.now()));
  run();
  ledger_.fate = Fate::written;
  clock_.advance(core_.limits.reopen_after);
  run();
  hello(school);
  submit(referral(school, {police}), school);
  run();
  EXPECT_EQ(network_.all<schemas::Accepted>().at(0).outcomes.at(0).outcome, "waiting");
  EXPECT_EQ(entries(EventKind::agreement).back().code, "suspended");
}

TEST_F(PipelineTest, a_data_key_that_is_due_goes_before_what_comes_next) {
  hello(school);
  ledger_.is_holding = true;
  submit(referral(school, {police}), school);
  pipeline_.step();
  clock_.advance(core_.limits.data_key_life);
  submit(referral(school, {police}), school);
  pipeline_.step();
  ledger_.is_holding = false;
  run();
  ASSERT_EQ(entries(EventKind::accepted).size(), 2U);
  const audit::Sequence renewed = entries(EventKind::key_rotated).back().sequence;
  EXPECT_LT(entries(EventKind::accepted)[0].sequence, renewed);
  EXPECT_LT(renewed, entries(EventKind::accepted)[1].sequence);
}

TEST_F(PipelineTest, a_link_that_holds_a_checkpoint_we_never_reached_halts_the_broker) {
  const audit::Checkpoint ahead{std::string{sim::log_origin}, log_size() + 5, sha256(as_bytes("a root"))};
  pipeline_.receive(session(school), schemas::Hello{.software = "test", .checkpoint = audit::sign_checkpoint(ahead, sim::Area::log_key()), .credit = 4, .session = {}});
  EXPECT_THAT(network_.refusals(), ElementsAre("checkpoint-inconsistent"));
  EXPECT_FALSE(pipeline_.is_available());
  clock_.advance(std::chrono::hours{1});
  run();
  EXPECT_FALSE(pipeline_.is_available()) << "for good";
}

}  // namespace
}  // namespace concordat::broker
