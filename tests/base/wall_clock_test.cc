#include "base/wall_clock.h"

#include <gtest/gtest.h>

namespace concordat {
namespace {

TEST(WallTime, is_what_people_in_London_read_and_write) {
  struct Case {
    const char* instant;
    const char* words;
  };
  for (const Case& each : {Case{"2026-01-05T00:00:00Z", "5 January 2026 at midnight"}, Case{"2026-05-03T09:15:59Z", "3 May 2026 at 10:15am"},
                           Case{"2026-05-03T11:00:00Z", "3 May 2026 at midday"}, Case{"2026-12-31T23:05:00Z", "31 December 2026 at 11:05pm"},
                           Case{"2026-06-30T23:30:00Z", "1 July 2026 at 12:30am"}, Case{"2026-08-01T12:00:00Z", "1 August 2026 at 1pm"},
                           // The clocks go forward at 1am on 29 March 2026, and back at 1am UTC on 25 October.
                           Case{"2026-03-29T00:59:00Z", "29 March 2026 at 12:59am"}, Case{"2026-03-29T01:00:00Z", "29 March 2026 at 2am"},
                           Case{"2026-10-25T00:59:00Z", "25 October 2026 at 1:59am"}, Case{"2026-10-25T01:00:00Z", "25 October 2026 at 1am"}})
    EXPECT_EQ(time_in_words(*parse_instant(each.instant)), each.words) << each.instant;
}

}  // namespace
}  // namespace concordat
