// Every rule of docs/constitution.md is one sentence and names the test that holds it; the test is there.
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "tests/tidy/tree.h"

namespace concordat::tidy {
namespace {

std::set<std::string> all_tests() {
  const std::regex test{R"(\bTEST(?:_F|_P)?\((\w+), (\w+)\))"};
  std::set<std::string> found;
  for (const SourceFile& file : tree()) {
    if (!file.is_code() || !file.is_under("tests")) continue;
    for (std::sregex_iterator at{file.text.begin(), file.text.end(), test}, end; at != end; ++at) found.insert((*at)[1].str() + "." + (*at)[2].str());
  }
  return found;
}

TEST(Constitution, every_rule_names_a_test_that_is_there) {
  const std::set<std::string> tests = all_tests();
  const std::regex rule{R"((\d+)\. ([^`\n]+\.) `(\w+\.\w+)`)"};
  const std::regex numbered{R"(^\d+\..*$)", std::regex::multiline};
  std::size_t rules = 0;
  for (const SourceFile& file : tree()) {
    if (file.path != "docs/constitution.md") continue;
    for (std::sregex_iterator at{file.text.begin(), file.text.end(), numbered}, end; at != end; ++at) {
      std::smatch parts;
      const std::string line = at->str();
      ASSERT_TRUE(std::regex_match(line, parts, rule)) << line << " is not one numbered sentence with its test";
      EXPECT_EQ(std::stoul(parts[1].str()), ++rules) << line;
      EXPECT_TRUE(tests.contains(parts[3].str())) << line;
      EXPECT_EQ(parts[2].str().find(". "), std::string::npos) << line << " is more than one sentence";
    }
  }
  EXPECT_GT(rules, 30U);
}

}  // namespace
}  // namespace concordat::tidy
