#include "audit/log.h"

#include <gtest/gtest.h>

#include <thread>

#include "audit/fsck.h"
#include "audit/verify_live.h"
#include "scratch.h"

namespace concordat::audit {
namespace {

const LogKeys pinned{test_key().verify_key(), "concordat.example/test"};

class LogTest : public testing::Test {
protected:
  std::vector<std::uint64_t> sequences(Table table, std::uint64_t from = 0, std::size_t count = 100) const {
    std::vector<std::uint64_t> out;
    const auto rows = log_.rows(table, Sequence{from}, count);
    for (const StoredRow& row : *rows) out.push_back(row.sequence.value());
    return out;
  }
  Scratch scratch_;
  FixedClock clock_;
  Log log_ = open_log(scratch_, clock_);
};

TEST_F(LogTest, BeginsWithItsGenesis) {
  EXPECT_EQ(log_.next_sequence(), Sequence{1});
  const auto genesis = log_.entry(Sequence{0});
  ASSERT_TRUE(genesis && *genesis);
  EXPECT_EQ((*genesis)->kind, EventKind::genesis);
  EXPECT_EQ((*genesis)->actor, "broker");
  EXPECT_EQ((*genesis)->code, "concordat.example/test");
  EXPECT_EQ((*genesis)->reference, sha256(test_key().verify_key().bytes));
  EXPECT_EQ((*genesis)->previous, Digest{});
  EXPECT_EQ((*genesis)->at, clock_.at);
  EXPECT_EQ(std::filesystem::status(scratch_.log()).permissions(), std::filesystem::perms{0700});
  for (const char* file : {"data.mdb", "lock.mdb", "lock"})
    EXPECT_EQ(std::filesystem::status(scratch_.log() / file).permissions(), std::filesystem::perms{0600})
        << file;
}

TEST_F(LogTest, GivesOneReceiptForEachEvent) {
  const Committed done = commit(log_, batch_of(3));
  ASSERT_EQ(done.receipts.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(done.receipts[i].sequence(), Sequence{i + 1});
    EXPECT_EQ(done.receipts[i].reference(), digest_of("m" + std::to_string(i)));
    EXPECT_EQ(done.receipts[i].kind(), EventKind::disclosed);
  }
  EXPECT_EQ(done.checkpoint.checkpoint.size, 4U);
  EXPECT_EQ(verify_checkpoint(done.checkpoint.note, pinned.trusted(), pinned.origin()), done.checkpoint.checkpoint);
  EXPECT_EQ(log_.checkpoint()->note, done.checkpoint.note);
  EXPECT_EQ(log_.next_sequence(), Sequence{4});
  const auto second = log_.entry(Sequence{2});
  ASSERT_TRUE(second && *second);
  EXPECT_EQ((*second)->previous, done.receipts[0].entry());
}

TEST_F(LogTest, KeepsEveryWordOfAnEvent) {
  Batch batch;
  batch.events.push_back(test_event(EventKind::disclosed, "m"));
  batch.events[0].about = Sequence{0};
  commit(log_, batch);
  const Entry entry = **log_.entry(Sequence{1});
  const Event& event = batch.events[0];
  EXPECT_EQ(entry.kind, event.kind);
  EXPECT_EQ(entry.at, event.at);
  EXPECT_EQ(entry.actor, event.actor);
  EXPECT_EQ(entry.counterpart, event.counterpart);
  EXPECT_EQ(entry.code, event.code);
  EXPECT_EQ(entry.message_type, event.message_type);
  EXPECT_EQ(entry.purpose, event.purpose);
  EXPECT_EQ(entry.agreement, event.agreement);
  EXPECT_EQ(entry.about, event.about);
  EXPECT_EQ(entry.reference, event.reference);
  EXPECT_EQ(**log_.annex(Sequence{1}), event.annex);
}

TEST_F(LogTest, AnEmptyBatchWritesNothing) {
  const std::string before = log_.checkpoint()->note;
  const Committed done = commit(log_, Batch{});
  EXPECT_TRUE(done.receipts.empty());
  EXPECT_EQ(done.checkpoint.note, before);
  EXPECT_EQ(log_.next_sequence(), Sequence{1});
}

TEST_F(LogTest, RowsLieUnderTheirEvent) {
  Batch batch = batch_of(4);
  batch.rows = {{Table::parcels, 3, to_bytes(as_bytes("p3"))},  // in any order
                {Table::parcels, 0, to_bytes(as_bytes("p0"))},
                {Table::seen, 0, to_bytes(as_bytes("s0"))},
                {Table::handles, 2, {}}};
  commit(log_, batch);
  EXPECT_EQ(sequences(Table::parcels), (std::vector<std::uint64_t>{1, 4}));
  EXPECT_EQ(sequences(Table::seen), std::vector<std::uint64_t>{1});
  EXPECT_EQ(sequences(Table::handles), std::vector<std::uint64_t>{3});
  EXPECT_TRUE(sequences(Table::cases).empty());
  EXPECT_EQ(as_text(**log_.get(Table::parcels, Sequence{4})), "p3");
  EXPECT_FALSE(*log_.get(Table::parcels, Sequence{2}));
  EXPECT_EQ(sequences(Table::parcels, 2), std::vector<std::uint64_t>{4});
  EXPECT_EQ(sequences(Table::parcels, 0, 1), std::vector<std::uint64_t>{1});
  EXPECT_TRUE(sequences(Table::parcels, 0, 0).empty());
}

TEST_F(LogTest, EveryTableIsItsOwn) {
  for (std::size_t i = 0; i < all_tables.size(); ++i) {
    Batch batch = batch_of(1);
    batch.rows.push_back({all_tables[i], 0, Bytes(i + 1)});
    commit(log_, batch);
  }
  for (std::size_t i = 0; i < all_tables.size(); ++i) {
    const auto rows = log_.rows(all_tables[i], Sequence{0}, 10);
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 1U);
    EXPECT_EQ((*rows)[0].sequence, Sequence{i + 1});
    EXPECT_EQ((*rows)[0].value.size(), i + 1);
  }
}

TEST_F(LogTest, ErasuresAreOfTheSameCommit) {
  Batch first = batch_of(2);
  first.rows = {{Table::parcels, 0, Bytes(5)}, {Table::parcels, 1, Bytes(5)}};
  commit(log_, first);
  Batch second = batch_of(1);
  second.erasures = {
      {Table::parcels, Sequence{1}}, {Table::parcels, Sequence{77}}, {Table::seen, Sequence{1}}};
  commit(log_, second);
  EXPECT_EQ(sequences(Table::parcels), std::vector<std::uint64_t>{2});
  Batch alone;
  alone.erasures = {{Table::parcels, Sequence{2}}};
  const std::string before = log_.checkpoint()->note;
  EXPECT_EQ(commit(log_, alone).checkpoint.note, before);
  EXPECT_TRUE(sequences(Table::parcels).empty());
  EXPECT_TRUE(verify_live(log_, std::nullopt)->ok());
}

TEST_F(LogTest, ARowIsReplacedOnlyWhereItIs) {
  Batch first = batch_of(2);
  first.rows = {{Table::parcels, 0, Bytes(5)}, {Table::parcels, 1, Bytes(5000)}};
  commit(log_, first);
  Batch second = batch_of(1);
  second.replacements = {{Table::parcels, Sequence{1}, Bytes(9000)},
                         {Table::parcels, Sequence{2}, Bytes(7)},
                         {Table::parcels, Sequence{3}, Bytes(7)},
                         {Table::seen, Sequence{1}, Bytes(7)}};
  second.erasures = {{Table::parcels, Sequence{2}}};
  commit(log_, second);
  EXPECT_EQ(sequences(Table::parcels), std::vector<std::uint64_t>{1});
  EXPECT_EQ((*log_.get(Table::parcels, Sequence{1}))->size(), 9000U);
  EXPECT_TRUE(sequences(Table::seen).empty());
}

TEST_F(LogTest, AnErasedEventTakesTheAnnexAway) {
  commit(log_, batch_of(2));
  Batch batch;
  batch.events.push_back({.kind = EventKind::erased,
                          .at = clock_.at,
                          .actor = "broker",
                          .code = "severed",
                          .about = Sequence{1}});
  commit(log_, batch);
  EXPECT_FALSE(*log_.annex(Sequence{1}));
  EXPECT_TRUE(*log_.annex(Sequence{2}));
  EXPECT_TRUE(*log_.entry(Sequence{1}));
  commit(log_, batch);  // a second time changes nothing
  EXPECT_TRUE(verify_live(log_, std::nullopt)->ok());
}

TEST_F(LogTest, AnUnencodableBatchLeavesTheLogGoingOn) {
  Batch bad = batch_of(3);
  bad.events[2].purpose = "\xff";
  bad.rows = {{Table::seen, 0, Bytes(1)}};
  const auto refused = log_.commit(bad);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), LogError::unencodable);
  EXPECT_EQ(log_.next_sequence(), Sequence{1});
  EXPECT_TRUE(sequences(Table::seen).empty());
  EXPECT_EQ(commit(log_, batch_of(1)).receipts[0].sequence(), Sequence{1});
}

