#include "tests/place/place.h"

namespace concordat::test {

std::filesystem::path source_dir() { return CONCORDAT_SOURCE_DIR; }
std::filesystem::path bin_dir() { return CONCORDAT_BIN_DIR; }

}  // namespace concordat::test
