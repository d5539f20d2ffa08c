// The source tree as the tidy tests see it: every file that we wrote, with its text.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace concordat::tidy {

struct SourceFile {
  std::string path;  // from the root, with '/': "schemas/wire/message.capnp"
  std::string text;

  bool is_code() const { return path.ends_with(".cc") || path.ends_with(".h"); }
  bool is_under(const std::string& folder) const { return path.starts_with(folder + "/"); }
  std::string file_name() const { return path.substr(path.rfind('/') + 1); }
};

// Everything but build folders, native samples and version control's own; sorted by path.
const std::vector<SourceFile>& tree();
std::filesystem::path root();

// What stands between the marks of every #include: quoted gives `"…"` ones, angled `<…>` ones.
struct Includes {
  std::vector<std::string> quoted;
  std::vector<std::string> angled;
};
Includes includes_of(const SourceFile& file);

}  // namespace concordat::tidy
