#include "audit/tlog_proof.h"

#include <gtest/gtest.h>

namespace concordat::audit {
namespace {

DeliveryReceipt sample() {
  Entry entry;
  entry.kind = EventKind::disclosed;
  entry.sequence = Sequence{7};
  entry.actor = "school/oak";
  return {Sequence{7}, *encode_entry(entry), {sha256(as_bytes("a")), sha256(as_bytes("b"))}, "origin\n8\nroot\n\nsigned\n"};
}

TEST(TlogProof, LinesAreTheStandards) {
  const DeliveryReceipt receipt = sample();
  const std::string text = format_tlog_proof(receipt);
  EXPECT_EQ(text, "c2sp.org/tlog-proof@v1\nextra " + to_base64(receipt.entry) + "\nindex 7\n" + to_base64(receipt.inclusion[0].bytes) + "\n" +
                      to_base64(receipt.inclusion[1].bytes) + "\n\n" + receipt.note);
  EXPECT_EQ(parse_tlog_proof(text), receipt);
}

TEST(TlogProof, WhatIsNotOneIsNotRead) {
  const std::string good = format_tlog_proof(sample());
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string bad = good;
    return bad.replace(bad.find(from), from.size(), to);
  };
  const std::string digest = to_base64(sample().inclusion[0].bytes) + "\n";
  std::string tall = good;
  for (std::size_t i = 0; i < proof_digests_max; ++i) tall.insert(tall.find(digest), digest);
  const std::vector<std::pair<const char*, std::string>> cases{
      {"nothing", ""},
      {"another version", with("@v1", "@v2")},
      {"no entry", with("extra ", "index ")},
      {"an index with a zero in front", with("index 7", "index 07")},
      {"no index", with("index 7\n", "")},
      {"a short digest", with(digest, "AAAA\n")},
      {"base64 that is none", with("extra ", "extra !")},
      {"taller than any tree", tall},
      {"cut in the proof", good.substr(0, good.find(digest) + 10)},
  };
  for (const auto& [name, text] : cases) EXPECT_FALSE(parse_tlog_proof(text)) << name;
}

}  // namespace
}  // namespace concordat::audit
