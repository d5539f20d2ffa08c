// What is built into the program: templates, styles, scripts and pictures, by their place below console/web ("templates/frame.mustache",
// "assets/built/console.css"). Read from no folder at run time, so no request can reach one.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace concordat::console::web {

std::optional<std::string_view> find_built_in(std::string_view name);
std::span<const std::string_view> built_in_names();  // sorted

}  // namespace concordat::console::web
