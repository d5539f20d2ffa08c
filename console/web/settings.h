// The console's settings: console.toml (docs/operations.md). An unknown key is an error; paths are relative to the file.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace concordat::console::web {

struct Settings {
  std::string host = "127.0.0.1";
  unsigned port = 8443;
  std::filesystem::path certificate;
  std::filesystem::path private_key;
  std::filesystem::path state;         // accounts, drafts
  std::filesystem::path agreements;    // the area's signed agreements, for their legal bases in words; may be empty
  std::filesystem::path directory;     // who takes part, for what agreements would mean; may be empty
  std::filesystem::path adapters;      // a folder of adapters whose agencies have their inbox here; may be empty
  std::filesystem::path proxy_socket;  // empty: no reverse proxy vouches for anybody
  std::string area_name = "Concordat";  // in the header of each page
};

struct SettingsFault {
  std::string where;  // "console.toml:3"
  std::string what;
};

Result<Settings, SettingsFault> read_settings(const std::filesystem::path& file);

}  // namespace concordat::console::web
