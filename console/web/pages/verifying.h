// Checking the whole log: begun here, shown while it goes on, and there to come back to. Checking one entry is the proof of a disclosure.
#pragma once

#include "console/web/visit.h"

namespace concordat::console::web {

Response verify_page(Visit& visit);
Response begin_verifying(Visit& visit);
Response verify_events(Visit& visit);  // how far it is, as it goes

}  // namespace concordat::console::web
