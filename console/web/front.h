// The front: every request comes in here, and is let through or turned away before a page sees it. In this order: where it comes
// from, who it is, its route, its role, its token, its fresh proof. Any thread.
#pragma once

#include "console/web/console.h"
#include "console/web/request.h"

namespace concordat::console::web {

Response answer(Console& console, const Request& request);

}  // namespace concordat::console::web
