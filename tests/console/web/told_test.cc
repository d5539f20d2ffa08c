#include "console/asking/told.h"

#include <gtest/gtest.h>

namespace concordat::console {
namespace {

TEST(Told, is_read_by_name_and_empty_where_there_is_nothing) {
  const auto told = Told::parse(R"({"text":"a","number":7,"yes":true,"list":[{"x":"1"},{"x":2}],"words":["a","b"],"part":{"y":"z"},"nothing":null})");
  ASSERT_TRUE(told);
  EXPECT_EQ(told->text("text"), "a");
  EXPECT_EQ(told->text("number"), "7");
  EXPECT_EQ(told->number("number"), 7U);
  EXPECT_TRUE(told->holds("yes"));
  EXPECT_EQ(told->list("list").at(1).text("x"), "2");
  EXPECT_EQ(told->texts("words"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(told->part("part").text("y"), "z");
  EXPECT_EQ(told->part("part").keys(), std::vector<std::string>{"y"});
  EXPECT_TRUE(told->has("nothing"));
  EXPECT_EQ(told->text("nothing"), "");
  for (const char* key : {"absent", "text", "list"}) EXPECT_EQ(told->part(key).text("y"), "") << key;
  EXPECT_EQ(told->number("text"), 0U);
  EXPECT_FALSE(told->holds("text"));
  EXPECT_TRUE(told->list("text").empty());
}

TEST(Told, is_nothing_unless_it_is_an_object) {
  for (const char* bad : {"", "[]", "7", "{", "{\"a\":}", "null"}) EXPECT_FALSE(Told::parse(bad)) << bad;
}

TEST(Told, outlives_what_it_was_read_from) {
  std::optional<Told> kept;
  {
    const auto whole = Told::parse(R"({"rows":[{"a":"b"}]})");
    kept = whole->list("rows").at(0);
  }
  EXPECT_EQ(kept->text("a"), "b");
}

TEST(Told, is_written_again_over_lines) {
  const auto whole = Told::parse(R"({"rows":[{"b":1,"a":"x"},{"b":2}]})");
  EXPECT_EQ(whole->indented(), "{\n  \"rows\": [\n    {\n      \"b\": 1,\n      \"a\": \"x\"\n    },\n    {\n      \"b\": 2\n    }\n  ]\n}");
  EXPECT_EQ(Told::indented("kept", {whole->list("rows").at(1)}), "{\n  \"kept\": [\n    {\n      \"b\": 2\n    }\n  ]\n}");
  EXPECT_EQ(Told::indented("kept", {}), "{\n  \"kept\": []\n}");
}

}  // namespace
}  // namespace concordat::console
