#include "audit/prove.h"

#include <gtest/gtest.h>

namespace concordat::audit {
namespace {

constexpr std::string_view origin = "concordat.example/test";

SigningKey key_of(int seed) {
  std::array<std::byte, 32> bytes;
  bytes.fill(static_cast<std::byte>(seed));
  return SigningKey::from_seed(bytes);
}

// Five entries, as a log would hold them.
struct SmallLog {
  SmallLog() {
    Frontier frontier;
    for (std::uint64_t i = 0; i < 5; ++i) {
      Entry entry;
      entry.kind = EventKind::disclosed;
      entry.sequence = Sequence{i};
      entry.actor = "school/oak";
      entries.push_back(*encode_entry(entry));
      frontier.append(leaf_hash(entries.back()), nodes);
      checkpoints.push_back({std::string{origin}, i + 1, frontier.root()});
    }
  }
  NodeSource source() const {
    return [this](std::uint64_t position) -> std::optional<Digest> { return nodes.at(position); };
  }
  DeliveryReceipt receipt(std::uint64_t sequence, std::uint64_t size, const SigningKey& key) const {
    return {Sequence{sequence}, entries[sequence], *inclusion_proof(sequence, size, source()),
            sign_checkpoint(checkpoints[size - 1], key)};
  }
  std::vector<Bytes> entries;
  std::vector<Digest> nodes;
  std::vector<Checkpoint> checkpoints;
};

TEST(DeliveryReceipt, HoldsForEveryEntryAndSize) {
  const SmallLog log;
  const SigningKey key = key_of(1);
  for (std::uint64_t size = 1; size <= 5; ++size) {
    for (std::uint64_t sequence = 0; sequence < size; ++sequence) {
      const DeliveryReceipt receipt = log.receipt(sequence, size, key);
      const Bytes bytes = encode_receipt(receipt);
      EXPECT_EQ(decode_receipt(bytes), receipt);
      const auto seen = verify_receipt(bytes, {key.verify_key(), std::string{origin}});
      ASSERT_TRUE(seen) << proof_error_code(seen.error());
      EXPECT_EQ(seen->entry.sequence, Sequence{sequence});
      EXPECT_EQ(seen->checkpoint, log.checkpoints[size - 1]);
    }
  }
}

TEST(DeliveryReceipt, NoByteCanChange) {
  const SmallLog log;
  const SigningKey key = key_of(1);
  const LogKeys pinned{key.verify_key(), std::string{origin}};
  const Bytes good = encode_receipt(log.receipt(2, 5, key));
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes bad = good;
    bad[at] ^= std::byte{0x04};
    EXPECT_FALSE(verify_receipt(bad, pinned)) << at;
  }
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(verify_receipt(ByteView{good}.first(size), pinned)) << size;
  Bytes longer = good;
  longer.push_back(std::byte{0});
  EXPECT_FALSE(verify_receipt(longer, pinned));
}

TEST(DeliveryReceipt, EachLieHasItsName) {
  const SmallLog log;
  const SigningKey key = key_of(1);
  const LogKeys pinned{key.verify_key(), std::string{origin}};
  const struct {
    const char* name;
    ProofError expected;
    DeliveryReceipt receipt;
  } cases[] = {
      {"another key", ProofError::signature, log.receipt(2, 5, key_of(2))},
      {"another sequence",
       ProofError::entry,
       {Sequence{3}, log.entries[2], log.receipt(2, 5, key).inclusion, log.receipt(2, 5, key).note}},
      {"not an entry",
       ProofError::entry,
       {Sequence{2}, Bytes(10), log.receipt(2, 5, key).inclusion, log.receipt(2, 5, key).note}},
      {"proof of another",
       ProofError::not_included,
       {Sequence{2}, log.entries[2], log.receipt(3, 5, key).inclusion, log.receipt(2, 5, key).note}},
      {"no proof", ProofError::not_included, {Sequence{2}, log.entries[2], {}, log.receipt(2, 5, key).note}},
      {"checkpoint before it",
       ProofError::not_included,
       {Sequence{2}, log.entries[2], log.receipt(2, 5, key).inclusion,
        sign_checkpoint(log.checkpoints[1], key)}},
  };
  for (const auto& c : cases) {
    const auto seen = verify_receipt(encode_receipt(c.receipt), pinned);
    ASSERT_FALSE(seen) << c.name;
    EXPECT_EQ(seen.error(), c.expected) << c.name;
  }
  const auto elsewhere =
      verify_receipt(encode_receipt(log.receipt(2, 5, key)), {key.verify_key(), "concordat.example/other"});
  ASSERT_FALSE(elsewhere);
  EXPECT_EQ(elsewhere.error(), ProofError::signature);
}

TEST(Advance, OnlyByAppending) {
  const SmallLog log;
  const auto proof = consistency_proof(2, 5, log.source());
  ASSERT_TRUE(proof);
  EXPECT_TRUE(verify_advance(log.checkpoints[1], log.checkpoints[4], *proof));
  EXPECT_TRUE(verify_advance(log.checkpoints[4], log.checkpoints[4], {}));

  const auto back = verify_advance(log.checkpoints[4], log.checkpoints[1], *proof);
  ASSERT_FALSE(back);
  EXPECT_EQ(back.error(), ProofError::rollback);

  Checkpoint forked = log.checkpoints[1];
  forked.root = sha256(as_bytes("another history"));
  const auto fork = verify_advance(forked, log.checkpoints[4], *proof);
  ASSERT_FALSE(fork);
  EXPECT_EQ(fork.error(), ProofError::inconsistent);

  Checkpoint elsewhere = log.checkpoints[1];
  elsewhere.origin = "concordat.example/other";
  const auto other = verify_advance(elsewhere, log.checkpoints[4], *proof);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error(), ProofError::inconsistent);
}

}  // namespace
}  // namespace concordat::audit
