// What agreements say of their legal bases: by NAME/VERSION, the ids of all that they rely on, ", " between them.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace concordat::console {

using Bases = std::map<std::string, std::string>;

// Of the *.agreement files in a folder. A file that cannot be read says nothing.
Bases bases_in(const std::filesystem::path& folder);

}  // namespace concordat::console
