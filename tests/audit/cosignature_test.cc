#include "audit/cosignature.h"

#include <gtest/gtest.h>

#include "audit/checkpoint.h"

namespace concordat::audit {
namespace {

SigningKey key_of(int seed) {
  std::array<std::byte, 32> bytes;
  bytes.fill(static_cast<std::byte>(seed));
  return SigningKey::from_seed(bytes);
}

class CosignatureTest : public testing::Test {
protected:
  SigningKey log_ = key_of(1);
  SigningKey witness_ = key_of(2);
  NamedKey named_{witness_.verify_key(), "police/met"};
  std::string note_ = sign_checkpoint({"concordat.example/test", 42, sha256(as_bytes("root"))}, log_);
  Instant now_ = *parse_instant("2026-05-01T09:30:15Z");
  std::string line_ = cosign(note_, "police/met", witness_, now_);
};

TEST_F(CosignatureTest, SaysWhenAndLeavesTheNoteVerifiable) {
  EXPECT_EQ(read_cosignature(line_, note_, named_), now_);
  EXPECT_EQ(find_cosignature(note_ + line_, named_), now_);
  EXPECT_FALSE(find_cosignature(note_, named_));
  EXPECT_TRUE(verify_checkpoint(note_ + line_, log_.verify_key()));
  // Over a note that others have cosigned already, it is the same word.
  EXPECT_EQ(cosign(note_ + line_, "police/met", witness_, now_), line_);
}

TEST_F(CosignatureTest, IsOfOneWitnessAndOneText) {
  const std::string other = sign_checkpoint({"concordat.example/test", 43, sha256(as_bytes("root"))}, log_);
  EXPECT_FALSE(read_cosignature(line_, other, named_));
  EXPECT_FALSE(read_cosignature(line_, note_, {witness_.verify_key(), "police/kent"}));
  EXPECT_FALSE(read_cosignature(line_, note_, {key_of(3).verify_key(), "police/met"}));
  EXPECT_FALSE(read_cosignature(line_ + line_, note_, named_));
}

TEST_F(CosignatureTest, NoByteCanChange) {
  for (std::size_t at = 0; at + 1 < line_.size(); ++at) {
    std::string bad = line_;
    bad[at] = static_cast<char>(bad[at] ^ 0x01);
    EXPECT_FALSE(read_cosignature(bad, note_, named_)) << at;
  }
}

// A signature over the note's text alone is the log's kind: it is no cosignature, whoever made it.
TEST_F(CosignatureTest, ALogsKindOfSignatureIsNone) {
  const SplitNote split = *split_note(note_);
  const std::string line = signature_line("police/met", NoteKey::log, witness_.verify_key(), witness_.sign(as_bytes(split.text)).bytes);
  EXPECT_FALSE(read_cosignature(line, note_, named_));
}

// The example of C2SP signed-note.
TEST(VerifierKey, IsWhatStockToolingTakes) {
  const std::string_view example = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
  const auto key = parse_verifier_key(example, NoteKey::log);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->name, "example.com/foo");
  EXPECT_EQ(verifier_key(*key, NoteKey::log), example);
  EXPECT_FALSE(parse_verifier_key(example, NoteKey::witness));
  EXPECT_FALSE(parse_verifier_key("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", NoteKey::log));
  EXPECT_FALSE(parse_verifier_key("example.com/foo", NoteKey::log));
  EXPECT_FALSE(parse_verifier_key("", NoteKey::log));
}

}  // namespace
}  // namespace concordat::audit
