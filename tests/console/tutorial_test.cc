// docs/writing-an-agreement.md, done as a reader does it: its files are written, its commands are run in their
// folder, and what they print is what the page shows. CONCORDAT_REWRITE=1 writes what they print into the page.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/console/ran.h"
#include "tests/place/place.h"

namespace concordat {
namespace {

namespace fs = std::filesystem;

const fs::path page = test::source_dir() / "docs/writing-an-agreement.md";

std::string read(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in{text};
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// What people see: both streams, in their order.
std::string typed(const fs::path& folder, const std::string& command) {
  const std::string whole = "cd '" + folder.string() + "' && PATH='" + test::bin_dir().string() + "':$PATH && { " + command + "; } 2>&1";
  std::FILE* pipe = ::popen(whole.c_str(), "r");
  std::string out;
  std::array<char, 4096> part{};
  while (const std::size_t got = std::fread(part.data(), 1, part.size(), pipe)) out.append(part.data(), got);
  ::pclose(pipe);
  return out;
}

bool opens_section(const std::string& line) {
  for (const char* word : {"clause ", "purpose ", "pathway ", "emergency "})
    if (line.starts_with(word)) return true;
  return false;
}
// "clause 2" of `clause 2 "What …"`.
std::string opening(const std::string& line) {
  std::istringstream in{line};
  std::string word;
  std::string label;
  in >> word >> label;
  return word + " " + label;
}

// A block that begins a file is the file; another one replaces what begins with the same two words, up to the next
// such beginning, or is added at the end.
void write_block(const fs::path& file, const std::vector<std::string>& block) {
  fs::create_directories(file.parent_path());
  std::vector<std::string> lines;
  std::vector<std::string> added = block;
  const bool is_part = opens_section(block.front());
  if (is_part) {
    lines = lines_of(read(file));
    std::size_t from = 0;
    while (from < lines.size() && opening(lines[from]) != opening(block.front())) ++from;
    if (from < lines.size()) {
      std::size_t until = from + 1;
      while (until < lines.size() && !opens_section(lines[until])) ++until;
      if (until < lines.size()) added.emplace_back();
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(from), lines.begin() + static_cast<std::ptrdiff_t>(until));
    } else {
      lines.emplace_back();
    }
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(from), added.begin(), added.end());
  } else {
    lines = added;
  }
  std::ofstream out{file, std::ios::binary};
  for (const std::string& line : lines) out << line << "\n";
}

// The page as it would be if every command's output were what it prints now.
std::string done_again(const fs::path& folder) {
  std::string out;
  const auto lines = lines_of(read(page));
  for (std::size_t at = 0; at < lines.size(); ++at) {
    out += lines[at] + "\n";
    if (!lines[at].starts_with("```")) continue;
    const std::string fence = lines[at].substr(3);
    std::vector<std::string> block;
    while (++at < lines.size() && lines[at] != "```") block.push_back(lines[at]);
    if (fence != "console") {
      for (const std::string& line : block) out += line + "\n";
      if (const std::size_t gap = fence.find(' '); gap != std::string::npos) write_block(folder / fence.substr(gap + 1), block);
    } else {
      for (const std::string& line : block)
        if (line.starts_with("$ ")) out += line + "\n" + typed(folder, line.substr(2));
    }
    out += "```\n";
  }
  return out;
}

TEST(Tutorial, every_step_gives_what_the_page_shows) {
  const Folder folder;
  const std::string again = done_again(folder.place());
  if (std::getenv("CONCORDAT_REWRITE") != nullptr) std::ofstream{page, std::ios::binary} << again;
  EXPECT_EQ(read(page), again);
}

// The page promises a green end: the agreement as the reader has it then is good, tested and covered.
TEST(Tutorial, ends_green) {
  const Folder folder;
  done_again(folder.place());
  const std::string file = (folder.place() / "young-carers.agreement").string();
  EXPECT_EQ(folder.run("agreement check " + file).exit, 0);
  const Ran ran = folder.run("agreement test " + file + " --min-coverage 100 --min-conditions 100");
  EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
}

}  // namespace
}  // namespace concordat
