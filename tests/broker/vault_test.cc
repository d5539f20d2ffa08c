// What the vault sealed can be opened for as long as its key is there, and no longer.
#include "broker/vault.h"

#include <gtest/gtest.h>

#include "tests/audit/scratch.h"

namespace concordat::broker {
namespace {

const Instant now = *parse_instant("2026-05-01T09:00:00Z");

class VaultTest : public testing::Test {
protected:
  Vault open() { return std::move(*Vault::open(scratch_.root() / "keys", now)); }
  audit::Scratch scratch_;
  const Bytes plain_ = to_bytes(as_bytes("a parcel"));
  const Bytes bound_ = to_bytes(as_bytes("police/met"));
};

TEST_F(VaultTest, opens_what_it_sealed) {
  const Vault vault = open();
  const SealedBox box = vault.seal(bound_, plain_);
  EXPECT_EQ(vault.open_box(bound_, box), plain_);
}

TEST_F(VaultTest, opens_nothing_for_another_or_altered) {
  const Vault vault = open();
  const SealedBox box = vault.seal(bound_, plain_);
  EXPECT_FALSE(vault.open_box(as_bytes("nhs/nelft"), box));
  for (std::size_t i = 0; i < box.sealed.size(); ++i) {
    SealedBox altered = box;
    altered.sealed[i] ^= std::byte{1};
    EXPECT_FALSE(vault.open_box(bound_, altered)) << i;
  }
  SealedBox salted = box;
  salted.salt[0] ^= std::byte{1};
  EXPECT_FALSE(vault.open_box(bound_, salted));
}

TEST_F(VaultTest, begins_a_new_key_at_each_start_and_still_opens_the_old) {
  Vault before = open();
  const SealedBox box = before.seal(bound_, plain_);
  const Vault after = open();
  EXPECT_GT(after.generation(), before.generation());
  EXPECT_TRUE(after.has_older());
  EXPECT_EQ(after.open_box(bound_, box), plain_);
}

TEST_F(VaultTest, a_destroyed_key_takes_with_it_what_it_sealed) {
  Vault vault = open();
  const SealedBox box = vault.seal(bound_, plain_);
  ASSERT_TRUE(vault.rotate(now));
  ASSERT_TRUE(vault.destroy_older());
  EXPECT_FALSE(vault.has_older());
  EXPECT_FALSE(vault.open_box(bound_, box));
  EXPECT_FALSE(open().open_box(bound_, box)) << "and no restart brings it back";
}

}  // namespace
}  // namespace concordat::broker
