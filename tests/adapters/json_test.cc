#include "adapters/json.h"

#include <gtest/gtest.h>

#include "adapters/text_encoding.h"

namespace concordat::adapters {
namespace {

TEST(JsonReading, keeps_values_and_lines) {
  const auto read = read_json(as_bytes("{\n  \"a\": 12.50,\n  \"b\": [true,\n null, \"x\"],\n  \"c\": 7\n}"));
  ASSERT_TRUE(read.has_value());
  const Json& document = *read;
  EXPECT_EQ(document["a"].text, "12.50");
  EXPECT_EQ(document["a"].line, 2U);
  EXPECT_TRUE(document["b"].at(0).is_yes());
  EXPECT_TRUE(document["b"].at(1).is_null());
  EXPECT_EQ(document["b"].at(2).text, "x");
  EXPECT_EQ(document["b"].at(2).line, 4U);
  EXPECT_EQ(document["c"].line, 5U);
  EXPECT_TRUE(document["none"]["below"].at(3).is_null());
}

TEST(JsonReading, refuses) {
  struct Case {
    const char* name;
    std::string text;
    const char* code;
    const char* where;
  };
  const Case cases[] = {
      {"cut off", "{\n \"a\": [1,", "malformed-json", "line 2"},
      {"two values", "{}\n{}", "malformed-json", "line 2"},
      {"a name twice", "{\n\"a\": 1,\n\"a\": 2}", "malformed-json", "line 3"},
      {"not JSON", "hello", "malformed-json", "line 1"},
      {"a million values", [] {
         std::string text = "[0";
         for (int i = 0; i < 1000000; ++i) text += ",0";
         return text + "]";
       }(), "too-large", "line 1"},
      {"deep arrays", std::string(100000, '['), "too-deep", "line 1"},
      {"deep objects", [] {
         std::string text;
         for (int i = 0; i < 101; ++i) text += "{\"a\":";
         return text;
       }(), "too-deep", "line 1"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.name);
    const auto read = read_json(as_bytes(each.text));
    ASSERT_FALSE(read.has_value());
    ASSERT_EQ(read.error().size(), 1U);
    EXPECT_EQ(read.error()[0].code, each.code);
    EXPECT_EQ(read.error()[0].where, each.where);
  }
}

TEST(JsonReading, takes_the_deepest_allowed) {
  const std::size_t depth = static_cast<std::size_t>(document_depth_max);
  EXPECT_TRUE(read_json(as_bytes(std::string(depth, '[') + std::string(depth, ']'))).has_value());
}

TEST(JsonWriting, leaves_out_what_is_absent_and_reads_back) {
  Json out = Json::object();
  Json list = Json::array();
  list.push(Json::string("a \"b\"\\\n\x01"));
  list.push(Json::number("7"));
  out.put("empty", "").put("nothing", Json::object()).put("flag", Json::boolean("false")).put("list", std::move(list));
  const std::string text = write_json(out);
  EXPECT_EQ(text, "{\n  \"flag\": false,\n  \"list\": [\n    \"a \\\"b\\\"\\\\\\n\\u0001\",\n    7\n  ]\n}\n");
  const auto read = read_json(as_bytes(text));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ((*read)["list"].at(0).text, "a \"b\"\\\n\x01");
}

}  // namespace
}  // namespace concordat::adapters
