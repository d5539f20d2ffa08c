#include "tests/tidy/tree.h"
#include "tests/place/place.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>

namespace concordat::tidy {
namespace {

namespace fs = std::filesystem;

std::vector<SourceFile> read_tree() {
  std::vector<SourceFile> files;
  for (auto at = fs::recursive_directory_iterator{root()}; at != fs::recursive_directory_iterator{}; ++at) {
    const std::string name = at->path().filename().string();
    if (at->is_directory() && at.depth() == 0 && (name == "build" || name == ".git" || name == ".ccache" || name == "area")) {
      at.disable_recursion_pending();
      continue;
    }
    if (!at->is_regular_file() || name == ".git") continue;
    std::ifstream in{at->path(), std::ios::binary};
    files.push_back({fs::relative(at->path(), root()).generic_string(), {std::istreambuf_iterator<char>{in}, {}}});
  }
  std::sort(files.begin(), files.end(), [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return files;
}

}  // namespace

fs::path root() { return test::source_dir(); }

const std::vector<SourceFile>& tree() {
  static const std::vector<SourceFile> files = read_tree();
  return files;
}

Includes includes_of(const SourceFile& file) {
  static const std::regex include{R"re((?:^|\n)[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">])re"};
  Includes found;
  for (std::sregex_iterator at{file.text.begin(), file.text.end(), include}, end; at != end; ++at)
    ((*at)[1] == "<" ? found.angled : found.quoted).push_back((*at)[2]);
  return found;
}

}  // namespace concordat::tidy
