// An officer: who asks a broker, with what keys, and what they know of its log. Read from a folder that holds
// officer.toml and curve.secret (docs/operations.md).
//
//   TRY(const Officer officer, read_officer("demo/officers/ig-officer"));
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "adapters/link/keys.h"
#include "base/result.h"

namespace concordat::console {

// What everybody may know of an officer: officer.toml.
struct OfficerFacts {
  std::string name;
  std::string admin_endpoint;
  std::string broker_key;  // Z85
  VerifyKey log_key;
  std::string log_origin;
};

struct Officer : OfficerFacts {
  link::CurveKeys keys;
};

struct OfficerFault {
  enum class Kind : std::uint8_t { unreadable, invalid };
  Kind kind;
  std::string where;  // "demo/officers/ig-officer/officer.toml: log_key"
  std::string what;
};

// `file` is what a fault names.
Result<OfficerFacts, OfficerFault> parse_officer(std::string_view toml, const std::string& file);
Result<Officer, OfficerFault> read_officer(const std::filesystem::path& folder);

std::optional<VerifyKey> parse_verify_key(std::string_view hex);

}  // namespace concordat::console
