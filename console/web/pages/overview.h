// The overview: what an officer or operator sees first. Counts, charts over time and the log's health; nothing of anybody.
#pragma once

#include "console/web/activity.h"
#include "console/web/visit.h"

namespace concordat::console::web {

Response overview_page(Visit& visit);
Response overview_events(Visit& visit);  // its counts, as they change

// What the broker's status says, and how much went where up to this day (in ISO form).
View overview_view(const Told& status, const Officer& officer, const Activity& activity, const std::string& today);

}  // namespace concordat::console::web
