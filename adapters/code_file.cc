#include "adapters/code_file.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"

namespace concordat::adapters {
namespace {

std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::string_view next_cell(std::string_view& line) {
  const bool is_quoted = line.starts_with('"');
  const std::size_t end = is_quoted ? line.find('"', 1) : std::min(line.find(','), line.size());
  CHECK(end != std::string_view::npos, "code list: a quote that is never closed");
  const std::string_view cell = is_quoted ? line.substr(1, end - 1) : line.substr(0, end);
  line.remove_prefix(std::min(end + (is_quoted ? 2U : 1U), line.size()));
  return cell;
}

}  // namespace

CodeFile::CodeFile(std::string_view text) {
  bool is_headed = false;
  while (!text.empty()) {
    std::string_view line = next_line(text);
    if (line.starts_with("# source: ")) source_ = line.substr(10);
    if (line.starts_with("# version: ")) version_ = line.substr(11);
    if (line.empty() || line.starts_with('#')) continue;
    if (!is_headed) {
      CHECK(line == "code,words,ours", "code list: the columns are code,words,ours");
      is_headed = true;
      continue;
    }
    CodeRow& row = rows_.emplace_back();
    row.code = next_cell(line);
    row.words = next_cell(line);
    row.ours = next_cell(line);
  }
  CHECK(is_headed && !source_.empty() && !version_.empty(), "code list: says its source and its version");
}

const CodeRow* CodeFile::find(std::string_view code) const {
  for (const CodeRow& row : rows_)
    if (iequals(row.code, code)) return &row;
  return nullptr;
}

CodeFiles::CodeFiles(std::span<const CodeFileText> texts) {
  for (const CodeFileText& text : texts) files_.emplace(text.name, CodeFile{text.text});
}

const CodeFile& CodeFiles::operator[](std::string_view name) const {
  const auto found = files_.find(name);
  CHECK(found != files_.end(), "code list: there is none of that name");
  return found->second;
}

}  // namespace concordat::adapters
