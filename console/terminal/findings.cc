#include "console/terminal/findings.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace concordat::console {
namespace {

using nlohmann::ordered_json;

ordered_json json_of(const std::string& file, const policy::Diagnostic& found) {
  ordered_json out{{"file", file}, {"line", found.place.line}, {"column", found.place.column}, {"length", found.place.length},
                   {"severity", found.severity() == policy::Severity::error ? "error" : "warning"},
                   {"code", policy::name_of(found.code)}, {"cause", found.cause}, {"fix", found.fix}, {"didYouMean", nullptr}};
  if (found.did_you_mean) out["didYouMean"] = *found.did_you_mean;
  return out;
}

}  // namespace

std::string findings_json(const std::vector<FileFindings>& files, Lines lines) {
  ordered_json all = ordered_json::array();
  for (const FileFindings& each : files)
    for (const policy::Diagnostic& found : each.found) all.push_back(json_of(each.file, found));
  const bool is_good = std::none_of(files.begin(), files.end(), [](const FileFindings& each) { return policy::has_errors(each.found); });
  return ordered_json{{"ok", is_good}, {"diagnostics", all}}.dump(lines == Lines::many ? 2 : -1) + "\n";
}

}  // namespace concordat::console
