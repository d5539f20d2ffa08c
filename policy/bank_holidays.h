// The bank holidays of England and Wales, 2025 to 2035, substitute days included (Banking and Financial
// Dealings Act 1971, Schedule 1, and the days at common law). A table, not a rule: the days are proclaimed.
#pragma once

#include "base/clock.h"

namespace concordat::policy {

// Outside the table's years no day is one: a time limit then ends sooner, never later.
bool is_bank_holiday(Date date);

}  // namespace concordat::policy
