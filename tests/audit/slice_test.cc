#include "audit/slice.h"

#include <gtest/gtest.h>

#include <limits>

#include "audit/fsck.h"
#include "scratch.h"
#include "surgery.h"

namespace concordat::audit {
namespace {

constexpr std::uint64_t no_bound = std::numeric_limits<std::uint64_t>::max();

class SliceTest : public testing::Test {
protected:
  SliceTest() {
    for (const std::size_t events : {3, 1, 4}) commit(log_, batch_of(events));
  }
  static std::vector<std::uint64_t> numbers(const Rows& rows) {
    std::vector<std::uint64_t> out;
    for (const Numbered row : rows) out.push_back(row.number);
    return out;
  }
  Scratch scratch_;
  FixedClock clock_;
  Log log_ = open_log(scratch_, clock_);  // 9 entries, checkpoints at 1, 4, 5, 9
};

TEST_F(SliceTest, HoldsAllThatBelongsToItsEntries) {
  const auto whole = log_.slice(0, no_bound);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->end, 9U);
  EXPECT_EQ(whole->entries.size(), 9U);
  EXPECT_EQ(whole->annexes.size(), 9U);
  EXPECT_EQ(whole->nodes.size(), node_count(9));
  EXPECT_EQ(numbers(whole->checkpoints), (std::vector<std::uint64_t>{1, 4, 5, 9}));
  EXPECT_TRUE(whole->strays.empty());
}

TEST_F(SliceTest, AnyCutGivesTheSameLog) {
  const Slice whole = *log_.slice(0, no_bound);
  for (std::uint64_t cut = 1; cut < 9; ++cut) {
    const Slice left = *log_.slice(0, cut);
    const Slice right = *log_.slice(cut, no_bound);
    EXPECT_EQ(left.end, cut);
    EXPECT_EQ(right.end, 9U);
    for (const auto list : {&Slice::entries, &Slice::nodes, &Slice::checkpoints, &Slice::annexes}) {
      Rows both = left.*list;
      for (const Numbered row : right.*list) both.add(row.number, row.bytes);
      EXPECT_EQ(both, whole.*list) << "cut at " << cut;
    }
  }
}

TEST_F(SliceTest, PastTheEndThereIsNothing) {
  const auto past = log_.slice(9, no_bound);
  ASSERT_TRUE(past);
  EXPECT_EQ(past->end, 9U);
  EXPECT_TRUE(past->entries.empty() && past->nodes.empty() && past->checkpoints.empty() &&
              past->annexes.empty());
}

TEST_F(SliceTest, ACopysSlicesEndWithWhatLiesBeyond) {
  { const Log closed = std::move(log_); }
  { Surgery{scratch_.log()}.put("parcels", key_of(9), Bytes(1)); }
  std::vector<Slice> slices;
  ASSERT_TRUE(read_log(scratch_.copy(), [&](const Slice& slice) {
    slices.push_back(slice);
    return true;
  }));
  ASSERT_EQ(slices.size(), 2U);
  EXPECT_EQ(slices[0].entries.size(), 9U);
  EXPECT_TRUE(slices[0].strays.empty());
  EXPECT_TRUE(slices[1].entries.empty());
  EXPECT_EQ(slices[1].strays, std::vector<std::string>{"parcels"});
}

TEST(Tables, KeysAreInNumberOrder) {
  std::uint64_t before = 0;
  for (const std::uint64_t number :
       {std::uint64_t{1}, std::uint64_t{255}, std::uint64_t{256}, std::uint64_t{1} << 32, no_bound}) {
    EXPECT_LT(key_of(before), key_of(number));
    EXPECT_EQ(number_of(key_of(number)), number);
    before = number;
  }
  EXPECT_FALSE(number_of(Bytes(7)));
  EXPECT_FALSE(number_of(Bytes(9)));
}

TEST(Tables, NamesAreTheDocuments) {
  const char* const expected[] = {"parcels", "waiting", "seen", "cases", "notes", "handles", "acts"};
  for (std::size_t i = 0; i < all_tables.size(); ++i)
    EXPECT_STREQ(store_names[index_of(store_of(all_tables[i]))], expected[i]);
  EXPECT_STREQ(store_names[index_of(Store::entries)], "entries");
  EXPECT_STREQ(store_names[index_of(Store::annexes)], "annexes");
  EXPECT_STREQ(store_names[index_of(Store::nodes)], "nodes");
  EXPECT_STREQ(store_names[index_of(Store::checkpoints)], "checkpoints");
}

}  // namespace
}  // namespace concordat::audit
