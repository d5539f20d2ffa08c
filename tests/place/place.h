// Where the tree and the programs under test are. Said in one object file, so that no other depends on the folder that a
// clone lies in, and a compiler cache serves every clone.
#pragma once

#include <filesystem>

namespace concordat::test {

std::filesystem::path source_dir();
std::filesystem::path bin_dir();

}  // namespace concordat::test
