// A person's private key as it lies in a file: sealed under a key made from their passphrase. What lies open says whose
// it is, and cannot be changed without the seal breaking.
//
//   const std::string file = seal_person_key({"amina-khan", AgencyId{"council/lbbd"}}, key, as_bytes(passphrase));
//   TRY(const PersonKey own, open_person_key(file, as_bytes(passphrase)));
//   sign_act(statement, own.key);
#pragma once

#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/passwords.h"
#include "base/result.h"
#include "schemas/ids.h"

namespace concordat::schemas {

struct KeyOwner {
  std::string person;  // id in the directory
  AgencyId agency;
  friend bool operator==(const KeyOwner&, const KeyOwner&) = default;
};
struct PersonKey {
  KeyOwner owner;
  SigningKey key;
};

enum class PersonKeyError : std::uint8_t { malformed, wrong_passphrase };

// Five lines of text, docs/operations.md.
std::string seal_person_key(const KeyOwner& owner, const SigningKey& key, ByteView passphrase, const ScryptCost& cost = password_cost);
Result<PersonKey, PersonKeyError> open_person_key(std::string_view file, ByteView passphrase);

}  // namespace concordat::schemas
