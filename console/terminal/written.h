// Where the recipients' native documents of a message were written, in an area whose adapters' folders can be read.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace concordat::console {

struct Written {
  std::string agency;
  std::filesystem::path document;
};

// The adapters' folders of an area, sorted.
std::vector<std::filesystem::path> adapter_folders(const std::filesystem::path& area);
std::vector<Written> written_of(const std::filesystem::path& area, const std::string& message);

}  // namespace concordat::console
