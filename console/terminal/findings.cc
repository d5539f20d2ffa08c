#include "console/terminal/findings.h"

#include <nlohmann/json.hpp>

namespace concordat::console {

using nlohmann::ordered_json;

ordered_json json_of(const std::string& file, const policy::Diagnostic& found) {
  ordered_json out{{"file", file}, {"line", found.place.line}, {"column", found.place.column}, {"length", found.place.length},
                   {"severity", found.severity() == policy::Severity::error ? "error" : "warning"},
                   {"code", policy::name_of(found.code)}, {"cause", found.cause}, {"fix", found.fix}, {"didYouMean", nullptr}};
  if (found.did_you_mean) out["didYouMean"] = *found.did_you_mean;
  return out;
}

}  // namespace concordat::console
