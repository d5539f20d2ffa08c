// The text of an adapter.toml, every key with what it is for. What is not known yet stands there as a comment with an
// example, so that the adapter refuses to start and names the line, rather than start on a guess.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace concordat::adapters {

struct SettingsFacts {
  std::string kind;
  std::string agency;
  std::string broker;
  std::string directory;
  std::string approvers;
  std::string scheme;   // empty: still to be said
  std::string purpose;
  std::string area;
};

std::string settings_text(const SettingsFacts& facts);
// The keys that are still to be said: "defaults.scheme".
std::vector<std::string> open_settings(const SettingsFacts& facts);

}  // namespace concordat::adapters
