// Dates as people write them in free text: 9 June 2011, 9th of June 2011, June 9 2011, 09/06/11,
// 2011-06-09, 09062011. Day before month, as in Britain; without its year no date is one.
#pragma once

#include <string_view>
#include <vector>

#include "policy/passage.h"

namespace concordat::policy {

// Whether `iso` ("2011-06-09") stands anywhere among the words.
bool is_date_written(const std::vector<PassageWord>& words, std::string_view iso);

}  // namespace concordat::policy
