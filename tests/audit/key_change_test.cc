// A changed log key: the note that names it, and who can follow it from where. The stories are of an old key that was stolen.
#include "audit/key_change.h"

#include <gtest/gtest.h>

#include "audit/log_keys.h"
#include "base/bytes.h"

namespace concordat::audit {
namespace {

SigningKey key_of(unsigned char seed) {
  std::array<std::byte, 32> raw{};
  raw.fill(std::byte{seed});
  return SigningKey::from_seed(raw);
}

const std::string origin = "concordat.example/test";

KeyChangePlace place(std::uint64_t sequence) { return {origin, sequence, sha256(as_bytes(std::to_string(sequence)))}; }
std::string change(std::uint64_t sequence, unsigned char from, unsigned char to) { return sign_key_change(place(sequence), key_of(from), key_of(to)); }

TEST(KeyChange, reads_back_what_was_signed) {
  const auto read = read_key_change(change(7, 1, 2));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->place, place(7));
  EXPECT_EQ(read->from, key_of(1).verify_key());
  EXPECT_EQ(read->to, key_of(2).verify_key());
  EXPECT_EQ(read->last_size(), 8U);
}

TEST(KeyChange, any_other_byte_is_refused) {
  const std::string good = change(7, 1, 2);
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    EXPECT_FALSE(read_key_change(bad)) << at;
  }
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(read_key_change(good.substr(0, size))) << size;
  EXPECT_FALSE(read_key_change(good + "\n"));
}

TEST(KeyChange, needs_both_keys_and_two_of_them) {
  const std::string good = change(7, 1, 2);
  const std::size_t second = good.rfind("\xE2\x80\x94");
  const std::size_t first = good.rfind("\xE2\x80\x94", second - 1);
  const std::string text = good.substr(0, first);
  const std::string by_old = good.substr(first, second - first);
  const std::string by_new = good.substr(second);
  EXPECT_TRUE(read_key_change(text + by_old + by_new));
  EXPECT_FALSE(read_key_change(text + by_old)) << "the new key has not said that it follows";
  EXPECT_FALSE(read_key_change(text + by_new)) << "the old key has not said who follows";
  EXPECT_FALSE(read_key_change(text + by_new + by_new));
  EXPECT_FALSE(read_key_change(text + by_old + by_new + by_new));
  EXPECT_FALSE(read_key_change(change(7, 1, 1))) << "no change";
}

TEST(KeyChange, in_an_entry_it_holds_in_its_place_alone) {
  Entry entry;
  entry.kind = EventKind::key_rotated;
  entry.sequence = Sequence{7};
  entry.previous = place(7).previous;
  entry.counterpart = change(7, 1, 2);
  entry.code = log_key_code;
  entry.reference = sha256(key_of(2).verify_key().bytes);
  const auto of = [](const Entry& one) {
    const Bytes bytes = *encode_entry(one);
    return key_change_of(*view_entry(bytes));
  };
  ASSERT_TRUE(of(entry));
  EXPECT_TRUE(of(entry)->has_value());
  Entry moved = entry;
  moved.sequence = Sequence{8};
  EXPECT_FALSE(of(moved)->has_value());
  Entry elsewhere = entry;
  elsewhere.previous = sha256(as_bytes("another history"));
  EXPECT_FALSE(of(elsewhere)->has_value());
  Entry misnamed = entry;
  misnamed.reference = sha256(key_of(3).verify_key().bytes);
  EXPECT_FALSE(of(misnamed)->has_value());
  entry.code = "subject-key";
  EXPECT_FALSE(of(entry)) << "of another key: no business of ours";
}

TEST(LogKeys, lead_from_any_key_to_all) {
  for (const auto trusted : std::initializer_list<unsigned char>{1, 2, 3}) {
    LogKeys keys{key_of(trusted).verify_key(), origin};
    keys.follow_all({change(20, 2, 3), change(7, 1, 2)});
    ASSERT_EQ(keys.changes().size(), 2U);
    EXPECT_EQ(keys.first(), key_of(1).verify_key());
    EXPECT_EQ(keys.current(), key_of(3).verify_key());
    EXPECT_EQ(keys.at(1), key_of(1).verify_key());
    EXPECT_EQ(keys.at(8), key_of(1).verify_key()) << "the commit of the change itself is signed by the old key";
    EXPECT_EQ(keys.at(9), key_of(2).verify_key());
    EXPECT_EQ(keys.at(21), key_of(2).verify_key());
    EXPECT_EQ(keys.at(22), key_of(3).verify_key());
    EXPECT_EQ(keys.notes(), (std::vector{change(7, 1, 2), change(20, 2, 3)}));
  }
}

TEST(LogKeys, are_not_led_astray) {
  LogKeys keys{key_of(1).verify_key(), origin};
  EXPECT_EQ(keys.follow(change(7, 5, 6)), Followed::elsewhere) << "keys of nobody";
  EXPECT_EQ(keys.follow("no note"), Followed::elsewhere);
  EXPECT_EQ(keys.follow(sign_key_change({"concordat.example/other", 7, {}}, key_of(1), key_of(2))), Followed::elsewhere);
  EXPECT_EQ(keys.follow(change(7, 1, 2)), Followed::led_on);
  EXPECT_EQ(keys.follow(change(7, 1, 2)), Followed::known);
  // Whoever has stolen key 1 signs again with it.
  EXPECT_EQ(keys.follow(change(7, 1, 9)), Followed::contradicts);
  EXPECT_EQ(keys.follow(change(12, 1, 9)), Followed::contradicts);
  EXPECT_EQ(keys.follow(change(5, 2, 3)), Followed::contradicts) << "earlier than the one before";
  EXPECT_EQ(keys.follow(change(12, 2, 1)), Followed::contradicts) << "back to a key that was given up";
  EXPECT_EQ(keys.current(), key_of(2).verify_key());
}

TEST(LogKeys, judge_a_checkpoint_by_its_size) {
  LogKeys keys{key_of(2).verify_key(), origin};
  ASSERT_EQ(keys.follow(change(7, 1, 2)), Followed::led_on);
  const auto note = [](std::uint64_t size, unsigned char signer) { return sign_checkpoint({origin, size, sha256(as_bytes("root"))}, key_of(signer)); };
  EXPECT_TRUE(verify_checkpoint(note(8, 1), keys));
  EXPECT_TRUE(verify_checkpoint(note(9, 2), keys));
  EXPECT_FALSE(verify_checkpoint(note(9, 1), keys)) << "a stolen old key, after the change";
  EXPECT_FALSE(verify_checkpoint(note(8, 2), keys));
  EXPECT_FALSE(verify_checkpoint("", keys));
}

}  // namespace
}  // namespace concordat::audit
