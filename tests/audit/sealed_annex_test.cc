#include "audit/sealed_annex.h"

#include <gtest/gtest.h>

#include "scratch.h"

namespace concordat::audit {
namespace {

const Instant now = *parse_instant("2026-04-01T09:30:00Z");

class SealedAnnex : public testing::Test {
protected:
  SealedAnnex() : ring_(*KeyRing::open(scratch_.day_keys(), now, 0)) {
    row_ = seal_annex(ring_.current(), sequence_, hash_, salt_, annex_);
  }
  Scratch scratch_;
  KeyRing ring_;
  Sequence sequence_{7};
  Digest salt_ = digest_of("salt");
  Bytes annex_ = AnnexWriter{}.add("reason", "canary in a coal mine").finish();
  Digest hash_ = annex_hash(salt_, annex_);
  Bytes row_;
};

TEST_F(SealedAnnex, OpensUnderItsDayKey) {
  const auto opened = open_annex(ring_, sequence_, hash_, row_);
  ASSERT_TRUE(opened);
  EXPECT_EQ(*opened, annex_);
  EXPECT_EQ(annex_generation(row_), 1U);
}

TEST_F(SealedAnnex, HidesAnnexAndSalt) {
  const std::string_view row = as_text(row_);
  EXPECT_EQ(row.find("canary"), std::string_view::npos);
  EXPECT_EQ(row.find(as_text(salt_.bytes)),
            std::string_view::npos);  // with the salt, guesses could be tested
  EXPECT_NE(seal_annex(ring_.current(), sequence_, hash_, salt_, annex_), row_);
}

TEST_F(SealedAnnex, BelongsToOneEntry) {
  for (const auto& opened : {open_annex(ring_, Sequence{8}, hash_, row_),
                             open_annex(ring_, sequence_, digest_of("other"), row_)}) {
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error(), AnnexError::altered);
  }
}

TEST_F(SealedAnnex, IsWhatTheHeaderCommittedTo) {
  const Digest other = digest_of("a commitment to something else");
  const Bytes row = seal_annex(ring_.current(), sequence_, other, salt_, annex_);
  const auto opened = open_annex(ring_, sequence_, other, row);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error(), AnnexError::altered);
}

TEST_F(SealedAnnex, NoByteCanChange) {
  for (std::size_t at = 4; at < row_.size(); ++at) {
    Bytes bad = row_;
    bad[at] ^= std::byte{0x01};
    const auto opened = open_annex(ring_, sequence_, hash_, bad);
    ASSERT_FALSE(opened) << at;
    EXPECT_EQ(opened.error(), AnnexError::altered) << at;
  }
  for (std::size_t size = 0; size < row_.size(); ++size)
    EXPECT_FALSE(open_annex(ring_, sequence_, hash_, ByteView{row_}.first(size))) << size;
}

TEST_F(SealedAnnex, WithItsKeyDestroyedItIsGone) {
  ASSERT_TRUE(ring_.rotate(now));
  ASSERT_TRUE(open_annex(ring_, sequence_, hash_, row_));
  ASSERT_TRUE(ring_.destroy(1));
  const auto opened = open_annex(ring_, sequence_, hash_, row_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error(), AnnexError::key_absent);
}

}  // namespace
}  // namespace concordat::audit
