#include "base/csv_row.h"

#include <gtest/gtest.h>

namespace concordat {
namespace {

TEST(CsvRow, quotes_where_it_must) {
  EXPECT_EQ(csv_row({"a", "b,c", "say \"x\"", "", "two\nlines"}), "a,\"b,c\",\"say \"\"x\"\"\",,\"two\nlines\"\r\n");
  EXPECT_EQ(csv_row({""}), "\r\n");
}

TEST(CsvRow, is_no_formula) {
  EXPECT_EQ(csv_row({"=1+1", "+1", "-1", "@a", "a=1", "\tx"}), "'=1+1,'+1,'-1,'@a,a=1,'\tx\r\n");
}

}  // namespace
}  // namespace concordat
