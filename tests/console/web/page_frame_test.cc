// What every page is, whatever is put on it.
#include <gtest/gtest.h>

#include <regex>

#include "console/web/built_in.h"
#include "console/web/render.h"
#include "tests/console/web/browser.h"

namespace concordat::console::web {
namespace {

TEST(Templates, cannot_put_anything_in_unescaped) {
  std::size_t seen = 0;
  for (const std::string_view name : built_in_names()) {
    if (!name.starts_with("templates/")) continue;
    ++seen;
    const std::string text{*find_built_in(name)};
    if (name == "templates/frame.mustache") {
      EXPECT_EQ(text.find("{{{"), text.rfind("{{{")) << "only the page's own body";
    } else {
      EXPECT_EQ(text.find("{{{"), std::string::npos) << name;
    }
    EXPECT_EQ(text.find("{{&"), std::string::npos) << name;
    EXPECT_EQ(text.find("{{="), std::string::npos) << name;
  }
  EXPECT_GT(seen, 4U);
}

// The policy of content lets none of these act; a template that has one is broken.
TEST(Templates, have_nothing_inline) {
  const std::regex inline_style{R"(\sstyle\s*=)"};
  const std::regex inline_event{R"(\son[a-z]+\s*=)"};
  const std::regex script{R"(<script(?![^>]*\ssrc=))"};
  for (const std::string_view name : built_in_names()) {
    if (!name.starts_with("templates/")) continue;
    const std::string text{*find_built_in(name)};
    for (const std::regex* bad : {&inline_style, &inline_event, &script}) EXPECT_FALSE(std::regex_search(text, *bad)) << name;
  }
}

// In an attribute without quotes, or in a script, escaping would not be enough.
TEST(Templates, put_what_varies_only_where_escaping_is_enough) {
  const std::regex unquoted{R"(\s[a-z-]+=\{\{)"};
  for (const std::string_view name : built_in_names()) {
    if (!name.starts_with("templates/")) continue;
    EXPECT_FALSE(std::regex_search(std::string{*find_built_in(name)}, unquoted)) << name;
  }
}

TEST(Templates, give_every_form_a_token) {
  const std::regex form{R"(<form[^>]*method="post"[^>]*>([\s\S]*?)</form>)"};
  for (const std::string_view name : built_in_names()) {
    if (!name.starts_with("templates/")) continue;
    const std::string text{*find_built_in(name)};
    for (std::sregex_iterator at{text.begin(), text.end(), form}, end; at != end; ++at)
      EXPECT_TRUE(at->str().find("{{> _token}}") != std::string::npos || at->str().find("name=\"token\"") != std::string::npos) << name;
  }
}

TEST(Rendering, escapes_every_text) {
  const std::string attack = "<script>alert(1)</script>\"'&";
  View view;
  view.say("title", attack).say("happened", attack).say("next", attack).say("code", attack);
  const std::string page = render("problem", view);
  EXPECT_EQ(page.find("<script>"), std::string::npos);
  EXPECT_NE(page.find("&lt;script&gt;alert(1)&lt;/script&gt;&quot;"), std::string::npos);
}

// Text that looks like a template is text.
TEST(Rendering, fills_nothing_into_what_it_filled_in) {
  View view;
  view.say("title", "{{code}} {{> _token}}").say("code", "secret");
  EXPECT_NE(render("problem", view).find("{{code}} {{&gt; _token}}"), std::string::npos);
  Browser browser;
  browser.get("/sign-in");
  browser.post("/sign-in", {{"name", "{{area}} {{{token}}}"}, {"password", "x"}});
  EXPECT_NE(browser.last_page.find("{{area}} {{{token}}}"), std::string::npos);
}

TEST(Assets, change_their_address_with_their_bytes_and_may_be_kept) {
  Browser browser;
  browser.get("/sign-in");
  const std::regex address{R"(href="(/assets/console\.css\?v=[0-9a-f]{16})\")"};
  std::smatch found;
  ASSERT_TRUE(std::regex_search(browser.last_page, found, address));
  const Response style = browser.get(found[1]);
  EXPECT_EQ(style.status, 200);
  EXPECT_TRUE(style.may_be_kept);
  EXPECT_EQ(style.type, "text/css; charset=utf-8");
}

Response packed(Browser& browser, const std::string& address) {
  Request request;
  request.path = address;
  request.takes = Coding::gzip;
  return browser.send(request);
}

// Packed for who takes it packed, whole for who does not; the name of the packed one is no address.
TEST(Assets, are_packed_for_who_takes_them_so) {
  Browser browser;
  for (const std::string name : {"console.css", "console.js", "charts.js", "editor.js", "early.js", "icon.svg", "licences.txt"}) {
    const Response whole = browser.get("/assets/" + name);
    EXPECT_EQ(header_of(whole, "Content-Encoding"), "") << name;
    EXPECT_EQ(whole.body, find_built_in("assets/built/" + name)) << name;
    const Response small = packed(browser, "/assets/" + name);
    EXPECT_EQ(header_of(small, "Content-Encoding"), "gzip") << name;
    EXPECT_EQ(small.type, whole.type) << name;
    EXPECT_TRUE(small.may_be_kept) << name;
    EXPECT_LT(small.body.size(), whole.body.size()) << name;
    EXPECT_EQ(small.body.substr(0, 2), "\x1f\x8b") << name;
    for (const Response* each : {&whole, &small}) EXPECT_EQ(header_of(*each, "Vary"), "Accept-Encoding") << name;
  }
  EXPECT_EQ(packed(browser, "/assets/console.css.gz").status, 404);
  EXPECT_EQ(packed(browser, "/assets/none.css").status, 404);
}

// The first page, with everything that it loads; what a browser does load is in tests/console/browser/signing_in.test.mjs.
TEST(Pages, weigh_less_than_200_kilobytes_at_first) {
  Browser browser;
  std::size_t bytes = browser.get("/sign-in").body.size();
  for (const char* asset : {"/assets/console.css", "/assets/console.js", "/assets/early.js", "/assets/icon.svg", "/assets/charts.js"}) bytes += packed(browser, asset).body.size();
  EXPECT_LT(bytes, 100'000U);
}

TEST(Styles, name_nothing_that_only_GOV_UK_may_use) {
  const auto style = find_built_in("assets/built/console.css");
  ASSERT_TRUE(style);
  EXPECT_EQ(style->find("GDS Transport"), std::string_view::npos);
  EXPECT_EQ(style->find("@font-face"), std::string_view::npos);
}

}  // namespace
}  // namespace concordat::console::web
