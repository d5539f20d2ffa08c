// Signing in and out: name and password, then the code of an authenticator; or a reverse proxy's word for who it is. Each step gives
// the browser a new secret, so that none it had before is worth anything.
#pragma once

#include "console/web/visit.h"

namespace concordat::console::web {

Response sign_in_page(Visit& visit);
Response sign_in(Visit& visit);
Response code_page(Visit& visit);
Response check_code(Visit& visit);
Response sign_out(Visit& visit);

}  // namespace concordat::console::web
