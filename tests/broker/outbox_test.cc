// The order of the outbox, its patience, and what it opens again.
#include <algorithm>

#include "tests/broker/fixture.h"

namespace concordat::broker {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class OutboxTest : public testing::Test {
protected:
  schemas::DisclosureId add(std::uint64_t record, schemas::Urgency urgency, const schemas::AgencyId& to) {
    const schemas::DisclosureId id{sha256(as_bytes("disclosure " + std::to_string(record)))};
    outbox_.add({id, schemas::MessageId{make_uuid(now_)}, schemas::CaseId{make_uuid(now_)}, *parse_date("2026-04-20"), oak_, to,
                 schemas::BodyType::referral, urgency, "channel-referral", "prevent/1", schemas::AgreementDigest{Digest{}}, now_},
                record, record, now_);
    return id;
  }
  const Instant now_ = *parse_instant("2026-05-01T09:00:00Z");
  const schemas::AgencyId oak_ = *schemas::parse_agency_id("school/oak");
  const schemas::AgencyId met_ = *schemas::parse_agency_id("police/met");
  const schemas::AgencyId nelft_ = *schemas::parse_agency_id("nhs/nelft");
  const Limits limits_;
  Outbox outbox_{limits_};
};

TEST_F(OutboxTest, urgent_goes_first_then_first_in_first_out) {
  using schemas::Urgency;
  const auto second = add(2, Urgency::routine, met_);
  const auto first = add(1, Urgency::routine, met_);
  const auto urgent = add(9, Urgency::urgent, met_);
  const auto emergency = add(8, Urgency::emergency, met_);
  add(3, Urgency::urgent, nelft_);
  EXPECT_EQ(outbox_.due(met_, now_, 10), (std::vector{emergency, urgent, first, second}));
  EXPECT_EQ(outbox_.due(met_, now_, 2), (std::vector{emergency, urgent}));
}

TEST_F(OutboxTest, what_was_sent_comes_again_later_and_later_up_to_a_cap) {
  const auto id = add(1, schemas::Urgency::routine, met_);
  Instant at = now_;
  milliseconds last{0};
  for (int attempt = 0; attempt < 10; ++attempt) {
    ASSERT_EQ(outbox_.due(met_, at, 1).size(), 1U);
    outbox_.sent(id, at);
    EXPECT_TRUE(outbox_.due(met_, at, 1).empty());
    const milliseconds wait = outbox_.find(id)->due - at;
    EXPECT_GE(wait, std::min<milliseconds>(limits_.redeliver_after * (1 << attempt), limits_.redeliver_at_most));
    EXPECT_LE(wait, limits_.redeliver_at_most * 5 / 4);
    EXPECT_GE(wait, last);
    last = wait;
    at += wait;
  }
}

TEST_F(OutboxTest, counts_what_is_in_flight_to_each) {
  const auto one = add(1, schemas::Urgency::routine, met_);
  const auto two = add(2, schemas::Urgency::routine, met_);
  outbox_.sent(one, now_);
  outbox_.sent(two, now_);
  outbox_.sent(one, now_);
  EXPECT_EQ(outbox_.in_flight(met_), 2U);
  outbox_.remove(one);
  EXPECT_EQ(outbox_.in_flight(met_), 1U);
  outbox_.forget_session(met_, now_);
  EXPECT_EQ(outbox_.in_flight(met_), 0U);
  EXPECT_EQ(outbox_.due(met_, now_, 9), std::vector{two});
  EXPECT_EQ(outbox_.in_flight(nelft_), 0U);
}

TEST_F(OutboxTest, neither_parked_nor_dead_parcels_are_due) {
  const auto parked = add(1, schemas::Urgency::routine, met_);
  const auto dead = add(2, schemas::Urgency::routine, met_);
  outbox_.park(parked);
  outbox_.move(dead, 5, Waybill::State::dead);
  EXPECT_TRUE(outbox_.due(met_, now_ + std::chrono::hours{1000}, 10).empty());
  EXPECT_TRUE(outbox_.overdue(now_ + seconds{1}).empty()) << "what is parked waits for people, not for the recipient";
  EXPECT_EQ(outbox_.dead(), 1U);
  outbox_.requeue(parked, now_);
  EXPECT_EQ(outbox_.due(met_, now_, 10), std::vector{parked});
  EXPECT_EQ(outbox_.overdue(now_ + seconds{1}), std::vector{parked});
}

class StoredParcels : public BrokerTest {};

TEST_F(StoredParcels, are_found_again_and_paired_with_their_record) {
  submit(referral(school, {police, nhs}), school);
  hello(school);
  submit(referral(school, {police, nhs}), school);
  run();
  Outbox again{core_.limits};
  ASSERT_TRUE(again.recover(ledger_.log(), core_.vault, clock_.now()));
  ASSERT_EQ(again.size(), 2U);
  for (const Waybill& waybill : again.all()) {
    const auto dispatch = again.open(waybill.label.disclosure, ledger_.log(), core_.vault);
    ASSERT_TRUE(dispatch);
    EXPECT_EQ(dispatch->receipt().sequence().value(), waybill.record);
    EXPECT_EQ(dispatch->parcel().label().recipient, waybill.label.recipient);
  }
}

TEST_F(StoredParcels, under_a_destroyed_key_are_gone) {
  hello(school);
  submit(referral(school, {police}), school);
  run();
  const schemas::DisclosureId id = core_.outbox.all().front().label.disclosure;
  ASSERT_TRUE(core_.vault.rotate(clock_.now()));
  ASSERT_TRUE(core_.vault.destroy_older());
  EXPECT_FALSE(core_.outbox.open(id, ledger_.log(), core_.vault));
  Outbox again{core_.limits};
  ASSERT_TRUE(again.recover(ledger_.log(), core_.vault, clock_.now()));
  EXPECT_EQ(again.size(), 0U);
}

TEST_F(StoredParcels, are_sealed_anew_before_their_key_goes) {
  hello(school);
  submit(referral(school, {police}), school);
  run();
  const auto before = rows(audit::Table::parcels);
  const std::uint32_t generation = core_.vault.generation();
  clock_.advance(core_.limits.data_key_life);
  run();
  const auto after = rows(audit::Table::parcels);
  ASSERT_EQ(before.size(), 1U);
  ASSERT_EQ(after.size(), 1U);
  EXPECT_GT(core_.vault.generation(), generation);
  EXPECT_FALSE(core_.vault.has_older());
  EXPECT_EQ(decode_parcel(after[0].value)->generation, core_.vault.generation());
  EXPECT_EQ(after[0].sequence, before[0].sequence);
  EXPECT_TRUE(core_.outbox.open(core_.outbox.all().front().label.disclosure, ledger_.log(), core_.vault));
}

using DispatchDeathTest = StoredParcels;

// Sending on under another disclosure's receipt would be a breach: the process ends first.
TEST_F(DispatchDeathTest, a_parcel_pairs_with_no_receipt_but_its_own) {
  hello(school);
  submit(referral(school, {police, nhs}), school);
  run();
  const auto all = core_.outbox.all();
  ASSERT_EQ(all.size(), 2U);
  const auto take = [&] { return core_.outbox.open(all[0].label.disclosure, ledger_.log(), core_.vault); };
  ASSERT_TRUE(take());
  const auto pair_with = [&](std::uint64_t entry) {
    auto receipt = ledger_.log().reopen_receipt(audit::Sequence{entry});
    Parcel parcel = std::move(const_cast<Parcel&>(take()->parcel()));
    return Dispatch::pair(std::move(parcel), std::move(**receipt));
  };
  EXPECT_EQ(pair_with(all[0].record).receipt().sequence().value(), all[0].record);
  EXPECT_DEATH(pair_with(all[1].record), "another disclosure");
  const std::uint64_t accepted = entries(audit::EventKind::accepted).front().sequence.value();
  EXPECT_DEATH(pair_with(accepted), "another kind of event");
}

}  // namespace
}  // namespace concordat::broker
