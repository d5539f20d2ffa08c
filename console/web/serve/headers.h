// The headers that every answer has: what a browser may do with a page, and that it keeps none of it.
#pragma once

#include <span>
#include <string_view>
#include <utility>

#include "console/web/request.h"

namespace concordat::console::web {

std::span<const std::pair<std::string_view, std::string_view>> headers_of_all();
// What differs: pages are not kept, assets are.
std::string_view cache_control(const Response& response);

}  // namespace concordat::console::web
