#include "audit/log.h"

#include <gtest/gtest.h>

#include "audit/fsck.h"
#include "audit/verify_live.h"
#include "scratch.h"

namespace concordat::audit {
namespace {

TEST(Log, BeginsWithItsGenesis) {
  const Scratch scratch;
  const FixedClock clock;
  const Log log = open_log(scratch, clock);
  EXPECT_EQ(log.next_sequence(), Sequence{1});
  const auto genesis = log.entry(Sequence{0});
  ASSERT_TRUE(genesis && *genesis);
  EXPECT_EQ((*genesis)->kind, EventKind::genesis);
  EXPECT_EQ((*genesis)->code, "concordat.example/test");
  EXPECT_EQ((*genesis)->reference, sha256(test_key().verify_key().bytes));
  EXPECT_EQ((*genesis)->previous, Digest{});
}

TEST(Log, GivesOneReceiptForEachEvent) {
  const Scratch scratch;
  const FixedClock clock;
  Log log = open_log(scratch, clock);
  const Committed done = commit(log, batch_of(3));
  ASSERT_EQ(done.receipts.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(done.receipts[i].sequence(), Sequence{i + 1});
    EXPECT_EQ(done.receipts[i].reference(), digest_of("m" + std::to_string(i)));
    EXPECT_EQ(done.receipts[i].kind(), EventKind::disclosed);
  }
  EXPECT_EQ(done.checkpoint.checkpoint.size, 4U);
  EXPECT_EQ(verify_checkpoint(done.checkpoint.note, test_key().verify_key(), "concordat.example/test"),
            done.checkpoint.checkpoint);
  EXPECT_EQ(log.next_sequence(), Sequence{4});
  const auto second = log.entry(Sequence{2});
  ASSERT_TRUE(second && *second);
  EXPECT_EQ((*second)->previous, done.receipts[0].entry());
}

TEST(Log, ReopensWhereItStoodAndFsckAgrees) {
  const Scratch scratch;
  const FixedClock clock;
  Digest head{};
  {
    Log log = open_log(scratch, clock);
    commit(log, batch_of(5));
    head = commit(log, batch_of(2)).receipts.back().entry();
  }
  {
    Log log = open_log(scratch, clock);
    EXPECT_EQ(log.next_sequence(), Sequence{8});
    const auto again = log.reopen_receipt(Sequence{7});
    ASSERT_TRUE(again && *again);
    EXPECT_EQ((*again)->entry(), head);
    commit(log, batch_of(1));
    const auto live = verify_live(log, std::nullopt);
    ASSERT_TRUE(live);
    EXPECT_TRUE(live->ok()) << fault_code(live->wrong->fault);
  }
  const FsckReport report = fsck(scratch.copy(), {.key = test_key().verify_key(), .known = std::nullopt});
  ASSERT_TRUE(report.ok()) << fault_code(report.wrong->fault);
  EXPECT_EQ(report.entries, 9U);
}

}  // namespace
}  // namespace concordat::audit
