// Erasing: what is gone is gone from the file, from its freed pages and from backups; what stays is readable, and every proof
// made before still holds.
#include <gtest/gtest.h>

#include <fstream>

#include "audit/condemned.h"
#include "audit/fsck.h"
#include "audit/sealed_annex.h"
#include "audit/verify_live.h"
#include "scratch.h"
#include "surgery.h"

namespace concordat::audit {
namespace {

namespace fs = std::filesystem;

const LogKeys pinned{test_key().verify_key(), "concordat.example/test"};

Bytes whole_file(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  return to_bytes(as_bytes(text));
}

bool holds_bytes(const fs::path& folder, ByteView wanted) {
  for (const auto& file : fs::recursive_directory_iterator{folder}) {
    if (!file.is_regular_file()) continue;
    const Bytes all = whole_file(file.path());
    if (std::search(all.begin(), all.end(), wanted.begin(), wanted.end()) != all.end()) return true;
  }
  return false;
}

class EraseTest : public testing::Test {
protected:
  // Entries 1 to 6 on the first day, 7 to 10 on the second.
  EraseTest() {
    commit(log_, batch_of(4, "a"));
    commit(log_, batch_of(2, "b"));
    clock_.at += std::chrono::hours{24};
    commit(log_, batch_of(4, "c"));
  }
  Committed erase(std::vector<std::uint64_t> sequences) { return commit(log_, erasing(sequences)); }
  static Batch erasing(const std::vector<std::uint64_t>& sequences) {
    Batch batch;
    for (const std::uint64_t sequence : sequences)
      batch.events.push_back({.kind = EventKind::erased, .at = *parse_instant("2026-04-02T10:00:00Z"), .actor = "council/lbbd/ig", .code = "retention", .about = Sequence{sequence}});
    return batch;
  }
  std::optional<std::uint32_t> generation(std::uint64_t sequence) {
    const Slice all = *log_.slice(0, 1000);
    for (const Numbered row : all.annexes)
      if (row.number == sequence) return annex_generation(row.bytes);
    return std::nullopt;
  }
  std::vector<std::uint32_t> keys_on_disk() const { return KeyRing::load(scratch_.day_keys())->generations(); }
  FsckReport check_copy() const {
    const KeyRing ring = *KeyRing::load(scratch_.day_keys());
    return fsck(scratch_.copy(), {.key = pinned.trusted(), .known = {}, .day_keys = &ring});
  }

