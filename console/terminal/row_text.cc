#include "console/terminal/row_text.h"

#include <nlohmann/json.hpp>

namespace concordat::console {

std::string text_of(const nlohmann::ordered_json& row, const char* key) {
  const auto at = row.find(key);
  if (at == row.end() || at->is_null()) return {};
  return at->is_string() ? at->get<std::string>() : at->dump();
}

}  // namespace concordat::console
