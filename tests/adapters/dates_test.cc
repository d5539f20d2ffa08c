#include "adapters/dates.h"

#include <gtest/gtest.h>

namespace concordat::adapters {
namespace {

TEST(Dates, are_read_as_other_systems_write_them) {
  for (const char* text : {"2011-06-09", " 2011-06-09 ", "2011/06/09", "20110609", "2011-06-09Z", "2011-06-09+01:00", "2011-06-09T00:00:00", "2011-06-09 00:00:00.000", "2011-06-09T00:00:00+01:00",
                           "2011-06-08T23:00:00Z", "2011-06-09T00:00:00+01:00[Europe/London]", "09/06/2011", "9/6/2011", "9-6-2011", "09.06.2011", "9 June 2011", "9th June 2011", "09-Jun-2011", "09 JUN 2011", "09/06/2011 00:00",
                           "9 June 2011, 10:30:00 am"})
    EXPECT_EQ(iso_day(text), "2011-06-09") << text;
  EXPECT_EQ(iso_day("1 Sept 2012"), "2012-09-01");
}

TEST(Dates, are_never_guessed) {
  for (const char* text : {"", "soon", "09/06/11", "6/2011", "2011", "31/02/2011", "06/13/2011", "2011-13-01", "20111301", "9 Juin 2011", "09//2011", "2011-06-09x", "]", "[]", "2011-06-09+1:00", "2011-06-09 to 2012-06-09",
                           "00/00/0000", "99999999", "9999", ":", "1:2", "2011-06-09:00", "09/06/20111", "-1/6/2011", "9/6/2011/1"})
    EXPECT_EQ(iso_day(text), "") << text;
  EXPECT_EQ(iso_day_or_text("soon"), "soon");
}

}  // namespace
}  // namespace concordat::adapters
