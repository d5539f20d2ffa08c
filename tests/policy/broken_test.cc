// tests/golden/broken-agreements.txt: whole agreements with one fault each, refused for that fault, there,
// and for nothing else.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "policy/check.h"
#include "tests/place/place.h"

namespace concordat::policy {
namespace {

struct Section {
  std::string expected;  // "7:3+5 unknown-field"; "-" for none
  std::string name;
  std::string text;
};

std::vector<Section> sections() {
  std::ifstream in{test::source_dir() / "tests/golden/broken-agreements.txt", std::ios::binary};
  std::vector<Section> found;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("=== ")) {
      const std::size_t gap = line.find(' ', 4);
      const bool is_good = line.compare(4, 2, "- ") == 0;
      found.push_back({is_good ? "" : line.substr(4), line.substr(gap + 1), {}});
    } else if (!found.empty()) {
      found.back().text += line + "\n";
    }
  }
  return found;
}

std::string findings(const std::string& text) {
  std::string out;
  for (const Diagnostic& one : read_agreement(text, nullptr).diagnostics) {
    if (!out.empty()) out += "; ";
    out += std::to_string(one.place.line) + ":" + std::to_string(one.place.column) + "+" +
           std::to_string(one.place.length) + " " + std::string{name_of(one.code)};
  }
  return out;
}

class Broken : public testing::TestWithParam<Section> {};

TEST_P(Broken, is_refused_for_its_one_fault_there) {
  EXPECT_EQ(findings(GetParam().text), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Agreements, Broken, testing::ValuesIn(sections()), [](const auto& named) {
  std::string name = named.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(BrokenAgreements, are_thirty_or_more_of_different_codes) {
  std::set<std::string> codes;
  for (const Section& section : sections()) codes.insert(section.name);
  EXPECT_EQ(codes.size(), sections().size());
  EXPECT_GE(codes.size(), 31U);  // and the good one
}

}  // namespace
}  // namespace concordat::policy
