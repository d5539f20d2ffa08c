#include "adapters/link/verify.h"

#include "tests/link/area.h"

namespace concordat::link {
namespace {

class VerifyTest : public testing::Test {
protected:
  VerifyTest() {
    audit::Entry entry;
    entry.at = clock_.at;
    for (int i = 0; i < 3; ++i) log_.append(entry);
    kept_ = *KeptCheckpoint::open(scratch_ / "checkpoint", pinned());
  }
  audit::LogKeys pinned() const { return {directory_.log_key, directory_.log_origin}; }
  void keep(std::uint64_t size) {
    const std::string note = log_.note(size);
    ASSERT_TRUE(kept_->keep({*audit::verify_checkpoint(note, directory_.log_key), note}));
  }
  std::string verdict(const schemas::Deliver& deliver) const { return verdict(deliver, police); }
  std::string verdict(const schemas::Deliver& deliver, const schemas::AgencyId& self) const {
    const auto verified = verify_delivery(deliver, {self, directory_, *kept_});
    return verified ? "ok" : std::string{verified.error().code};
  }
  // A delivery of `payload`, recorded by `entry`, that holds in every other way.
  schemas::Deliver recorded(Bytes payload, const std::function<void(audit::Entry&)>& change) {
    const schemas::DisclosureId id = schemas::disclosure_id(log_origin, police, payload);
    audit::Entry entry = disclosed_entry(id, school, police, clock_.at);
    change(entry);
    const auto sequence = log_.append(entry);
    return {id, std::move(payload), log_.receipt(sequence, log_.size()), log_.consistency(kept_->size(), log_.size()), kept_->size()};
  }
  Bytes payload() { return test_payload(test_message(clock_.at), police, key_of(school_seed)); }

