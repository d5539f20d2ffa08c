// What a file may be called, how long it may be, and what may not stand in it.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

#include "tests/tidy/tree.h"

namespace concordat::tidy {
namespace {

namespace fs = std::filesystem;

// The words are put together here so that this file does not hold them.
std::string word(std::string_view head, std::string_view tail) { return std::string{head} + std::string{tail}; }

// Text that we wrote: native documents and fuzz seeds are as they came.
std::vector<SourceFile> our_texts() {
  std::vector<SourceFile> ours;
  for (const SourceFile& file : tree()) {
    const bool is_foreign = file.is_under("deploy/samples") || file.is_under("tests/golden") || file.is_under("tests/fuzz/corpus");
    if (!is_foreign && file.text.find('\0') == std::string::npos) ours.push_back(file);
  }
  return ours;
}

TEST(Wording, leaves_nothing_for_later) {
  const std::regex later{"\\b(" + word("TO", "DO") + "|" + word("FIX", "ME") + "|" + word("X", "XX") + "|" + word("HA", "CK") + ")\\b"};
  for (const SourceFile& file : our_texts()) EXPECT_FALSE(std::regex_search(file.text, later)) << file.path;
}

TEST(Wording, names_files_for_what_they_are) {
  const std::set<std::string> empty_words{"manager", "handler", "helper", "helpers", "util", "utils", "common", "data", "info", "misc"};
  const std::regex parts{"[a-z0-9]+"};
  for (const SourceFile& file : tree()) {
    if (!file.is_code()) continue;
    const std::string name = file.file_name();
    for (std::sregex_iterator at{name.begin(), name.end(), parts}, end; at != end; ++at)
      EXPECT_FALSE(empty_words.contains(at->str())) << file.path;
    EXPECT_TRUE(std::regex_match(name, std::regex{"[a-z0-9_]+\\.(cc|h)"})) << file.path;
  }
}

TEST(Wording, keeps_files_short) {
  for (const SourceFile& file : tree()) {
    if (!file.is_code()) continue;
    const auto lines = std::count(file.text.begin(), file.text.end(), '\n');
    EXPECT_LE(lines, file.is_under("tests") ? 600 : 450) << file.path << " holds more than one idea";
  }
}

TEST(Wording, opens_every_header_with_what_it_is) {
  for (const SourceFile& file : tree()) {
    if (!file.path.ends_with(".h")) continue;
    EXPECT_TRUE(file.text.starts_with("// ")) << file.path;
    EXPECT_NE(file.text.find("\n#pragma once\n"), std::string::npos) << file.path;
  }
}

TEST(Wording, names_no_folder_of_one_machine) {
  const std::regex place{"(^|[^A-Za-z0-9_.-])/(" + word("wo", "rk") + "|" + word("ho", "me") + ")/"};
  for (const SourceFile& file : our_texts()) EXPECT_FALSE(std::regex_search(file.text, place)) << file.path;
}

TEST(Wording, keeps_folder_builds_small) {
  for (const SourceFile& file : tree()) {
    if (file.file_name() != "CMakeLists.txt" || file.path == "CMakeLists.txt" || file.is_under("tests")) continue;
    EXPECT_LT(std::count(file.text.begin(), file.text.end(), '\n'), 30) << file.path;
  }
}

TEST(Folders, say_what_they_are) {
  std::set<std::string> folders;
  for (const SourceFile& file : tree())
    if (file.is_code() && !file.is_under("tests")) folders.insert(file.path.substr(0, file.path.rfind('/')));
  for (const std::string& folder : folders) {
    const fs::path page = root() / folder / "README.md";
    EXPECT_TRUE(fs::exists(page)) << folder << " has no README.md";
  }
}

// [text](page.md#part): the page exists.
TEST(Pages, have_no_dead_links) {
  const std::regex link{R"re(\]\(([^)#:]+)(#[^)]*)?\))re"};
  std::size_t followed = 0;
  for (const SourceFile& file : tree()) {
    if (!file.path.ends_with(".md")) continue;
    for (std::sregex_iterator at{file.text.begin(), file.text.end(), link}, end; at != end; ++at, ++followed) {
      const fs::path target = (root() / file.path).parent_path() / (*at)[1].str();
      EXPECT_TRUE(fs::exists(target)) << file.path << " links to " << (*at)[1];
    }
  }
  EXPECT_GT(followed, 5U);
}

TEST(Scripts, can_be_run) {
  for (const SourceFile& file : tree()) {
    if (!file.text.starts_with("#!")) continue;
    const auto mode = fs::status(root() / file.path).permissions();
    EXPECT_NE(mode & fs::perms::owner_exec, fs::perms::none) << file.path;
  }
  for (const std::string script : {"tests/run", ".ci/run", "deploy/install-packages"}) EXPECT_TRUE(fs::exists(root() / script)) << script;
}

}  // namespace
}  // namespace concordat::tidy
