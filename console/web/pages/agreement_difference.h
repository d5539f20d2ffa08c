// What a draft shares that the version in force does not, and the reverse: exact, for every message there could be, in plain words.
#pragma once

#include "console/web/visit.h"

namespace concordat::console::web {

Response agreement_difference_page(Visit& visit);

}  // namespace concordat::console::web