  Scratch scratch_;
  TestClock clock_;
  MemoryLog log_;
  schemas::Directory directory_ = test_directory();
  std::optional<KeptCheckpoint> kept_;
};

TEST_F(VerifyTest, takes_what_holds_and_says_what_it_was) {
  keep(2);
  const schemas::Deliver deliver = test_delivery(log_, test_message(clock_.at, "a concern"), clock_.at, 2);
  const auto verified = verify_delivery(deliver, {police, directory_, *kept_});
  ASSERT_TRUE(verified) << verified.error().code;
  EXPECT_EQ(verified->delivered.envelope.sender, school);
  EXPECT_EQ(verified->sequence, audit::Sequence{3});
  EXPECT_EQ(verified->checkpoint.checkpoint.size, 4U);
  const auto* family = verified->delivered.find("subject.names.family", verified->delivered.in("subject.names").at(0));
  ASSERT_NE(family, nullptr);
  EXPECT_EQ(family->value, "Neill");
}

TEST_F(VerifyTest, the_first_checkpoint_ever_is_accepted_as_it_is) {
  EXPECT_EQ(verdict(test_delivery(log_, test_message(clock_.at), clock_.at, 0)), "ok");
}

TEST_F(VerifyTest, each_lie_has_its_code) {
  keep(2);
  const schemas::Deliver good = test_delivery(log_, test_message(clock_.at), clock_.at, 2);
  ASSERT_EQ(verdict(good), "ok");
  const struct {
    const char* name;
    std::string expected;
    std::function<schemas::Deliver(schemas::Deliver)> change;
  } cases[] = {
      {"another disclosure id", "disclosure-mismatch", [](schemas::Deliver d) { d.disclosure = schemas::DisclosureId{Digest{}}; return d; }},
      {"a byte of the payload", "disclosure-mismatch", [](schemas::Deliver d) { d.payload.at(200) ^= std::byte{1}; return d; }},
      {"a receipt cut short", "receipt-malformed", [](schemas::Deliver d) { d.receipt.resize(40); return d; }},
      {"no receipt", "receipt-malformed", [](schemas::Deliver d) { d.receipt.clear(); return d; }},
      {"a receipt of another log", "receipt-signature",
       [&](schemas::Deliver d) {
         MemoryLog other{police_seed};
         d.receipt = other.receipt(other.append(disclosed_entry(d.disclosure, school, police, clock_.at)), 1);
         return d;
       }},
      {"a receipt of another entry", "receipt-mismatch", [&](schemas::Deliver d) { d.receipt = log_.receipt(audit::Sequence{1}, log_.size()); return d; }},
      {"a proof from elsewhere", "log-inconsistent", [](schemas::Deliver d) { d.consistency.assign(1, Digest{}); return d; }},
      {"no proof", "log-inconsistent", [](schemas::Deliver d) { d.consistency.clear(); return d; }},
      {"a proof from another size", "out-of-step", [&](schemas::Deliver d) { d.from_size = 3; d.consistency = log_.consistency(3, log_.size()); return d; }},
  };
  for (const auto& lie : cases) EXPECT_EQ(verdict(lie.change(good)), lie.expected) << lie.name;
  EXPECT_EQ(verdict(good, school), "disclosure-mismatch") << "delivered to somebody else";
}

TEST_F(VerifyTest, the_log_must_record_exactly_this) {
  keep(3);
  const struct {
    const char* name;
    std::function<void(audit::Entry&)> change;
  } cases[] = {
      {"an acceptance", [](audit::Entry& e) { e.kind = audit::EventKind::accepted; }},
      {"another recipient", [](audit::Entry& e) { e.counterpart = school.value(); }},
      {"another sender", [](audit::Entry& e) { e.actor = police.value(); }},
      {"another disclosure", [](audit::Entry& e) { e.reference = Digest{}; }},
  };
  for (const auto& wrong : cases) EXPECT_EQ(verdict(recorded(payload(), wrong.change)), "receipt-mismatch") << wrong.name;
  EXPECT_EQ(verdict(recorded(payload(), [](audit::Entry&) {})), "ok");
}

TEST_F(VerifyTest, a_sender_the_directory_does_not_vouch_for_is_not_believed) {
  keep(3);
  EXPECT_EQ(verdict(recorded(test_payload(test_message(clock_.at), police, key_of(9)), [](audit::Entry&) {})), "unknown-key");
  // The key was valid when the log took the message, whatever the sender says of the time; and the other way about.
  const Instant revoked = clock_.at + std::chrono::hours{1};
  directory_.organisations[0].signing_keys[0].until = revoked;
  EXPECT_EQ(verdict(recorded(payload(), [](audit::Entry&) {})), "ok");
  EXPECT_EQ(verdict(recorded(payload(), [&](audit::Entry& e) { e.at = revoked; })), "unknown-key");
  directory_.organisations[0].standing = schemas::Standing::suspended;
  EXPECT_EQ(verdict(recorded(payload(), [](audit::Entry&) {})), "unknown-key");
}

// Every byte of a payload, changed, with the broker recording the changed bytes as if they were true: what the seal and
// the leaves do not cover are the broker's own words (notices, terms, which key), never a value.
TEST_F(VerifyTest, a_broker_that_alters_a_value_is_caught) {
  keep(3);
  const Bytes good = test_payload(test_message(clock_.at, "CANARY-CONCERN"), police, key_of(school_seed));
  const auto at = as_text(good).find("CANARY-CONCERN");
  ASSERT_NE(at, std::string_view::npos);
  Bytes altered = good;
  altered[at] = std::byte{'X'};
  EXPECT_EQ(verdict(recorded(altered, [](audit::Entry&) {})), "bad-leaf");
  const auto family = as_text(good).find("Neill");
  ASSERT_NE(family, std::string_view::npos);
  altered = good;
  altered[family + 1] ^= std::byte{4};
  EXPECT_EQ(verdict(recorded(altered, [](audit::Entry&) {})), "bad-leaf");
  const auto purpose = as_text(good).find("channel-referral");
  ASSERT_NE(purpose, std::string_view::npos);
  altered = good;
  altered[purpose] = std::byte{'C'};
  EXPECT_NE(verdict(recorded(altered, [](audit::Entry&) {})), "ok");
}

TEST_F(VerifyTest, a_log_that_went_back_is_caught) {
  keep(3);
  log_.append({});
  keep(4);
  MemoryLog shorter;
  for (int i = 0; i < 2; ++i) shorter.append({});
  schemas::Deliver deliver = test_delivery(shorter, test_message(clock_.at), clock_.at, 0);
  deliver.from_size = 4;
  EXPECT_EQ(verdict(deliver), "log-rollback");
}

TEST_F(VerifyTest, what_was_stored_opens_again_whatever_became_of_its_sender) {
  const schemas::Deliver deliver = test_delivery(log_, test_message(clock_.at), clock_.at, 0);
  const Held held{deliver.disclosure, deliver.payload, deliver.receipt};
  directory_.organisations[0].standing = schemas::Standing::left;
  ASSERT_EQ(verdict(deliver), "unknown-key");
  EXPECT_TRUE(reopen_delivery(held, {police, directory_, *kept_}));
  Held damaged = held;
  damaged.payload.back() ^= std::byte{1};
  EXPECT_FALSE(reopen_delivery(damaged, {police, directory_, *kept_}));
}

TEST_F(VerifyTest, the_kept_checkpoint_outlives_a_restart_and_is_not_forgotten_when_damaged) {
  keep(2);
  const auto again = KeptCheckpoint::open(scratch_ / "checkpoint", pinned());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->size(), 2U);
  EXPECT_EQ(again->note(), log_.note(2));
  write_text(scratch_ / "checkpoint", "x" + log_.note(2));
  EXPECT_FALSE(KeptCheckpoint::open(scratch_ / "checkpoint", pinned()));
  write_text(scratch_ / "checkpoint", "");
  EXPECT_FALSE(KeptCheckpoint::open(scratch_ / "checkpoint", pinned()));
}

}  // namespace
}  // namespace concordat::link
