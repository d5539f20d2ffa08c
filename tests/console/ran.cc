#include "tests/console/ran.h"
#include "tests/place/place.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <iterator>

namespace concordat {
namespace fs = std::filesystem;

Folder::Folder() {
  static std::atomic<int> count{0};
  place_ = fs::temp_directory_path() / ("concordat-folder-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
  fs::remove_all(place_);
  fs::create_directories(place_);
}
Folder::~Folder() {
  std::error_code left;
  fs::remove_all(place_, left);
}

Ran Folder::run(const std::string& words) const {
  const std::string err = (place_ / "err").string();
  std::FILE* pipe = ::popen((test::bin_dir().string() + "/concordat " + words + " 2>" + err).c_str(), "r");
  Ran ran;
  std::array<char, 4096> part{};
  while (const std::size_t got = std::fread(part.data(), 1, part.size(), pipe)) ran.out.append(part.data(), got);
  ran.exit = WEXITSTATUS(::pclose(pipe));
  std::ifstream in{err};
  ran.err.assign(std::istreambuf_iterator<char>{in}, {});
  return ran;
}

std::string Folder::write(const std::string& name, const std::string& text) const {
  const fs::path file = place_ / name;
  fs::create_directories(file.parent_path());
  std::ofstream{file} << text;
  return file.string();
}

}  // namespace concordat
