// Every agreement in tests/golden/agreements against its .expected: one line per finding,
// "LINE:COLUMN+LENGTH severity code", and the guess where there is one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "policy/check.h"
#include "schemas/codes.h"
#include "tests/place/place.h"

namespace concordat::policy {
namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

std::string findings(const std::string& text) {
  std::string out;
  for (const Diagnostic& found : read_agreement(text, nullptr).diagnostics) {
    out += std::to_string(found.place.line) + ":" + std::to_string(found.place.column) + "+" +
           std::to_string(found.place.length) +
           (found.severity() == Severity::error ? " error " : " warning ") + std::string{name_of(found.code)};
    if (found.did_you_mean) out += " (" + *found.did_you_mean + "?)";
    out += "\n";
  }
  return out;
}

class Golden : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Golden, has_the_findings_expected) {
  auto expected = GetParam();
  expected.replace_extension("expected");
  const std::string found = findings(read(GetParam()));
  if (std::getenv("CONCORDAT_REWRITE") != nullptr) std::ofstream{expected, std::ios::binary} << found;
  EXPECT_EQ(found, read(expected));
}

std::vector<std::filesystem::path> agreements() {
  std::vector<std::filesystem::path> found;
  for (const auto& entry :
       std::filesystem::directory_iterator{test::source_dir() / "tests/golden/agreements"})
    if (entry.path().extension() == ".agreement") found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}
INSTANTIATE_TEST_SUITE_P(Agreements, Golden, testing::ValuesIn(agreements()), [](const auto& named) {
  std::string name = named.param.stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(Diagnostic, has_every_code_in_the_one_table) {
  for (int code = 0; code <= static_cast<int>(last_code); ++code)
    EXPECT_NE(schemas::find_code(name_of(static_cast<Code>(code))), nullptr)
        << name_of(static_cast<Code>(code));
}

TEST(Diagnostic, shows_the_line_and_underlines_in_characters) {
  const std::string text = "agreement \"é\" version 1\n  clause 1 \"éé\" fram nobody\n";
  const Diagnostic found{Code::unexpected_word, {2, 17, 4}, "expected a line", "write from", "from"};
  EXPECT_EQ(render("a.agreement", text, found),
            "a.agreement:2:17: error: expected a line [unexpected-word]\n"
            "      clause 1 \"éé\" fram nobody\n"
            "                    ^~~~\n"
            "    did you mean \"from\"?\n"
            "    write from\n");
}

}  // namespace
}  // namespace concordat::policy
