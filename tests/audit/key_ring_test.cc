#include "audit/key_ring.h"

#include <gtest/gtest.h>

#include <fstream>

#include "scratch.h"

namespace concordat::audit {
namespace {

const Instant now = *parse_instant("2026-04-01T09:30:00Z");

Bytes bytes_of(const Secret<32>& key) { return to_bytes(key.expose()); }

TEST(KeyRing, MakesItsFirstKeyOwnerOnly) {
  const Scratch scratch;
  const auto ring = KeyRing::open(scratch.day_keys(), now, 0);
  ASSERT_TRUE(ring);
  EXPECT_EQ(ring->current().generation, 1U);
  EXPECT_EQ(ring->current().created, now);
  EXPECT_EQ(std::filesystem::status(scratch.day_keys()).permissions(), std::filesystem::perms{0700});
  EXPECT_EQ(std::filesystem::status(scratch.day_keys() / "key-0000000001").permissions(),
            std::filesystem::perms{0600});
}

TEST(KeyRing, RotatesAndReadsBack) {
  const Scratch scratch;
  Bytes first;
  Bytes second;
  {
    auto ring = KeyRing::open(scratch.day_keys(), now, 0);
    ASSERT_TRUE(ring);
    first = bytes_of(ring->current().key);
    ASSERT_TRUE(ring->rotate(now + std::chrono::hours{1}));
    second = bytes_of(ring->current().key);
    EXPECT_NE(first, second);
  }
  const auto again = KeyRing::open(scratch.day_keys(), now, 2);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->generations(), (std::vector<std::uint32_t>{1, 2}));
  EXPECT_EQ(again->current().generation, 2U);
  EXPECT_EQ(again->current().created, now + std::chrono::hours{1});
  ASSERT_NE(again->find(1), nullptr);
  EXPECT_EQ(bytes_of(*again->find(1)), first);
  EXPECT_EQ(bytes_of(again->current().key), second);
  EXPECT_EQ(again->find(3), nullptr);
}

TEST(KeyRing, DestroyedIsGone) {
  const Scratch scratch;
  auto ring = KeyRing::open(scratch.day_keys(), now, 0);
  ASSERT_TRUE(ring);
  ASSERT_TRUE(ring->rotate(now));
  ASSERT_TRUE(ring->destroy(1));
  EXPECT_EQ(ring->find(1), nullptr);
  EXPECT_FALSE(std::filesystem::exists(scratch.day_keys() / "key-0000000001"));
  EXPECT_TRUE(ring->destroy(1));  // what is gone stays gone
  const auto again = KeyRing::load(scratch.day_keys());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->generations(), std::vector<std::uint32_t>{2});
}

// A broker killed between overwriting its old data key and removing the file did not start again: the zeros were "not a key".
TEST(KeyRing, FinishesADestructionThatWasCutShort) {
  const Scratch scratch;
  {
    auto ring = KeyRing::open(scratch.day_keys(), now, 0);
    ASSERT_TRUE(ring);
    ASSERT_TRUE(ring->rotate(now));
  }
  const auto file = scratch.day_keys() / "key-0000000001";
  const std::string zeros(std::filesystem::file_size(file), '\0');
  std::ofstream{file, std::ios::binary | std::ios::trunc} << zeros;
  const auto read = KeyRing::load(scratch.day_keys());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->generations(), std::vector<std::uint32_t>{2});
  EXPECT_TRUE(std::filesystem::exists(file)) << "a reader changes nothing";
  const auto opened = KeyRing::open(scratch.day_keys(), now, 0);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->generations(), std::vector<std::uint32_t>{2});
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(KeyRing, TheBytesAreOverwrittenBeforeTheNameGoes) {
  const Scratch scratch;
  auto ring = KeyRing::open(scratch.day_keys(), now, 0);
  ASSERT_TRUE(ring);
  ASSERT_TRUE(ring->rotate(now));
  const std::filesystem::path link = scratch.root() / "second-name";
  std::filesystem::create_hard_link(scratch.day_keys() / "key-0000000001", link);
  ASSERT_TRUE(ring->destroy(1));
  const Bytes left = *read_file(link, 1000);
  EXPECT_EQ(left, Bytes(left.size()));
}

TEST(KeyRing, ANumberIsNeverUsedAgain) {
  const Scratch scratch;
  const auto ring = KeyRing::open(scratch.day_keys(), now, 41);  // the folder was lost; rows name 41
  ASSERT_TRUE(ring);
  EXPECT_EQ(ring->current().generation, 42U);
}

TEST(KeyRing, WhatIsNoKeyIsRefused) {
  for (const std::string& content : {std::string{}, std::string(56, 'x'), std::string(57, 'x'),
                                     "concordat key 1\n" + std::string(39, 'x')}) {
    const Scratch scratch;
    std::filesystem::create_directory(scratch.day_keys());
    std::ofstream{scratch.day_keys() / "key-0000000001"} << content;
    EXPECT_FALSE(KeyRing::open(scratch.day_keys(), now, 0)) << content.size();
  }
  EXPECT_FALSE(KeyRing::load("/nonexistent/keys"));
}

TEST(KeyRing, OtherFilesAreLeftAlone) {
  const Scratch scratch;
  std::filesystem::create_directory(scratch.day_keys());
  for (const char* name :
       {"README", "key-1", "key-00000000x1", "key-0000000000", "key-9999999999", "key-0000000001.new-1-0"})
    std::ofstream{scratch.day_keys() / name} << "x";
  const auto ring = KeyRing::open(scratch.day_keys(), now, 0);
  ASSERT_TRUE(ring);
  EXPECT_EQ(ring->generations(), std::vector<std::uint32_t>{1});
}

TEST(KeyRingDeathTest, TheCurrentKeyIsNotDestroyed) {
  const Scratch scratch;
  auto ring = KeyRing::open(scratch.day_keys(), now, 0);
  ASSERT_TRUE(ring);
  EXPECT_DEATH((void)ring->destroy(1), "only after a rotation");
}

}  // namespace
}  // namespace concordat::audit
