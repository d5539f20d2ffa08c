// The log's key is changed: in the log, beside it, and for whoever holds an old key, an old checkpoint or an old receipt.
#include <gtest/gtest.h>

#include <cstdlib>

#include "audit/fsck.h"
#include "audit/notes_file.h"
#include "audit/tiles.h"
#include "audit/verify_live.h"
#include "scratch.h"
#include "tests/place/place.h"

namespace concordat::audit {
namespace {

namespace fs = std::filesystem;

SigningKey key_number(unsigned char number) {
  std::array<std::byte, 32> seed{};
  seed.fill(std::byte{number});
  return SigningKey::from_seed(seed);
}

Batch change_to(const SigningKey& next, std::size_t events_before = 1) {
  Batch batch = batch_of(events_before, "before the change");
  batch.events.push_back({.kind = EventKind::key_rotated, .at = *parse_instant("2026-04-01T10:00:00Z"), .actor = "council/lbbd/ig", .code = std::string{log_key_code}});
  batch.next_key = std::make_shared<const SigningKey>(SigningKey::from_seed(next.seed().expose()));
  return batch;
}

class LogKeyTest : public testing::Test {
protected:
  Log open(SigningKey key, std::optional<SigningKey> next = std::nullopt) {
    auto log = try_open(std::move(key), std::move(next));
    CHECK(log.has_value(), "the test's log does not open");
    return std::move(*log);
  }
  Result<Log, LogError> try_open(SigningKey key, std::optional<SigningKey> next = std::nullopt) {
    Log::Options options = test_options(scratch_, clock_);
    options.key = std::move(key);
    options.next_key = std::move(next);
    return Log::open(std::move(options));
  }
  // Two changes: keys 1, 2 and 3 sign up to 5, up to 8, and from then on.
  void change_twice() {
    Log log = open(key_number(1));
    commit(log, batch_of(2));
    early_ = log.checkpoint()->note;
    early_receipt_ = encode_receipt(*log.delivery_receipt(Sequence{2}));
    commit(log, change_to(key_number(2)));
    commit(log, batch_of(1));
    commit(log, change_to(key_number(3)));
    commit(log, batch_of(1));
  }
  FsckReport check(const LogKeys& keys, const fs::path& path) const { return fsck(path, {.key = keys.first(), .changes = keys.changes()}); }
  LogKeys from(unsigned char trusted) const {
    LogKeys keys{key_number(trusted).verify_key(), "concordat.example/test"};
    keys.follow_all(*read_notes(scratch_.log() / key_changes_name));
    return keys;
  }

  Scratch scratch_;
  FixedClock clock_;
  std::string early_;
  Bytes early_receipt_;
};

TEST_F(LogKeyTest, every_key_of_it_verifies_all_of_it) {
  change_twice();
  const Log log = open(key_number(3));
  const fs::path tiles = scratch_.root() / "tiles";
  ASSERT_TRUE(export_log(log, tiles));
  EXPECT_TRUE(fs::exists(tiles / key_changes_name));
  const auto live = verify_live(log, std::nullopt);
  ASSERT_TRUE(live);
  EXPECT_TRUE(live->ok());
  EXPECT_EQ(live->key_changes, 2U);
  const Bytes receipt = encode_receipt(*log.delivery_receipt(Sequence{6}));
  for (const auto trusted : std::initializer_list<unsigned char>{1, 2, 3}) {
    const LogKeys keys = from(trusted);
    EXPECT_EQ(keys, from(trusted));
    EXPECT_EQ(keys.current(), log.verify_key());
    EXPECT_TRUE(check(keys, tiles).ok());
    EXPECT_TRUE(verify_checkpoint(early_, keys)) << "an old checkpoint";
    EXPECT_TRUE(verify_receipt(early_receipt_, keys)) << "an old receipt";
    EXPECT_TRUE(verify_receipt(receipt, keys)) << "a new one";
    const std::string python = std::string{CONCORDAT_PYTHON} + " " + (test::source_dir() / "tests/golden/audit/check.py").string() + " " + tiles.string() + " " +
                               to_hex(key_number(trusted).verify_key().bytes) + " > /dev/null 2>&1";
    EXPECT_EQ(std::system(python.c_str()), 0) << "the other verifier, from key " << int{trusted};
  }
  // Who has the first key needs nothing else.
  const FsckReport alone = fsck(tiles, {.key = key_number(1).verify_key()});
  EXPECT_TRUE(alone.ok());
  EXPECT_EQ(alone.key_changes, 2U);
  EXPECT_EQ(fsck(tiles, {.key = key_number(2).verify_key()}).wrong->fault, Fault::genesis_wrong) << "a later key alone, without the changes";
  EXPECT_EQ(stated_key(tiles)->key, key_number(3).verify_key());
}

TEST_F(LogKeyTest, a_copy_verifies_and_its_files_say_the_keys) {
  change_twice();
  EXPECT_TRUE(check(from(1), scratch_.copy()).ok());
  EXPECT_TRUE(check(from(3), scratch_.copy()).ok());
  EXPECT_EQ(stated_key(scratch_.log())->key, key_number(3).verify_key());
  // The files are a convenience: what is in them is in the log.
  fs::remove(scratch_.log() / key_changes_name);
  fs::remove(scratch_.log() / stated_key_name);
  const Log log = open(key_number(3));
  EXPECT_EQ(log.keys().notes().size(), 2U);
  EXPECT_EQ(from(1).current(), key_number(3).verify_key());
  EXPECT_EQ(stated_key(scratch_.log())->key, key_number(3).verify_key());
}

TEST_F(LogKeyTest, what_was_committed_says_which_of_two_seeds_signs) {
  {
    Log log = open(key_number(1));
    commit(log, batch_of(2));
  }
  EXPECT_EQ(open(key_number(1), key_number(2)).verify_key(), key_number(1).verify_key()) << "a change that was never committed";
  {
    Log log = open(key_number(1), key_number(2));
    commit(log, change_to(key_number(2)));
    EXPECT_EQ(log.verify_key(), key_number(2).verify_key());
  }
  // As after a kill between the commit and all that should follow it.
  fs::remove(scratch_.log() / key_changes_name);
  {
    Log log = open(key_number(1), key_number(2));
    EXPECT_EQ(log.verify_key(), key_number(2).verify_key());
    commit(log, batch_of(1));
  }
  fs::remove(scratch_.log() / key_changes_name);
  EXPECT_EQ(open(key_number(1), key_number(2)).verify_key(), key_number(2).verify_key()) << "and of one between that and the next start";
  EXPECT_EQ(try_open(key_number(1)).error(), LogError::not_ours) << "the old seed opens it no more";
  EXPECT_EQ(try_open(key_number(9), key_number(8)).error(), LogError::not_ours);
}

TEST_F(LogKeyTest, a_change_that_could_not_be_followed_is_not_written) {
  Log log = open(key_number(1));
  Batch not_last = change_to(key_number(2));
  not_last.events.push_back(test_event(EventKind::disclosed, "after it"));
  EXPECT_EQ(log.commit(not_last).error(), LogError::unencodable);
  Batch without_key = change_to(key_number(2));
  without_key.next_key = nullptr;
  EXPECT_EQ(log.commit(without_key).error(), LogError::unencodable);
  Batch without_event = batch_of(1);
  without_event.next_key = std::make_shared<const SigningKey>(key_number(2));
  EXPECT_EQ(log.commit(without_event).error(), LogError::unencodable);
  EXPECT_EQ(log.next_sequence().value(), 1U);
  EXPECT_EQ(log.verify_key(), key_number(1).verify_key());
}

}  // namespace
}  // namespace concordat::audit