TEST_F(LogTest, ADayHasItsKey) {
  commit(log_, batch_of(1));
  commit(log_, batch_of(1));
  clock_.at += std::chrono::hours{24};
  commit(log_, batch_of(1));
  clock_.at -= std::chrono::hours{48};  // a clock set back makes no third key
  commit(log_, batch_of(1));
  EXPECT_EQ(KeyRing::load(scratch_.day_keys())->generations(), (std::vector<std::uint32_t>{1, 2}));
  for (std::uint64_t sequence = 1; sequence <= 4; ++sequence)
    EXPECT_TRUE(*log_.annex(Sequence{sequence})) << sequence;
}

TEST_F(LogTest, ReopensWhereItStood) {
  commit(log_, batch_of(5));
  const Digest head = commit(log_, batch_of(2)).receipts.back().entry();
  const std::string note = log_.checkpoint()->note;
  { const Log closed = std::move(log_); }
  log_ = open_log(scratch_, clock_);
  EXPECT_EQ(log_.next_sequence(), Sequence{8});
  EXPECT_EQ(log_.checkpoint()->note, note);
  EXPECT_TRUE(*log_.annex(Sequence{3}));
  EXPECT_EQ((*log_.entry(Sequence{7}))->previous, (*log_.reopen_receipt(Sequence{6}))->entry());
  commit(log_, batch_of(1));
  EXPECT_EQ((*log_.entry(Sequence{8}))->previous, head);
  EXPECT_TRUE(verify_live(log_, std::nullopt)->ok());
}

