// The concordat command run in a folder of its own: what it printed where, and its exit code.
#pragma once

#include <filesystem>
#include <string>

namespace concordat {

struct Ran {
  int exit = -1;
  std::string out;
  std::string err;
};

class Folder {
public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  Ran run(const std::string& words) const;
  std::string write(const std::string& name, const std::string& text) const;  // its whole path
  const std::filesystem::path& place() const { return place_; }

private:
  std::filesystem::path place_;
};

}  // namespace concordat
