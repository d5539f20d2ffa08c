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

// What acts on a terminal, or is not seen there, would make another line of it than the one that is judged.
TEST(Diagnostic, shows_no_control_and_of_a_long_line_what_stands_around) {
  EXPECT_EQ(render("a", "\x1b[2J\tx\xe2\x80\xae" "y\xff" "z", {Code::bad_character, {1, 6, 1}, "c", "", {}}),
            "a:1:6: error: c [bad-character]\n"
            "    \xef\xbf\xbd[2J\tx\xef\xbf\xbdy\xef\xbf\xbdz\n"
            "        \t^\n");
  const std::string shown = render("a", std::string(1000, 'x') + "bad" + std::string(1'000'000, 'y'), {Code::bad_character, {1, 1001, 3}, "c", "", {}});
  EXPECT_EQ(shown, "a:1:1001: error: c [bad-character]\n    …" + std::string(60, 'x') + "bad" + std::string(97, 'y') + "…\n     " + std::string(60, ' ') + "^~~\n");
  EXPECT_LT(render("a", std::string(1'000'000, 'x'), {Code::bad_character, {1, 500'000, 500'000}, "c", "", {}}).size(), 600U);
}

}  // namespace
}  // namespace concordat::policy