TEST_F(LogTest, AReopenedReceiptIsTheOneThatWasGiven) {
  const Committed done = commit(log_, batch_of(3));
  for (const Receipt& given : done.receipts) {
    const auto again = log_.reopen_receipt(given.sequence());
    ASSERT_TRUE(again && *again);
    EXPECT_EQ((*again)->kind(), given.kind());
    EXPECT_EQ((*again)->sequence(), given.sequence());
    EXPECT_EQ((*again)->reference(), given.reference());
    EXPECT_EQ((*again)->entry(), given.entry());
  }
  const auto none = log_.reopen_receipt(Sequence{4});
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
}

TEST_F(LogTest, ProofsHoldAtEverySizeItEverHad) {
  std::vector<Checkpoint> kept{log_.checkpoint()->checkpoint};
  for (const std::size_t events : {1, 2, 3, 5, 8})
    kept.push_back(commit(log_, batch_of(events)).checkpoint.checkpoint);
  for (const Checkpoint& newer : kept) {
    for (const Checkpoint& older : kept) {
      const auto proof = log_.consistency(older.size, newer.size);
      EXPECT_EQ(proof.has_value(), older.size <= newer.size);
      if (proof) {
        EXPECT_TRUE(verify_advance(older, newer, *proof));
      }
    }
    for (std::uint64_t sequence = 0; sequence < newer.size; ++sequence) {
      const auto receipt = log_.delivery_receipt(Sequence{sequence});
      const auto proof = log_.inclusion(Sequence{sequence}, newer.size);
      ASSERT_TRUE(receipt && proof);
      EXPECT_TRUE(verify_inclusion(leaf_hash(receipt->entry), sequence, newer.size, *proof, newer.root));
      EXPECT_TRUE(verify_receipt(encode_receipt(*receipt), pinned));
    }
  }
  const auto beyond = log_.inclusion(log_.next_sequence(), log_.next_sequence().value());
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error(), LogError::broken_chain);
  EXPECT_FALSE(log_.inclusion(Sequence{0}, log_.next_sequence().value() + 1));
  EXPECT_FALSE(log_.consistency(1, log_.next_sequence().value() + 1));
  EXPECT_FALSE(log_.delivery_receipt(log_.next_sequence()));
}

