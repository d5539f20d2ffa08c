// JSON as RFC 8259 has it, checked strictly before Cap'n Proto's codec sees it, for two reasons: the
// codec of Cap'n Proto 0.9 says neither line nor column, and it reads "\u00e9" as another character.
// So the grammar is checked here, with the line in every problem, and each \u escape is written out.
//
// Names no library. Linear in the text; nesting is bounded.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "schemas/message.h"

namespace concordat::schemas {

inline constexpr std::size_t json_bytes_max = 8 * 1024 * 1024;
inline constexpr int json_depth_max = 24;  // the deepest message needs 12

// The same JSON without a byte order mark and without \u escapes, or the first problem ("line 12").
Result<std::string, Problem> plain_json(std::string_view text);

}  // namespace concordat::schemas
