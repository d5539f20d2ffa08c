// concordatd's configuration: one TOML file, paths relative to it. Every key is known; an unknown one is an
// error, because a misspelt limit is a limit that does not hold.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "broker/governance.h"
#include "broker/limits.h"
#include "broker/net/router.h"

namespace concordat::broker {

struct Config {
  std::string endpoint;        // tcp://127.0.0.1:7400
  std::string admin_endpoint;
  std::filesystem::path data, day_keys, parcel_keys, subject_keys, search_index;
  GovernanceFiles governance;
  CurveKeys curve;
  std::filesystem::path log_seed;
  Limits limits;
  std::size_t frame_bytes_max;
  std::size_t log_map_bytes;  // address space kept for the log; it can never grow past it
  std::string log_level;
};

struct ConfigError {
  std::string code;   // config-unreadable, config-invalid
  std::string where;  // FILE:LINE or FILE: key
  std::string what;
};

Result<Config, ConfigError> read_config(const std::filesystem::path& file);

}  // namespace concordat::broker
