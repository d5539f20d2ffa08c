// Our judge of proofs beside another, written from RFC 9162 in another language: some thousand true, mutated and odd questions, the
// same answer to each.
#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <sstream>

#include "audit/tree_proof.h"
#include "base/bytes.h"
#include "base/check.h"
#include "base/text.h"
#include "tests/place/place.h"

namespace concordat::audit {
namespace {

std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe{::popen(command.c_str(), "r"), ::pclose};
  CHECK(pipe != nullptr, "the reference cannot be run");
  std::string all;
  std::array<char, 65536> piece{};
  for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), pipe.get())) > 0;) all.append(piece.data(), got);
  return all;
}

Digest digest_of(const std::string& hex) {
  Digest digest{};
  const auto bytes = from_hex(hex);
  CHECK(bytes && bytes->size() == digest.bytes.size(), "the reference says no digest");
  std::copy(bytes->begin(), bytes->end(), digest.bytes.begin());
  return digest;
}

Proof proof_of(const std::string& text) {
  Proof proof;
  if (text == "-") return proof;
  for (const std::string& hex : split(text, ',')) proof.push_back(digest_of(hex));
  return proof;
}

TEST(Rfc9162, every_question_has_the_answer_of_the_reference) {
  std::istringstream lines{output_of(std::string{CONCORDAT_PYTHON} + " " + (test::source_dir() / "tests/audit/rfc9162.py").string() + " 9162 6000")};
  std::size_t held = 0, refused = 0;
  for (std::string line; std::getline(lines, line);) {
    const std::vector<std::string> words = split(line, ' ');
    ASSERT_EQ(words.size(), 7U) << line;
    const bool wanted = words[6] == "1";
    const bool got = words[0] == "inclusion"
                         ? verify_inclusion(digest_of(words[1]), std::stoull(words[2]), std::stoull(words[3]), proof_of(words[5]), digest_of(words[4]))
                         : verify_consistency(std::stoull(words[1]), std::stoull(words[2]), digest_of(words[3]), digest_of(words[4]), proof_of(words[5]));
    ASSERT_EQ(got, wanted) << line;
    ++(wanted ? held : refused);
  }
  EXPECT_GT(held, 1000U);
  EXPECT_GT(refused, 1000U);
}

}  // namespace
}  // namespace concordat::audit
