// The agreements of deploy/agreements, as people start from them: each good, each warning explained, in the one layout,
// tested by its own scenarios through every clause and condition, and introduced in plain English.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/console/ran.h"
#include "tests/place/place.h"

namespace concordat {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> agreements() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator{test::source_dir() / "deploy/agreements"})
    if (entry.path().extension() == ".agreement") found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

class Example : public testing::TestWithParam<fs::path> {
protected:
  Ran run(const std::string& words) const { return folder_.run("agreement " + words + " " + GetParam().string()); }
  Folder folder_;
};

// A warning that is meant is explained to the reader: a comment names its code.
TEST_P(Example, has_no_error_and_no_unexplained_warning) {
  const Ran ran = run("check --json");
  EXPECT_EQ(ran.exit, 0) << ran.out;
  std::ifstream in{GetParam()};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  for (const nlohmann::json& found : nlohmann::json::parse(ran.out)["diagnostics"]) {
    const std::string explained = "# Warned of (" + found["code"].get<std::string>() + "): ";
    EXPECT_NE(text.find(explained), std::string::npos) << found;
  }
}

TEST_P(Example, is_in_the_one_layout) {
  const Ran ran = run("format --check");
  EXPECT_EQ(ran.exit, 0) << ran.out;
}

TEST_P(Example, is_tested_in_every_clause_and_condition) {
  const Ran ran = run("test --min-coverage 100 --min-conditions 100");
  EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
}

TEST_P(Example, begins_with_what_it_is_in_plain_english) {
  std::ifstream in{GetParam()};
  std::string line;
  std::getline(in, line);
  EXPECT_TRUE(line.starts_with("# ")) << line;
}

INSTANTIATE_TEST_SUITE_P(Agreements, Example, testing::ValuesIn(agreements()), [](const auto& named) {
  std::string name = named.param.stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(ExampleAgreements, are_the_six_and_the_caps) { EXPECT_EQ(agreements().size(), 7U); }

}  // namespace
}  // namespace concordat
