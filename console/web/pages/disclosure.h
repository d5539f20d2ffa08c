// A case, entry by entry; and one disclosure, field by field: what the recipient got, by which clause, on what legal basis, with the
// proof that its entry is in the log, checked here.
#pragma once

#include "console/web/visit.h"

namespace concordat::console::web {

Response case_page(Visit& visit);
Response disclosure_page(Visit& visit);
Response proof_page(Visit& visit);
Response proof_file(Visit& visit);  // a C2SP tlog-proof, to be checked anywhere

// Whether the answer to "prove" proves that entry, under the key that the officer was given or one that followed it.
View proof_view(const OfficerFacts& officer, const schemas::Answer& answer, std::uint64_t record);

}  // namespace concordat::console::web