TEST_F(LogTest, HoldsNoValueInItsFiles) {
  Batch batch;
  batch.events.push_back(test_event(EventKind::disclosed, "canary-in-the-annex"));
  commit(log_, batch);
  const Bytes file = *read_file(scratch_.log() / "data.mdb", std::size_t{64} << 20);
  EXPECT_EQ(as_text(file).find("canary"), std::string_view::npos);
  EXPECT_NE(as_text(file).find("school/oak"), std::string_view::npos);
}

TEST_F(LogTest, TheLiveCheckKnowsAForkToo) {
  Checkpoint known = commit(log_, batch_of(3)).checkpoint.checkpoint;
  commit(log_, batch_of(3));
  EXPECT_TRUE(verify_live(log_, known)->ok());
  known.root = digest_of("another");
  EXPECT_EQ(verify_live(log_, known)->wrong->fault, Fault::fork);
  known.size = 100;
  EXPECT_EQ(verify_live(log_, known)->wrong->fault, Fault::rollback);
}

// Reads from other threads while one commits: every answer is of some committed state, and the live
// check holds throughout.
TEST_F(LogTest, ReadsGoOnWhileItCommits) {
  commit(log_, batch_of(20));
  std::atomic<bool> done{false};
  std::thread committer{[&] {
    for (std::uint64_t i = 0; i < 40; ++i) {
      Batch batch = batch_of(5);
      batch.rows.push_back({Table::parcels, 0, Bytes(100)});
      if (i > 0) batch.erasures.push_back({Table::parcels, Sequence{21 + 5 * (i - 1)}});
      batch.events.push_back(
          {.kind = EventKind::erased, .at = clock_.at, .actor = "broker", .about = Sequence{i % 20 + 1}});
      commit(log_, batch);
    }
    done = true;
  }};
  std::size_t rounds = 0;
  Checkpoint kept = log_.checkpoint()->checkpoint;
  while (!done || rounds < 3) {
    const auto live = verify_live(log_, kept);
    ASSERT_TRUE(live);
    ASSERT_TRUE(live->ok()) << fault_code(live->wrong->fault);
    const Checkpoint newer = log_.checkpoint()->checkpoint;
    ASSERT_TRUE(verify_advance(kept, newer, *log_.consistency(kept.size, newer.size)));
    kept = newer;
    ASSERT_TRUE(verify_receipt(encode_receipt(*log_.delivery_receipt(Sequence{kept.size - 1})), pinned));
    ASSERT_TRUE(log_.annex(Sequence{kept.size - 1}));
    ++rounds;
  }
  committer.join();
}

}  // namespace
}  // namespace concordat::audit
