// A case, entry by entry; and one disclosure, field by field: what the recipient got, by which clause, on what legal basis, with the
// proof that its entry is in the log, checked here.
#pragma once

#include "console/web/visit.h"

namespace concordat::console::web {

Response case_page(Visit& visit);
Response disclosure_page(Visit& visit);
Response proof_page(Visit& visit);
Response proof_file(Visit& visit);  // a C2SP tlog-proof, to be checked anywhere

}  // namespace concordat::console::web
