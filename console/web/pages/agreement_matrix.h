// Who sees what under an agreement: for one sender, purpose and type of message, which recipient gets which field always, sometimes
// and under what, or never. Exact, for every message there could be.
#pragma once

#include <vector>

#include "console/web/visit.h"
#include "policy/matrix.h"

namespace concordat::console::web {

Response agreement_matrix_page(Visit& visit);

// Of cells of one sender, purpose and type.
View matrix_view(const std::vector<policy::MatrixCell>& cells);

}  // namespace concordat::console::web
