// Styles, scripts and pictures: built into the program, each served under an address that changes when it does, so that browsers
// may keep it for ever.
#pragma once

#include <map>
#include <string>

#include "console/web/request.h"

namespace concordat::console::web {

// What the frame needs: "style" is "/assets/console.css?v=…", and so on.
const std::map<std::string, std::string>& asset_addresses();
// As small as the browser takes it; 404 if there is none of that name.
Response asset(std::string_view name, Coding takes);

}  // namespace concordat::console::web
