// Pages under docs/ that the code prints: equal to what it prints, or written anew with CONCORDAT_REWRITE=1.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/place/place.h"

namespace concordat {

inline std::string content_of(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

inline void expect_page(const std::string& name, const std::string& printed) {
  const auto path = test::source_dir() / name;
  if (std::getenv("CONCORDAT_REWRITE") != nullptr) std::ofstream{path, std::ios::binary} << printed;
  EXPECT_TRUE(content_of(path) == printed) << name << " is not what the code prints: CONCORDAT_REWRITE=1 writes it anew";
}

}  // namespace concordat
