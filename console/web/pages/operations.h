// What an operator minds: agencies and their connections, keys near their end, what is not delivered, dead letters, the disk, versions.
#pragma once

#include "console/web/visit.h"

namespace concordat::console::web {

Response operations_page(Visit& visit);
Response parcels_page(Visit& visit);
Response parcel_page(Visit& visit);
std::optional<Response> wrong_settling(Visit& visit);
Response settle_parcel(Visit& visit);

}  // namespace concordat::console::web
