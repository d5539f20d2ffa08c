#include "console/web/request.h"

#include <gtest/gtest.h>

#include "console/web/routes.h"

namespace concordat::console::web {
namespace {

TEST(Fields, are_decoded_in_order) {
  const auto fields = Fields::parse("name=Ada+Okafor&name=B&empty=&alone&x%26y=%C3%A9%0A");
  ASSERT_TRUE(fields);
  EXPECT_EQ(fields->text("name"), "Ada Okafor");
  EXPECT_EQ(fields->texts("name"), (std::vector<std::string>{"Ada Okafor", "B"}));
  EXPECT_TRUE(fields->has("alone"));
  EXPECT_EQ(fields->text("x&y"), "é");
  EXPECT_EQ(fields->raw("x&y"), "é\n");
  EXPECT_FALSE(fields->has("other"));
}

TEST(Fields, refuse_what_is_no_form) {
  for (const std::string bad : {"a=%", "a=%4", "a=%zz", "a=%FF", "a=%00", "%C3=1"}) EXPECT_FALSE(Fields::parse(bad)) << bad;
  std::string many;
  for (int i = 0; i < 2001; ++i) many += "a=1&";
  EXPECT_FALSE(Fields::parse(many));
}

TEST(Coding, is_the_best_that_a_browser_takes) {
  for (const char* takes : {"gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8", "deflate,gzip ; q=0.01", "gzip;q=1"}) EXPECT_EQ(best_coding(takes), Coding::gzip) << takes;
  for (const char* takes : {"", "br", "identity", "gzip;q=0", "gzip; q=0.00", "gzipped", ",;,", "*"}) EXPECT_EQ(best_coding(takes), Coding::plain) << takes;
}

TEST(Encoding, is_undone_by_reading) {
  const std::string odd = "/sign-in?next=é&x=\"<>% ";
  EXPECT_EQ(Fields::parse("a=" + url_encoded(odd))->raw("a"), odd);
}

TEST(Cookies, are_read_as_browsers_send_them) {
  const auto cookies = parse_cookies("a=1; __Host-concordat=ab=c ;bad; a=2");
  EXPECT_EQ(cookies.at("a"), "1");  // the first: the longest path comes first
  EXPECT_EQ(cookies.at("__Host-concordat"), "ab=c");
  EXPECT_EQ(cookies.size(), 2U);
}

TEST(Patterns, match_whole_parts) {
  EXPECT_TRUE(match("/", "/"));
  EXPECT_FALSE(match("/", "/x"));
  const auto parts = match("/disclosures/:record/proof", "/disclosures/17/proof");
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->front(), (std::pair<std::string, std::string>{"record", "17"}));
  EXPECT_FALSE(match("/disclosures/:record", "/disclosures/"));
  EXPECT_FALSE(match("/disclosures/:record", "/disclosures/1/2"));
}

TEST(Routes, act_only_by_post_and_only_for_those_who_are_signed_in) {
  for (const Route& route : routes()) {
    if (route.does != Does::act) continue;
    EXPECT_EQ(route.method, Method::post) << route.pattern;
    EXPECT_EQ(route.who, Who::signed_in) << route.pattern;
  }
}

}  // namespace
}  // namespace concordat::console::web
