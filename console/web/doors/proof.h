// A fresh proof: whoever acts says once more who they are, with their password or the code of their authenticator. Asked on a page
// of its own, that sends the same form again; a form may also carry the field "proof" itself. Failures are counted like those of
// signing in, and end the session when there are too many.
#pragma once

#include <optional>

#include "console/web/visit.h"

namespace concordat::console::web {

// Nothing if it holds; else the page that asks for it.
std::optional<Response> prove_again(Visit& visit);

}  // namespace concordat::console::web
