// The field table as people and programs read it: `concordat schema fields`, and docs/fields.md.
#pragma once

#include <string>

namespace concordat::schemas {

std::string fields_as_text();        // columns, for a terminal
std::string fields_as_json_lines();  // one object a line: path, type, codes, class, views, fact, key, with, bodies, since, meaning
std::string fields_as_markdown();    // docs/fields.md

}  // namespace concordat::schemas
