// A code list as a file: three columns, and at its top what it is, its source and its version. An agency reads and
// changes the file; a build carries it inside, so that no adapter opens a file.
//
//   # Primary need; ours: the category of the concern
//   # source: Department for Education, Children in need census: guide and code set
//   # version: 2022 to 2023
//   code,words,ours
//   N1,Abuse or neglect,safeguarding
//
//   const CodeFiles files{code_files()};
//   const CodeRow* row = files["primary_need"].find("N1");
//
// Views point into the text, which must outlive them. Words that hold a comma are quoted. A file that is not of this
// shape is a bug of the build: CHECK.
#pragma once

#include <map>
#include <span>
#include <string_view>
#include <vector>

namespace concordat::adapters {

struct CodeFileText {
  std::string_view name;  // of the file, without its ending
  std::string_view text;
};

struct CodeRow {
  std::string_view code;
  std::string_view words;
  std::string_view ours;  // our code, where the list maps to one
};

class CodeFile {
public:
  explicit CodeFile(std::string_view text);

  std::string_view source() const { return source_; }
  std::string_view version() const { return version_; }
  const std::vector<CodeRow>& rows() const { return rows_; }
  // Codes are compared as written, but for letter case; nullptr for one that the list lacks.
  const CodeRow* find(std::string_view code) const;

private:
  std::string_view source_;
  std::string_view version_;
  std::vector<CodeRow> rows_;
};

class CodeFiles {
public:
  explicit CodeFiles(std::span<const CodeFileText> texts);
  const CodeFile& operator[](std::string_view name) const;  // one that is not there is a bug: CHECK

private:
  std::map<std::string_view, CodeFile> files_;
};

}  // namespace concordat::adapters
