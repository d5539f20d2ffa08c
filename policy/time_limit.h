// When a time limit is over: "within 4 hours", "within 1 working day", in England.
#pragma once

#include "base/clock.h"
#include "policy/agreement.h"

namespace concordat::policy {

// Not a Saturday, a Sunday or a bank holiday.
bool is_working_day(Date date);

// Hours are hours on the clock. Days, months and years end at the same time of day in London; a day of the
// month that the last month does not have becomes its last. A working day is a whole one: what begins on
// any other day begins at 00:00 of the next working day. Friday 16:00 and 1 working day is Monday 16:00;
// Saturday and 1 working day is the end of Monday.
Instant due_after(Instant from, const Span& span);

}  // namespace concordat::policy
