// What check finds, as commands print it: JSON that editors and pipelines read.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

#include "policy/diagnostic.h"

namespace concordat::console {

// {"file", "line", "column", "length", "severity", "code", "cause", "fix", "didYouMean"}
nlohmann::ordered_json json_of(const std::string& file, const policy::Diagnostic& found);

}  // namespace concordat::console
