// An officer: who asks a broker, with what keys, and what they know of its log. Read from a folder that holds
// officer.toml and curve.secret (docs/operations.md).
#pragma once

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>

#include "adapters/link/keys.h"
#include "base/result.h"
#include "console/terminal/terminal.h"

namespace concordat::console {

struct Officer {
  std::string name;
  std::string admin_endpoint;
  std::string broker_key;  // Z85
  VerifyKey log_key;
  std::string log_origin;
  link::CurveKeys keys;
};

struct OfficerOptions {
  std::string officer;
  std::string area;
  std::string reason;
};

enum class Reason : std::uint8_t { not_asked, needed };
void bind(CLI::App& leaf, OfficerOptions& to, Reason reason);
// --officer's folder, or the one called ig-officer in --area's.
Result<Officer, Exit> read_officer(const OfficerOptions& options, const Terminal& terminal);

std::optional<VerifyKey> parse_verify_key(std::string_view hex);

}  // namespace concordat::console
