#include "adapters/csv.h"

#include <gtest/gtest.h>

#include "golden.h"

namespace concordat::adapters {
namespace {

TEST(Csv, keeps_cells_and_the_line_each_row_begins_on) {
  const auto read = read_csv(as_bytes(
      "\xEF\xBB\xBFName , Note\r\n\r\nAda,\"two\r\n\r\nlines, and \"\"quotes\"\"\"\r\n ,\r\nBo, x \nCy,y"));
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read->rows.size(), 3U);
  EXPECT_EQ(read->header, (std::vector<std::string>{"Name", "Note"}));
  EXPECT_EQ(read->rows[0].line, 3U);
  EXPECT_EQ(read->cell(read->rows[0], "NOTE"), "two\r\n\r\nlines, and \"quotes\"");
  EXPECT_EQ(read->rows[1].line, 7U);
  EXPECT_EQ(read->cell(read->rows[1], "Note"), "x");
  EXPECT_EQ(read->rows[2].line, 8U);
  EXPECT_EQ(read->cell(read->rows[2], "Absent"), "");
}

TEST(Csv, reads_old_line_ends_and_quotes_that_open_a_row) {
  const auto read = read_csv(as_bytes("a,b\r\"1\n\n2\",3\r4,5\r"));
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read->rows.size(), 2U);
  EXPECT_EQ(read->cell(read->rows[0], "a"), "1\n\n2");
  EXPECT_EQ(read->rows[0].line, 2U);
  EXPECT_EQ(read->rows[1].line, 5U);
}

// A spreadsheet of another country's settings, or "Unicode text", was read as one column of many names.
TEST(Csv, reads_semicolons_and_tabs_and_what_says_so) {
  for (const std::string_view text : {"a,b\n1,\"2;\t\"\n", "a;b\n1;\"2;\t\"\n", "a\tb\n1\t\"2;\t\"\n", "\na;b\n1;\"2;\t\"\n", "sep=,\na,b\n1,\"2;\t\"\n", "sep=;\r\na;b\r\n1;\"2;\t\"\r\n",
                                      "SEP=\t\na\tb\n1\t\"2;\t\"\n"}) {
    SCOPED_TRACE(text);
    const auto read = read_csv(as_bytes(text));
    ASSERT_TRUE(read.has_value()) << golden::listing(read.error());
    EXPECT_EQ(read->header, (std::vector<std::string>{"a", "b"}));
    ASSERT_EQ(read->rows.size(), 1U);
    EXPECT_EQ(read->rows[0].cells[1], "2;\t");
    EXPECT_EQ(read->rows[0].line, text.starts_with("a") ? 2U : 3U);
  }
  const auto sparse = read_csv(as_bytes("a\tb\tc\n\t\tx\n"));
  ASSERT_TRUE(sparse.has_value());
  EXPECT_EQ(sparse->cell(sparse->rows[0], "c"), "x");
  const auto comma = read_csv(as_bytes("\"a;b\",c;d\n1,2\n"));
  ASSERT_TRUE(comma.has_value());
  EXPECT_EQ(comma->header.size(), 2U);
}

TEST(Csv, reads_latin1_where_it_is_not_utf8) {
  const auto read = read_csv(as_bytes("a\nJos\xE9\n"));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->cell(read->rows[0], "a"), "Jos\xC3\xA9");
}

TEST(Csv, refuses) {
  struct Case {
    const char* name;
    std::string text;
    const char* code;
    const char* where;
  };
  std::string wide = "a";
  for (std::size_t i = 0; i < csv_columns_max; ++i) wide += ",a";
  std::string tall = "a\n";
  for (std::size_t i = 0; i < csv_rows_max; ++i) tall += "1\n";
  const Case cases[] = {
      {"nothing", "", "empty-file", "document"},
      {"only separators", ",,\n,,\n", "empty-file", "document"},
      {"an open quote", "a,b\n1,2\n\"3,4\n5,6\n", "malformed-csv", "line 3"},
      {"a stray quote", "a,b\n1,2\n3\"x,4\n", "malformed-csv", "line 3"},
      {"a row too long", "a,b\n1,2,3\n", "malformed-csv", "line 2"},
      {"a row too short", "a,b\n3\n", "malformed-csv", "line 2"},
      {"a column twice", "\na,b,A\n1,2,3\n", "malformed-csv", "line 2"},
      {"a NUL", std::string("a\n\0\n", 4), "not-utf8", "document"},
      {"too many columns", wide, "malformed-csv", "line 1"},
      {"too many rows", tall, "too-large", "line 100001"},
      {"too many bytes", std::string(std::size_t{9} * 1024 * 1024, 'a'), "too-large", "document"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.name);
    const auto read = read_csv(as_bytes(each.text));
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().front().code, each.code);
    EXPECT_EQ(read.error().front().where, each.where);
  }
}

// One row with a comma too many refused a whole class.
TEST(Csv, leaves_out_and_lists_every_row_of_the_wrong_width) {
  const auto read = read_csv(as_bytes("a,b\n1\n2,3\n4,5,6\n"));
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read->rows.size(), 1U);
  EXPECT_EQ(read->cell(read->rows[0], "b"), "3");
  ASSERT_EQ(read->rejected.size(), 2U);
  EXPECT_EQ(read->rejected[1].where, "line 4");
}

}  // namespace
}  // namespace concordat::adapters
