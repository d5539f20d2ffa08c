// Settling in: the files that a new adapter begins with, made once and never over what is there.
//
//   FOLDER/adapter.toml                    commented settings
//   FOLDER/curve.secret, signing.seed      private keys, 0600
//   FOLDER/agency.json                     public keys, for whoever keeps the area's directory
//   FOLDER/in, out, rejected, state        0700
#pragma once

#include <filesystem>

#include "adapters/setup/settings_text.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/result.h"

namespace concordat::adapters {

struct SettleAsked {
  std::filesystem::path folder;
  SettingsFacts facts;
};

struct NotSettled {
  enum class Kind { wrong_input, in_the_way, disk };
  Kind kind;
  std::string what;
};

// What to do next, for the operator to read.
Result<std::string, NotSettled> settle(const SettleAsked& asked, Instant now);

}  // namespace concordat::adapters
