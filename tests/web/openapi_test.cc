// docs/adapters/openapi.json is what the routes say, and holds together: every reference leads somewhere, every variable of a
// path is declared, every route and answer is there.
#include "adapters/web/openapi.h"

#include <gtest/gtest.h>

#include <set>

#include "adapters/json.h"
#include "adapters/web/route.h"
#include "base/text.h"
#include "tests/schemas/generated_page.h"

namespace concordat::adapters::web {
namespace {

TEST(OpenApi, page_is_what_the_program_prints) { expect_page("docs/adapters/openapi.json", openapi_json()); }

void references_in(const Json& json, std::set<std::string>& found) {
  if (json.key == "$ref") found.insert(json.text);
  for (const Json& item : json.items) references_in(item, found);
}

TEST(OpenApi, every_reference_leads_to_a_schema_and_every_schema_is_used) {
  const auto json = read_json(as_bytes(openapi_json()));
  ASSERT_TRUE(json);
  std::set<std::string> wanted;
  references_in(*json, wanted);
  std::set<std::string> there;
  for (const Json& schema : (*json)["components"]["schemas"].items) there.insert("#/components/schemas/" + schema.key);
  EXPECT_EQ(wanted, there);
}

TEST(OpenApi, has_what_the_standard_asks_for) {
  const auto json = read_json(as_bytes(openapi_json()));
  ASSERT_TRUE(json);
  EXPECT_EQ((*json)["openapi"].text, "3.1.0");
  for (const char* key : {"title", "version"}) EXPECT_FALSE((*json)["info"][key].text.empty()) << key;
  std::set<std::string> operations;
  for (const Route& route : routes()) {
    const Json& operation = (*json)["paths"][route.path][to_lower(route.method)];
    ASSERT_TRUE(operation.is_object()) << route.path;
    EXPECT_TRUE(operations.insert(operation["operationId"].text).second) << route.path;
    for (const RouteAnswer& answer : route.answers) EXPECT_FALSE(operation["responses"][std::to_string(answer.status)]["description"].text.empty()) << route.path;
    for (const RouteAnswer& answer : answers_of_all()) EXPECT_TRUE(operation["responses"].has(std::to_string(answer.status))) << route.path;
    EXPECT_EQ(operation.has("requestBody"), !route.takes.empty()) << route.path;
    for (const std::string& part : split(route.path, '/')) {
      if (!part.starts_with('{')) continue;
      bool is_declared = false;
      for (const Json& parameter : operation["parameters"].items)
        is_declared = is_declared || ("{" + parameter["name"].text + "}" == part && parameter["in"].text == "path" && parameter["required"].text == "true");
      EXPECT_TRUE(is_declared) << route.path << " " << part;
    }
  }
  std::size_t count = 0;
  for (const Json& path : (*json)["paths"].items) count += path.items.size();
  EXPECT_EQ(count, routes().size());
  for (const Json& either : (*json)["security"].items)
    for (const Json& scheme : either.items) EXPECT_TRUE((*json)["components"]["securitySchemes"].has(scheme.key)) << scheme.key;
}

TEST(Routes, match_whole_parts_and_plain_names_only) {
  EXPECT_NE(find_route("GET", "/deliveries/0123-referral.json").route, nullptr);
  EXPECT_EQ(find_route("GET", "/deliveries/0123-referral.json").variables.at("name"), "0123-referral.json");
  EXPECT_TRUE(find_route("PUT", "/deliveries").is_known_path);
  EXPECT_EQ(find_route("PUT", "/deliveries").route, nullptr);
  for (const char* wrong : {"/", "", "deliveries", "/deliveries/", "/deliveries/..", "/deliveries/.hidden", "/deliveries/a/b", "/deliveries/a b", "/deliveries/a\\b", "//deliveries",
                            "/deliveries/../referrals", "/deliveries/a\nb", "/referrals/x/y/z"})
    EXPECT_FALSE(find_route("GET", wrong).is_known_path) << wrong;
}

}  // namespace
}  // namespace concordat::adapters::web
