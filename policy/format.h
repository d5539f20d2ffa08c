// An agreement printed again in the one layout: every header, line and clause where a reader looks for it,
// the same words in the same order, every comment kept. Formatting what is formatted changes nothing.
//
//   const auto formatted = format(text);
//   if (formatted && *formatted != text) …
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/diagnostic.h"

namespace concordat::policy {

// A text that cannot be parsed has no layout: its errors instead.
Result<std::string, std::vector<Diagnostic>> format(std::string_view text);

}  // namespace concordat::policy
