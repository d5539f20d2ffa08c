// The overview: what an officer or operator sees first. Counts and the log's health; nothing of anybody.
#pragma once

#include "console/web/visit.h"

namespace concordat::console::web {

Response overview_page(Visit& visit);

}  // namespace concordat::console::web
