// Suspending an agreement: all of it, a field, or what goes to one agency. Between the form and the deed stands a card that says what is
// about to happen, and to whom.
#pragma once

#include "console/web/visit.h"

namespace concordat::console::web {

Response suspend_page(Visit& visit);
Response suspend_card(Visit& visit);  // "You are about to suspend": nothing is done yet
std::optional<Response> wrong_suspension(Visit& visit);
Response suspend(Visit& visit);

}  // namespace concordat::console::web
