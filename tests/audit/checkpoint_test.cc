#include "audit/checkpoint.h"

#include <gtest/gtest.h>

#include "base/bytes.h"

namespace concordat::audit {
namespace {

SigningKey key_of(int seed) {
  std::array<std::byte, 32> bytes;
  bytes.fill(static_cast<std::byte>(seed));
  return SigningKey::from_seed(bytes);
}

Checkpoint sample() { return {"concordat.example/test", 42, sha256(as_bytes("root"))}; }

TEST(Checkpoint, VerifiesUnderItsKeyAndOriginOnly) {
  const SigningKey key = key_of(1);
  const std::string note = sign_checkpoint(sample(), key);
  EXPECT_EQ(verify_checkpoint(note, key.verify_key()), sample());
  EXPECT_EQ(verify_checkpoint(note, key.verify_key(), "concordat.example/test"), sample());
  EXPECT_FALSE(verify_checkpoint(note, key.verify_key(), "concordat.example/other"));
  EXPECT_FALSE(verify_checkpoint(note, key_of(2).verify_key()));
}

TEST(Checkpoint, TextIsTheStandards) {
  const std::string note = sign_checkpoint(sample(), key_of(1));
  EXPECT_TRUE(note.starts_with("concordat.example/test\n42\n" + to_base64(sample().root.bytes) +
                               "\n\n\xE2\x80\x94 concordat.example/test "));
  EXPECT_TRUE(note.ends_with("\n"));
}

TEST(Checkpoint, NoByteCanChange) {
  const SigningKey key = key_of(1);
  const std::string note = sign_checkpoint(sample(), key);
  for (std::size_t at = 0; at < note.size(); ++at) {
    for (const int flip : {0x01, 0x20, 0x80}) {
      std::string bad = note;
      bad[at] = static_cast<char>(bad[at] ^ flip);
      EXPECT_FALSE(verify_checkpoint(bad, key.verify_key())) << at;
    }
  }
  for (std::size_t size = 0; size < note.size(); ++size)
    EXPECT_FALSE(verify_checkpoint(note.substr(0, size), key.verify_key())) << size;
}

TEST(Checkpoint, CosignaturesOfOthersAreLeftAlone) {
  const SigningKey key = key_of(1);
  const std::string note = sign_checkpoint(sample(), key);
  const std::string cosigned = note + "\xE2\x80\x94 witness.example " + to_base64(Bytes(76)) + "\n";
  EXPECT_EQ(verify_checkpoint(cosigned, key.verify_key()), sample());
  EXPECT_FALSE(verify_checkpoint(note + "not a signature\n", key.verify_key()));
  EXPECT_FALSE(verify_checkpoint(note + "\xE2\x80\x94 witness.example ???\n", key.verify_key()));
  // A second, bad signature under our own name is a forgery, not somebody else's.
  const std::size_t line = note.find("\n\n") + 2;
  std::string forged = note.substr(line);
  forged[forged.size() - 10] = forged[forged.size() - 10] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(verify_checkpoint(note + forged, key.verify_key()));
}

TEST(Checkpoint, MalformedTextsAreRefusedEvenWhenSigned) {
  const SigningKey key = key_of(1);
  const std::string root = to_base64(sample().root.bytes);
  const auto signed_note = [&](const std::string& text) {
    Bytes blob = to_bytes(
        ByteView{Hasher{}.add("o\n").add("\x01").add(key.verify_key().bytes).finish().bytes}.first(4));
    put_bytes(blob, key.sign(as_bytes(text)).bytes);
    return text + "\n\xE2\x80\x94 o " + to_base64(blob) + "\n";
  };
  EXPECT_TRUE(verify_checkpoint(signed_note("o\n7\n" + root + "\n"), key.verify_key()));
  const struct {
    const char* name;
    std::string text;
  } cases[] = {{"extension line", "o\n7\n" + root + "\nmore\n"},
               {"leading zero", "o\n07\n" + root + "\n"},
               {"sign", "o\n+7\n" + root + "\n"},
               {"negative", "o\n-7\n" + root + "\n"},
               {"too large", "o\n18446744073709551616\n" + root + "\n"},
               {"no size", "o\n\n" + root + "\n"},
               {"short root", "o\n7\nAAAA\n"},
               {"root not base64", "o\n7\n!!!!\n"},
               {"two lines", "o\n7\n"}};
  for (const auto& c : cases)
    EXPECT_FALSE(verify_checkpoint(signed_note(c.text), key.verify_key())) << c.name;
}

TEST(Checkpoint, Origins) {
  EXPECT_TRUE(valid_origin("concordat.example/southwark"));
  EXPECT_TRUE(valid_origin(std::string(255, 'a')));
  for (const std::string& bad : {std::string{}, std::string{"a b"}, std::string{"a+b"}, std::string{"a\nb"},
                                 std::string{"\xC3\xA9"}, std::string(256, 'a')})
    EXPECT_FALSE(valid_origin(bad));
}

TEST(Checkpoint, AHugeNoteIsRefusedUnread) {
  const SigningKey key = key_of(1);
  std::string note = sign_checkpoint(sample(), key);
  while (note.size() <= note_bytes_max) note += "\xE2\x80\x94 w " + to_base64(Bytes(76)) + "\n";
  EXPECT_FALSE(verify_checkpoint(note, key.verify_key()));
}

}  // namespace
}  // namespace concordat::audit