  Scratch scratch_;
  FixedClock clock_;
  Log log_ = open_log(scratch_, clock_);
};

TEST_F(EraseTest, AnErasedAnnexIsGoneAndTheOthersOfItsDayAreNot) {
  std::map<std::uint64_t, Bytes> before;
  for (std::uint64_t n = 1; n <= 10; ++n) before[n] = **log_.annex(Sequence{n});
  erase({2, 5});
  for (std::uint64_t n = 1; n <= 10; ++n) {
    const auto annex = *log_.annex(Sequence{n});
    if (n == 2 || n == 5) {
      EXPECT_FALSE(annex) << n;
    } else {
      EXPECT_EQ(annex, before[n]) << n;
    }
  }
  const FsckReport live = *verify_live(log_, std::nullopt);
  EXPECT_TRUE(live.ok());
  EXPECT_EQ(live.erased, 2U);
}

TEST_F(EraseTest, TheOldKeyIsDestroyedAndTheDaysStayApart) {
  EXPECT_EQ(keys_on_disk(), (std::vector<std::uint32_t>{1, 2}));
  erase({2});
  EXPECT_EQ(keys_on_disk(), (std::vector<std::uint32_t>{2, 3, 4}));
  EXPECT_EQ(generation(1), 3U) << "survivors of the first day";
  EXPECT_EQ(generation(6), 3U);
  EXPECT_EQ(generation(0), 3U);
  EXPECT_EQ(generation(7), 2U) << "the second day is untouched";
  EXPECT_EQ(generation(11), 4U) << "what is written from now on";
  erase({8, 1});
  EXPECT_EQ(keys_on_disk(), (std::vector<std::uint32_t>{4, 5, 6, 7}));
  EXPECT_EQ(generation(7), 5U);
  EXPECT_EQ(generation(6), 6U);
  EXPECT_EQ(generation(12), 7U);
  { const Log closed = std::move(log_); }
  log_ = open_log(scratch_, clock_);
  EXPECT_EQ(**log_.annex(Sequence{6}), batch_of(2, "b").events[1].annex);
  EXPECT_TRUE(check_copy().ok());
}

TEST_F(EraseTest, WhoHasTheFilesABackupAndEveryKeyReadsNothing) {
  Bytes sealed;
  Bytes key = whole_file(scratch_.day_keys() / "key-0000000001");
  key.erase(key.begin(), key.end() - 32);
  for (const Slice slice = *log_.slice(0, 1000); const Numbered row : slice.annexes)
    if (row.number == 2) sealed = to_bytes(row.bytes);
  const Digest hash = (**log_.entry(Sequence{2})).annex_hash;
  { const Log closed = std::move(log_); }
  const fs::path backup = scratch_.root() / "backup";
  fs::copy(scratch_.log(), backup);
  ASSERT_TRUE(holds_bytes(backup, sealed)) << "the search finds what is there";
  ASSERT_TRUE(holds_bytes(scratch_.day_keys(), key));
  ASSERT_TRUE(open_annex(*KeyRing::load(scratch_.day_keys()), Sequence{2}, hash, sealed));

  log_ = open_log(scratch_, clock_);
  erase({2});
  { const Log closed = std::move(log_); }
  EXPECT_FALSE(holds_bytes(scratch_.root(), key)) << "the destroyed key is in a file yet";
  EXPECT_FALSE(holds_bytes(scratch_.root(), as_bytes("message-id"))) << "an annex lies open";
  const KeyRing ring = *KeyRing::load(scratch_.day_keys());
  EXPECT_EQ(open_annex(ring, Sequence{2}, hash, sealed).error(), AnnexError::key_absent);
  for (const std::uint32_t generation : ring.generations()) {  // nor under any other key
    Bytes relabelled;
    put_u32(relabelled, generation);
    put_bytes(relabelled, ByteView{sealed}.subspan(4));
    EXPECT_EQ(open_annex(ring, Sequence{2}, hash, relabelled).error(), AnnexError::altered);
  }
  // The backup without its key: the record is whole, its annexes of that day are beyond reading.
  const FsckReport old = fsck(backup, {.key = pinned.trusted(), .known = {}, .day_keys = &ring});
  EXPECT_TRUE(old.ok());
}

TEST_F(EraseTest, EveryProofMadeBeforeHolds) {
  const SignedCheckpoint then = *log_.checkpoint();
  std::vector<DeliveryReceipt> receipts;
  for (std::uint64_t n = 1; n <= 10; ++n) receipts.push_back(*log_.delivery_receipt(Sequence{n}));
  erase({1, 2, 3, 9});
  for (const DeliveryReceipt& receipt : receipts) EXPECT_TRUE(verify_receipt(encode_receipt(receipt), pinned));
  const SignedCheckpoint now = *log_.checkpoint();
  EXPECT_TRUE(verify_advance(then.checkpoint, now.checkpoint, *log_.consistency(then.checkpoint.size, now.checkpoint.size)));
  for (std::uint64_t n = 1; n <= 10; ++n) EXPECT_TRUE(verify_receipt(encode_receipt(*log_.delivery_receipt(Sequence{n})), pinned));
  { const Log closed = std::move(log_); }
  const FsckReport report = check_copy();
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.erased, 4U);
  EXPECT_TRUE(fsck(scratch_.root() / "copy", {.key = pinned.trusted(), .known = then.checkpoint}).ok());
}

TEST_F(EraseTest, ADestructionThatWasBegunIsFinishedAtTheNextStart) {
  const Bytes old_key = whole_file(scratch_.day_keys() / "key-0000000001");
  const Committed done = erase({2});
  const Digest first = done.receipts.front().entry();
  { const Log closed = std::move(log_); }
  // As a kill right after the commit leaves it.
  ASSERT_TRUE(write_file(scratch_.day_keys() / "key-0000000001", old_key, FileMode::owner_only));
  ASSERT_TRUE(condemn(scratch_.day_keys(), {.commit = 11, .entry = first, .generations = {1}}));
  log_ = open_log(scratch_, clock_);
  EXPECT_EQ(keys_on_disk(), (std::vector<std::uint32_t>{2, 3, 4}));
  EXPECT_EQ(*read_condemned(scratch_.day_keys()), std::nullopt);
}

TEST_F(EraseTest, AKeyIsReprievedWhoseCommitIsNotThere) {
  { const Log closed = std::move(log_); }
  ASSERT_TRUE(condemn(scratch_.day_keys(), {.commit = 11, .entry = digest_of("never written"), .generations = {1, 2}}));
  log_ = open_log(scratch_, clock_);
  EXPECT_EQ(keys_on_disk(), (std::vector<std::uint32_t>{1, 2}));
  EXPECT_TRUE(*log_.annex(Sequence{2}));
  EXPECT_EQ(*read_condemned(scratch_.day_keys()), std::nullopt);
}

TEST_F(EraseTest, ANoteThatIsNoneStopsTheStart) {
  { const Log closed = std::move(log_); }
  ASSERT_TRUE(write_file(scratch_.day_keys() / "condemned", as_bytes("all of them"), FileMode::owner_only));
  EXPECT_EQ(Log::open(test_options(scratch_, clock_)).error(), LogError::day_keys);
}

TEST_F(EraseTest, ADamagedSurvivorIsNotHiddenByTheLossOfItsKey) {
  { const Log closed = std::move(log_); }
  {
    Surgery open{scratch_.log()};
    Bytes row = *open.get("annexes", key_of(3));
    row[90] ^= std::byte{1};
    open.put("annexes", key_of(3), row);
  }
  log_ = open_log(scratch_, clock_);
  EXPECT_EQ(log_.commit(erasing({2})).error(), LogError::broken_chain);
  { const Log closed = std::move(log_); }
  log_ = open_log(scratch_, clock_);
  EXPECT_EQ(log_.next_sequence(), Sequence{11}) << "nothing was written";
  EXPECT_TRUE(*log_.annex(Sequence{2}));
  EXPECT_NE(KeyRing::load(scratch_.day_keys())->find(1), nullptr);
}

TEST_F(EraseTest, WhatIsGoneAlreadyCostsNoKey) {
  erase({2});
  const auto keys = keys_on_disk();
  erase({2});
  EXPECT_EQ(keys_on_disk(), keys);
  const FsckReport live = *verify_live(log_, std::nullopt);
  EXPECT_TRUE(live.ok());
  EXPECT_EQ(live.erased, 1U);
}

TEST_F(EraseTest, AWholeDayMayGo) {
  erase({0, 1, 2, 3, 4, 5, 6});
  for (std::uint64_t n = 0; n <= 6; ++n) EXPECT_FALSE(*log_.annex(Sequence{n}));
  EXPECT_TRUE(*log_.annex(Sequence{7}));
  EXPECT_EQ(keys_on_disk().front(), 2U);
  EXPECT_TRUE(verify_live(log_, std::nullopt)->ok());
}

TEST_F(EraseTest, ManySurvivorsAreAllMoved) {
  for (int i = 0; i < 6; ++i) commit(log_, batch_of(100, "many"));
  erase({350});
  for (std::uint64_t n = 7; n < 611; ++n) {
    if (n == 350) continue;
    ASSERT_TRUE(*log_.annex(Sequence{n})) << n;
    ASSERT_EQ(generation(n), 3U) << n;
  }
  EXPECT_EQ(generation(6), 1U);
  EXPECT_TRUE(verify_live(log_, std::nullopt)->ok());
}

}  // namespace
}  // namespace concordat::audit
