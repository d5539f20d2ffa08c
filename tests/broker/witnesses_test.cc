#include "broker/witnesses.h"

#include <gtest/gtest.h>

#include "audit/cosignature.h"

namespace concordat::broker {
namespace {

using namespace std::chrono_literals;

SigningKey key_of(int seed) {
  std::array<std::byte, 32> bytes;
  bytes.fill(static_cast<std::byte>(seed));
  return SigningKey::from_seed(bytes);
}

class WitnessesTest : public testing::Test {
protected:
  WitnessesTest() {
    for (const auto& [id, seed] : {std::pair{"police/met", 2}, {"school/oak", 3}}) {
      const VerifyKey key = key_of(seed).verify_key();
      schemas::Organisation organisation{.id = *schemas::parse_agency_id(id), .name = id, .areas = {}, .transport_key = {}, .signing_keys = {},
                                         .standing = schemas::Standing::active, .duty_contact = {}};
      organisation.signing_keys.push_back({.key = key, .fingerprint = schemas::fingerprint_of(key), .from = now_ - 24h, .until = std::nullopt});
      directory_.organisations.push_back(std::move(organisation));
    }
  }
  static audit::SignedCheckpoint checkpoint(std::uint64_t size) {
    const audit::Checkpoint made{"concordat.example/test", size, sha256(as_bytes(std::to_string(size)))};
    return {made, audit::sign_checkpoint(made, key_of(1))};
  }
  std::string line(std::uint64_t size, const schemas::AgencyId& agency, int seed) const {
    return audit::cosign(checkpoint(size).note, agency.value(), key_of(seed), now_);
  }
  Instant now_ = *parse_instant("2026-05-01T09:30:00Z");
  schemas::AgencyId police_ = *schemas::parse_agency_id("police/met");
  schemas::AgencyId school_ = *schemas::parse_agency_id("school/oak");
  schemas::Directory directory_;
  Witnesses witnesses_;
};

TEST_F(WitnessesTest, the_best_is_what_most_others_have_cosigned_and_then_the_newest) {
  for (const std::uint64_t size : {5, 7, 9}) witnesses_.shown(checkpoint(size));
  EXPECT_FALSE(witnesses_.best(100, std::nullopt));
  ASSERT_TRUE(witnesses_.take(directory_, police_, 5, line(5, police_, 2), now_));
  ASSERT_TRUE(witnesses_.take(directory_, school_, 5, line(5, school_, 3), now_));
  ASSERT_TRUE(witnesses_.take(directory_, school_, 7, line(7, school_, 3), now_));
  EXPECT_EQ(witnesses_.best(100, std::nullopt)->size, 5U);
  EXPECT_EQ(witnesses_.best(100, police_)->size, 7U) << "one other each: the newer";
  EXPECT_EQ(witnesses_.best(6, police_)->size, 5U);
  const std::string note = witnesses_.best(100, std::nullopt)->note;
  EXPECT_TRUE(audit::verify_checkpoint(note, key_of(1).verify_key()));
  EXPECT_EQ(audit::find_cosignature(note, {key_of(2).verify_key(), "police/met"}), now_);
  EXPECT_EQ(audit::find_cosignature(note, {key_of(3).verify_key(), "school/oak"}), now_);
}

TEST_F(WitnessesTest, what_is_no_cosignature_of_that_agency_is_not_taken) {
  witnesses_.shown(checkpoint(5));
  EXPECT_FALSE(witnesses_.take(directory_, police_, 6, line(6, police_, 2), now_)) << "never shown";
  EXPECT_FALSE(witnesses_.take(directory_, police_, 5, line(6, police_, 2), now_)) << "of another";
  EXPECT_FALSE(witnesses_.take(directory_, police_, 5, line(5, school_, 3), now_)) << "somebody else's";
  EXPECT_FALSE(witnesses_.take(directory_, police_, 5, line(5, police_, 4), now_)) << "by a key it has not";
  EXPECT_FALSE(witnesses_.take(directory_, police_, 5, line(5, police_, 2), now_ + 1h)) << "too old";
  EXPECT_FALSE(witnesses_.take(directory_, police_, 5, "", now_));
  directory_.organisations[0].signing_keys[0].until = now_ - 1min;
  EXPECT_FALSE(witnesses_.take(directory_, police_, 5, line(5, police_, 2), now_)) << "its key no longer counts";
  EXPECT_FALSE(witnesses_.best(100, std::nullopt));
}

TEST_F(WitnessesTest, what_is_written_down_is_each_agencys_newest_and_comes_back_as_it_was) {
  for (const std::uint64_t size : {5, 7, 9}) witnesses_.shown(checkpoint(size));
  EXPECT_FALSE(witnesses_.is_unwritten());
  ASSERT_TRUE(witnesses_.take(directory_, police_, 5, line(5, police_, 2), now_));
  ASSERT_TRUE(witnesses_.take(directory_, police_, 7, line(7, police_, 2), now_));
  ASSERT_TRUE(witnesses_.take(directory_, school_, 9, line(9, school_, 3), now_));
  EXPECT_TRUE(witnesses_.is_unwritten());
  const std::vector<std::string> notes = witnesses_.last_words();
  ASSERT_EQ(notes.size(), 2U) << "of size 5 there is newer by the same agency";

  Witnesses again;
  for (const std::string& note : notes) again.restore(directory_, *audit::parse_checkpoint(note), note);
  EXPECT_EQ(again.last_words(), notes);
  EXPECT_EQ(again.best(100, police_)->size, 9U);
  EXPECT_EQ(again.best(100, school_)->size, 7U);

  directory_.organisations[1].signing_keys[0].from = now_ + 1h;  // a key that did not count then
  Witnesses doubting;
  for (const std::string& note : notes) doubting.restore(directory_, *audit::parse_checkpoint(note), note);
  EXPECT_FALSE(doubting.best(100, police_));
}

TEST_F(WitnessesTest, memory_is_bounded_and_keeps_what_is_cosigned) {
  witnesses_.shown(checkpoint(1));
  ASSERT_TRUE(witnesses_.take(directory_, police_, 1, line(1, police_, 2), now_));
  for (std::uint64_t size = 2; size < 1000; ++size) witnesses_.shown(checkpoint(size));
  EXPECT_EQ(witnesses_.best(2000, std::nullopt)->size, 1U);
  EXPECT_FALSE(witnesses_.take(directory_, police_, 2, line(2, police_, 2), now_)) << "long ago";
  EXPECT_TRUE(witnesses_.take(directory_, police_, 999, line(999, police_, 2), now_));
}

}  // namespace
}  // namespace concordat::broker
