// Check your answers, of a draft: what will be proposed, whether anything is missing, and then the proposing, signed.
#pragma once

#include "console/web/visit.h"

namespace concordat::console::web {

Response draft_proposal_page(Visit& visit);
std::optional<Response> wrong_proposal(Visit& visit);
Response propose_draft(Visit& visit);

}  // namespace concordat::console::web
