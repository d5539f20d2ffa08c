// A message in another form than its kind's own: what a school reads as a spreadsheet, or as a page.
//
//   if (const auto page = render_as("school", "html", delivered)) …
#pragma once

#include <optional>
#include <string_view>

#include "adapters/native.h"

namespace concordat::adapters {

// "native" is what every kind has; nothing where the kind has no such form.
std::optional<Native> render_as(std::string_view kind, std::string_view form, const schemas::Delivered& delivered);

}  // namespace concordat::adapters
