#include "audit/gather.h"

#include <gtest/gtest.h>

#include "audit/verify_live.h"
#include "scratch.h"

namespace concordat::audit {
namespace {

class Gather : public testing::Test {
protected:
  Gather() {
    std::optional<Log> log = open_log(scratch_, clock_);
    for (const std::size_t events : {3, 300, 4}) notes_.push_back(commit(*log, batch_of(events)));
    CHECK(export_log(*log, scratch_.root() / "tiles").has_value(), "export");
    write_records(*log, scratch_.root() / "records");
    log.reset();
    scratch_.copy();
  }
  Scratch scratch_;
  FixedClock clock_;
  std::vector<Committed> notes_;  // at 4, 304 and 308
};

TEST_F(Gather, ProvesFromACopyAnExportAndAStream) {
  for (const char* place : {"copy", "tiles", "records"}) {
    for (const std::uint64_t index : {0, 3, 4, 255, 256, 307}) {
      const auto proof = prove_entry(scratch_.root() / place, Sequence{index}, std::nullopt);
      ASSERT_TRUE(proof) << place << " " << index;
      const auto seen = verify_receipt(encode_receipt(*proof), {test_key().verify_key(), "concordat.example/test"});
      ASSERT_TRUE(seen) << place << " " << index << " " << proof_error_code(seen.error());
      EXPECT_EQ(seen->checkpoint, notes_[2].checkpoint.checkpoint);
    }
  }
}

TEST_F(Gather, ProvesAtEveryCheckpointThereIs) {
  const auto proof = prove_entry(scratch_.root() / "copy", Sequence{3}, 4);
  ASSERT_TRUE(proof);
  EXPECT_EQ(proof->note, notes_[0].checkpoint.note);
  const struct {
    const char* place;
    std::uint64_t index;
    std::optional<std::uint64_t> size;
    GatherError expected;
  } cases[] = {
      {"copy", 3, 5, GatherError::no_checkpoint},          {"tiles", 3, 4, GatherError::no_checkpoint},
      {"copy", 308, std::nullopt, GatherError::past_end},  {"copy", 4, 4, GatherError::past_end},
      {"copy", 0, 309, GatherError::past_end},             {"nowhere", 0, std::nullopt, GatherError::unreadable},
  };
  for (const auto& c : cases) {
    const auto refused = prove_entry(scratch_.root() / c.place, Sequence{c.index}, c.size);
    ASSERT_FALSE(refused) << c.place << " " << c.index;
    EXPECT_EQ(refused.error(), c.expected) << c.place << " " << c.index;
  }
}

TEST_F(Gather, ProvesGrowth) {
  for (const char* place : {"copy", "tiles"}) {
    const auto growth = prove_growth(scratch_.root() / place, 4, 308);
    ASSERT_TRUE(growth);
    EXPECT_EQ(growth->old_root, notes_[0].checkpoint.checkpoint.root);
    EXPECT_EQ(growth->root, notes_[2].checkpoint.checkpoint.root);
    EXPECT_TRUE(verify_consistency(4, 308, growth->old_root, growth->root, growth->consistency));
    EXPECT_FALSE(prove_growth(scratch_.root() / place, 308, 4));
  }
}

}  // namespace
}  // namespace concordat::audit
