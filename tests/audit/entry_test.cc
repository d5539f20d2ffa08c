#include "audit/entry.h"

#include <gtest/gtest.h>

#include "base/crypto.h"

namespace concordat::audit {
namespace {

Entry full_entry() {
  return {.kind = EventKind::disclosed,
          .sequence = Sequence{0x0102030405},
          .at = *parse_instant("2026-04-01T09:30:00.123Z"),
          .previous = sha256(as_bytes("previous")),
          .about = Sequence{7},
          .actor = "school/oak",
          .counterpart = "police/met",
          .code = "ok",
          .message_type = "referral",
          .purpose = "safeguarding",
          .agreement = AgreementRef{"prevent/3", sha256(as_bytes("agreement"))},
          .reference = sha256(as_bytes("reference")),
          .annex_hash = sha256(as_bytes("annex"))};
}

Entry bare_entry() {
  Entry entry;
  entry.kind = EventKind::started;
  entry.sequence = Sequence{1};
  entry.actor = "broker";
  return entry;
}

TEST(Entry, ReadsBackWhatItWrote) {
  for (const Entry& entry : {full_entry(), bare_entry()}) {
    const auto bytes = encode_entry(entry);
    ASSERT_TRUE(bytes);
    const auto again = decode_entry(*bytes);
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, entry);
    EXPECT_EQ(encode_entry(*again), bytes);
  }
}

TEST(Entry, LayoutIsTheDocuments) {
  const Bytes bytes = *encode_entry(bare_entry());
  const std::string zeros(64, '0');
  const std::string expected = std::string{"01"} + "15" + "0000000000000001" + "0000000000000000" + zeros +
                               "ffffffffffffffff" + "0006" + to_hex(as_bytes("broker")) + "0000" + "0000" +
                               "0000" + "0000" + "0000" + zeros + zeros + zeros;
  EXPECT_EQ(to_hex(bytes), expected);
}

TEST(Entry, EveryTruncationAndExtensionIsRefused) {
  Bytes bytes = *encode_entry(full_entry());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(decode_entry(ByteView{bytes}.first(size))) << size;
  bytes.push_back(std::byte{0});
  EXPECT_FALSE(decode_entry(bytes));
}

TEST(Entry, WhateverDecodesEncodesToTheSameBytes) {
  const Bytes good = *encode_entry(full_entry());
  std::size_t decoded = 0;
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const int flip : {0x01, 0x80, 0xff}) {
      Bytes bytes = good;
      bytes[at] ^= static_cast<std::byte>(flip);
      const auto entry = decode_entry(bytes);
      if (!entry) continue;
      ++decoded;
      EXPECT_EQ(encode_entry(*entry), bytes) << at;
    }
  }
  EXPECT_GT(decoded, 100U);  // digests and texts take many values
}

TEST(Entry, WhatDoesNotFitIsNotWritten) {
  const std::string longest(header_text_bytes_max, 'a');
  const std::string too_long(header_text_bytes_max + 1, 'a');
  const struct {
    const char* name;
    void (*change)(Entry&);
  } cases[] = {
      {"actor too long", [](Entry& e) { e.actor.assign(header_text_bytes_max + 1, 'a'); }},
      {"counterpart too long", [](Entry& e) { e.counterpart.assign(header_text_bytes_max + 1, 'a'); }},
      {"code too long", [](Entry& e) { e.code.assign(header_text_bytes_max + 1, 'a'); }},
      {"type too long", [](Entry& e) { e.message_type.assign(header_text_bytes_max + 1, 'a'); }},
      {"purpose not UTF-8", [](Entry& e) { e.purpose = "\xff"; }},
      {"agreement without a name", [](Entry& e) { e.agreement->name.clear(); }},
      {"agreement name not UTF-8", [](Entry& e) { e.agreement->name = "\xc0\x80"; }},
      {"about itself", [](Entry& e) { e.about = e.sequence; }},
      {"before 1970", [](Entry& e) { e.at = Instant{std::chrono::milliseconds{-1}}; }},
  };
  for (const auto& c : cases) {
    Entry entry = full_entry();
    c.change(entry);
    EXPECT_FALSE(encode_entry(entry)) << c.name;
  }
  Entry largest = full_entry();
  largest.actor = largest.counterpart = largest.code = largest.message_type = largest.purpose = longest;
  largest.agreement->name = longest;
  const auto bytes = encode_entry(largest);
  ASSERT_TRUE(bytes);
  EXPECT_LE(bytes->size(), entry_bytes_max);
}

TEST(Entry, ADigestWithoutAnAgreementIsRefused) {
  Entry entry = full_entry();
  entry.agreement.reset();
  Bytes bytes = *encode_entry(entry);
  ASSERT_TRUE(decode_entry(bytes));
  bytes[bytes.size() - 96] = std::byte{1};  // first byte of the agreement's digest
  EXPECT_FALSE(decode_entry(bytes));
}

TEST(Entry, AnnexHashCoversSaltAndAnnex) {
  const Digest salt = sha256(as_bytes("salt"));
  Bytes both = to_bytes(salt.bytes);
  put_bytes(both, as_bytes("annex"));
  EXPECT_EQ(annex_hash(salt, as_bytes("annex")), sha256(both));
}

}  // namespace
}  // namespace concordat::audit
