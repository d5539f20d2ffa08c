#include "adapters/link/keys.h"

#include "tests/link/area.h"

namespace concordat::link {
namespace {

const std::string z85_a(40, 'a');
const std::string z85_b(40, 'b');

TEST(Keys, reads_a_curve_pair) {
  const Scratch scratch;
  write_text(scratch / "curve.secret", z85_a + "\n" + z85_b + "\n");
  const auto keys = read_curve_keys(scratch / "curve.secret");
  ASSERT_TRUE(keys) << keys.error().what;
  EXPECT_EQ(keys->public_key, z85_a);
  EXPECT_EQ(as_text(keys->secret.expose()), z85_b);
}

TEST(Keys, reads_a_seed) {
  const Scratch scratch;
  write_text(scratch / "signing.seed", std::string(62, '0') + "0a\n");
  const auto key = read_signing_key(scratch / "signing.seed");
  ASSERT_TRUE(key) << key.error().what;
  EXPECT_TRUE(verify(key->verify_key(), as_bytes("x"), key->sign(as_bytes("x"))));
}

TEST(Keys, refuses_what_is_not_a_key_without_repeating_it) {
  const Scratch scratch;
  const struct {
    const char* name;
    std::string content;
  } cases[] = {{"empty", ""}, {"one line", z85_a}, {"short", z85_a + "\n" + z85_b.substr(1)}, {"three lines", z85_a + "\n" + z85_b + "\nx"}};
  for (const auto& wrong : cases) {
    write_text(scratch / "key", wrong.content);
    const auto curve = read_curve_keys(scratch / "key");
    ASSERT_FALSE(curve) << wrong.name;
    EXPECT_EQ(curve.error().what.find("aaaa"), std::string::npos);
    EXPECT_FALSE(read_signing_key(scratch / "key")) << wrong.name;
  }
  EXPECT_FALSE(read_curve_keys(scratch / "none"));
}

TEST(Keys, refuses_a_file_that_others_may_read) {
  const Scratch scratch;
  write_text(scratch / "key", std::string(64, '1'));
  ASSERT_TRUE(read_signing_key(scratch / "key"));
  std::filesystem::permissions(scratch / "key", std::filesystem::perms::group_read, std::filesystem::perm_options::add);
  const auto key = read_signing_key(scratch / "key");
  ASSERT_FALSE(key);
  EXPECT_NE(key.error().what.find("chmod 600"), std::string::npos);
}

}  // namespace
}  // namespace concordat::link
