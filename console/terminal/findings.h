// What check finds, as commands print it in JSON: what editors and pipelines read.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policy/diagnostic.h"

namespace concordat::console {

struct FileFindings {
  std::string file;
  std::vector<policy::Diagnostic> found;
};
enum class Lines : std::uint8_t { many, one };

// {"ok", "diagnostics": [{"file", "line", "column", "length", "severity", "code", "cause", "fix", "didYouMean"}]},
// with a line feed at its end.
std::string findings_json(const std::vector<FileFindings>& files, Lines lines);

}  // namespace concordat::console
