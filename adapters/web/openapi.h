// The adapter's HTTPS as an OpenAPI 3.1 document, printed from the routes. docs/adapters/openapi.json is this text.
#pragma once

#include <string>

namespace concordat::adapters::web {

std::string openapi_json();

}  // namespace concordat::adapters::web
