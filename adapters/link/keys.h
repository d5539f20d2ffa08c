// The two private keys of an agency, as files that only it may read: its CURVE pair (who connects) and its Ed25519
// seed (who signs). A file that others may read is refused, because whoever copied it could speak as the agency.
#pragma once

#include <filesystem>
#include <string>

#include "base/crypto.h"
#include "base/result.h"
#include "base/secret.h"

namespace concordat::link {

struct CurveKeys {
  std::string public_key;  // Z85, 40 characters
  Secret<40> secret;       // Z85
};

struct KeyError {
  std::string what;  // names the file and what is wrong, never its content
};

Result<CurveKeys, KeyError> read_curve_keys(const std::filesystem::path& file);      // two lines: public, secret
Result<SigningKey, KeyError> read_signing_key(const std::filesystem::path& file);    // 64 hexadecimal digits

}  // namespace concordat::link
