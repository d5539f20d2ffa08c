#include "schemas/codes.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

#include "tests/place/place.h"
#include "tests/schemas/generated_page.h"

namespace concordat::schemas {
namespace {

TEST(Codes, are_plain_and_say_what_to_do) {
  for (const CodeEntry& entry : codes()) {
    EXPECT_TRUE(std::regex_match(std::string{entry.code}, std::regex{"[a-z0-9]+(-[a-z0-9]+)*"})) << entry.code;
    EXPECT_TRUE(entry.meaning.ends_with('.') || entry.meaning.ends_with(')')) << entry.code;
    EXPECT_TRUE(entry.fix.ends_with('.') || entry.fix.ends_with(')')) << entry.code;
    EXPECT_EQ(find_code(entry.code), &entry);
  }
  EXPECT_EQ(find_code("no-such-code"), nullptr);
}

TEST(Codes, stand_in_the_docs) {
  expect_page("docs/codes.md", codes_as_markdown());
}

// Wherever the tree makes a Problem with a literal code, the code is in the table.
TEST(Codes, of_every_problem_stand_in_the_table) {
  const std::regex said{R"re((?:\b(?:problem|refuse|Problem|failed|DecodeError)\s*[({]+\s*|Code::\w+, |Fault::\w+: return |Error::\w+: return )"([a-z0-9]+(?:-[a-z0-9]+)+)")re"};
  std::size_t found = 0;
  for (const char* folder : {"schemas", "policy", "audit", "broker", "adapters", "console"}) {
    for (const auto& file : std::filesystem::recursive_directory_iterator{test::source_dir() / folder}) {
      if (file.path().extension() != ".cc") continue;
      const std::string text = content_of(file.path());
      for (std::sregex_iterator at{text.begin(), text.end(), said}, end; at != end; ++at, ++found)
        EXPECT_NE(find_code((*at)[1].str()), nullptr) << file.path() << ": " << (*at)[1];
    }
  }
  EXPECT_GT(found, 100U);
}

}  // namespace
}  // namespace concordat::schemas
