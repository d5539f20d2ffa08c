// One member of what a broker answered, as text for a table: a string as it is, anything else as JSON, nothing if it is not there or null.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace concordat::console {

std::string text_of(const nlohmann::ordered_json& row, const char* key);

}  // namespace concordat::console
