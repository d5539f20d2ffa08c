// What a person can say of a version of an agreement, one page each: approve, disagree, activate, resume, withdraw, accede, leave. The
// page shows what will be signed; the front asks for a fresh proof; what is no longer so when the form comes back is not signed.
#pragma once

#include "console/web/visit.h"

namespace concordat::console::web {

Response agreement_act_page(Visit& visit);
std::optional<Response> wrong_agreement_act(Visit& visit);
Response act_on_agreement(Visit& visit);

}  // namespace concordat::console::web
