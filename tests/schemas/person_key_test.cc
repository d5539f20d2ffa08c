// A person's key opens with their passphrase only, and says whose it is in a way that cannot be changed.
#include "schemas/person_key.h"

#include <gtest/gtest.h>

namespace concordat::schemas {
namespace {

constexpr ScryptCost cheap{.n = 16, .r = 1, .p = 1};
const KeyOwner owner{"amina-khan", AgencyId{"council/lbbd"}};

TEST(PersonKey, opens_only_with_its_passphrase) {
  const SigningKey key = SigningKey::generate();
  const std::string file = seal_person_key(owner, key, as_bytes("correct horse"), cheap);
  const auto opened = open_person_key(file, as_bytes("correct horse"));
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->owner, owner);
  EXPECT_EQ(opened->key.verify_key(), key.verify_key());
  EXPECT_EQ(open_person_key(file, as_bytes("correct hors")).error(), PersonKeyError::wrong_passphrase);
  EXPECT_EQ(open_person_key(file, as_bytes("")).error(), PersonKeyError::wrong_passphrase);
  EXPECT_EQ(file.find(to_hex(key.seed().expose())), std::string::npos);
}

TEST(PersonKey, the_name_on_it_cannot_be_changed) {
  const std::string file = seal_person_key(owner, SigningKey::generate(), as_bytes("word"), cheap);
  for (std::size_t i = 0; i < file.size(); ++i) {
    std::string changed = file;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(open_person_key(changed, as_bytes("word"))) << "byte " << i;
  }
  EXPECT_FALSE(open_person_key("", as_bytes("word")));
}

TEST(PersonKey, the_real_cost_is_paid) {
  const std::string file = seal_person_key(owner, SigningKey::generate(), as_bytes("word"));
  EXPECT_NE(file.find("scrypt 32768 8 1 "), std::string::npos);
  EXPECT_TRUE(open_person_key(file, as_bytes("word")));
}

}  // namespace
}  // namespace concordat::schemas
