// What past disclosures would have been under a draft: the record decided again, as whoever is signed in may read it; or what somebody
// who may read it has made. Kept with the draft, for the text that it was made of.
#pragma once

#include "console/web/visit.h"

namespace concordat::console::web {

Response draft_replay_page(Visit& visit);
Response make_replay(Visit& visit);  // begins it: it goes on beside the pages
Response replay_events(Visit& visit);  // how far it is, as it goes
Response take_replay(Visit& visit);  // of somebody else

}  // namespace concordat::console::web
