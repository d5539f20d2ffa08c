// How two texts of an agreement differ, as a view for the partial _difference: on the page of a draft, before proposing, and before
// approving.
#pragma once

#include "console/drafting/comparison.h"
#include "console/web/view.h"

namespace concordat::console::web {

View difference_view(const Comparison& comparison);

}  // namespace concordat::console::web
