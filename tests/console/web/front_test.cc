// Who gets through the front, and who does not.
#include <gtest/gtest.h>

#include "console/web/doors/proof.h"
#include "tests/console/web/browser.h"

namespace concordat::console::web {
namespace {

TEST(Front, shows_nobody_anything_before_they_sign_in) {
  Browser browser;
  const Response response = browser.get("/");
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(header_of(response, "Location"), "/sign-in?next=%2F");
}

TEST(Front, lets_in_with_password_and_code) {
  Browser browser;
  browser.sign_in("ada");
  const Response response = browser.get("/");
  EXPECT_EQ(response.status, 503) << "signed in; the broker is not there";
  EXPECT_NE(response.body.find("Ada Okafor"), std::string::npos);
  EXPECT_NE(response.body.find("The broker does not answer"), std::string::npos);
}

TEST(Front, shows_nothing_between_password_and_code) {
  Browser browser;
  browser.get("/sign-in");
  browser.post("/sign-in", {{"name", "ada"}, {"password", browser.password}});
  EXPECT_EQ(header_of(browser.get("/"), "Location"), "/sign-in/code");
}

TEST(Front, says_the_same_of_a_wrong_name_and_a_wrong_password) {
  Browser browser;
  browser.get("/sign-in");
  const Response wrong_password = browser.post("/sign-in", {{"name", "ada"}, {"password", "wrong wrong wrong"}});
  browser.get("/sign-in");
  const Response wrong_name = browser.post("/sign-in", {{"name", "bea"}, {"password", "wrong wrong wrong"}});
  EXPECT_EQ(wrong_password.status, 422);
  EXPECT_EQ(wrong_name.status, 422);
  const std::string said = "That name and password do not go together";
  EXPECT_NE(wrong_password.body.find(said), std::string::npos);
  EXPECT_NE(wrong_name.body.find(said), std::string::npos);
}

TEST(Front, makes_brute_force_wait_even_with_the_right_password) {
  Browser browser;
  browser.get("/sign-in");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(browser.post("/sign-in", {{"name", "ada"}, {"password", "wrong wrong wrong"}}).status, 422);
  EXPECT_EQ(browser.post("/sign-in", {{"name", "ada"}, {"password", browser.password}}).status, 429);
  browser.clock.at += std::chrono::seconds{30};
  EXPECT_EQ(browser.post("/sign-in", {{"name", "ada"}, {"password", browser.password}}).status, 303);
}

TEST(Front, makes_guessing_of_codes_wait) {
  Browser browser;
  browser.get("/sign-in");
  browser.post("/sign-in", {{"name", "ada"}, {"password", browser.password}});
  browser.get("/sign-in/code");
  const std::string wrong = browser.code_of("ada") == "000000" ? "000001" : "000000";
  int waits = 0;
  for (int i = 0; i < 8; ++i) waits += browser.post("/sign-in/code", {{"code", wrong}}).status == 429 ? 1 : 0;
  EXPECT_GE(waits, 3);
}

TEST(Front, takes_no_code_twice) {
  Browser browser;
  browser.sign_in("ada");
  browser.clock.at -= std::chrono::seconds{60};
  browser.cookies.clear();
  browser.get("/sign-in");
  browser.post("/sign-in", {{"name", "ada"}, {"password", browser.password}});
  browser.get("/sign-in/code");
  EXPECT_EQ(browser.post("/sign-in/code", {{"code", browser.code_of("ada")}}).status, 422);
}

// Session fixation: whatever secret a browser had before is worth nothing after each step.
TEST(Front, gives_a_new_secret_at_each_step) {
  Browser browser;
  browser.get("/sign-in");
  browser.cookies.insert_or_assign("__Host-concordat", "planted");
  browser.post("/sign-in", {{"name", "ada"}, {"password", browser.password}});
  const std::string half = browser.cookies.at("__Host-concordat");
  EXPECT_NE(half, "planted");
  browser.get("/sign-in/code");
  browser.post("/sign-in/code", {{"code", browser.code_of("ada")}});
  const std::string whole = browser.cookies.at("__Host-concordat");
  EXPECT_NE(whole, half);
  browser.cookies.insert_or_assign("__Host-concordat", half);
  EXPECT_EQ(browser.get("/").status, 303);
  browser.cookies.insert_or_assign("__Host-concordat", whole);
  EXPECT_EQ(browser.get("/search").status, 200);
}

TEST(Front, keeps_cookies_from_scripts_and_from_other_sites) {
  Browser browser;
  const Response response = browser.get("/sign-in");
  const std::string cookie = header_of(response, "Set-Cookie");
  for (const char* part : {"__Host-", "Secure", "HttpOnly", "SameSite=Strict", "Path=/"}) EXPECT_NE(cookie.find(part), std::string::npos) << part;
  EXPECT_EQ(cookie.find("Domain"), std::string::npos);
}

TEST(Front, turns_away_forms_that_are_not_of_its_pages) {
  Browser browser;
  browser.sign_in("ada");
  browser.get("/search");
  struct Case {
    const char* name;
    std::string token, origin, fetch_site;
  };
  Browser other;
  other.sign_in("ada");
  other.get("/search");
  for (const Case& each : {Case{"no token", "", "", ""}, Case{"another session's token", Browser::token_in(other.last_page), "", ""},
                           Case{"another site's form", Browser::token_in(browser.last_page), "https://evil.example", ""},
                           Case{"another site, says the browser", Browser::token_in(browser.last_page), "", "cross-site"},
                           Case{"a sandboxed frame", Browser::token_in(browser.last_page), "null", ""}}) {
    Request request;
    request.method = Method::post;
    request.path = "/sign-out";
    request.form.add("token", each.token);
    request.origin = each.origin;
    request.fetch_site = each.fetch_site;
    EXPECT_EQ(browser.send(request).status, 403) << each.name;
  }
  EXPECT_EQ(browser.get("/search").status, 200) << "still signed in";
  Request own;
  own.method = Method::post;
  own.path = "/sign-out";
  own.form.add("token", Browser::token_in(browser.last_page));
  own.origin = "https://console.example";
  own.fetch_site = "same-origin";
  EXPECT_EQ(browser.send(own).status, 303);
}

TEST(Front, turns_away_a_sign_in_form_of_another_browser) {
  Browser browser;
  Browser other;
  other.get("/sign-in");
  browser.get("/sign-in");
  EXPECT_EQ(browser.post("/sign-in", {{"token", Browser::token_in(other.last_page)}, {"name", "ada"}, {"password", browser.password}}).status, 403);
}

TEST(Front, ends_a_session_at_sign_out) {
  Browser browser;
  browser.sign_in("ada");
  const std::string secret = browser.cookies.at("__Host-concordat");
  browser.get("/search");
  browser.post("/sign-out", {});
  browser.cookies.insert_or_assign("__Host-concordat", secret);
  EXPECT_EQ(browser.get("/").status, 303);
}

TEST(Front, ends_a_session_that_is_idle_or_a_day_old) {
  Browser browser;
  browser.sign_in("ada");
  for (int i = 0; i < 60; ++i) {
    browser.clock.at += std::chrono::minutes{8};
    ASSERT_EQ(browser.get("/search").status, 200) << i;
  }
  for (int i = 0; i < 9; ++i) {
    browser.clock.at += std::chrono::minutes{8};
    browser.get("/search");
  }
  EXPECT_EQ(browser.get("/").status, 303) << "nine hours are over";
  browser.sign_in("ada");
  browser.clock.at += std::chrono::minutes{16};
  EXPECT_EQ(browser.get("/").status, 303) << "a quarter of an hour of nothing";
}

TEST(Front, ends_the_sessions_of_a_closed_account) {
  Browser browser;
  browser.sign_in("ada");
  Account closed = *browser.console->accounts.find("ada");
  closed.is_closed = true;
  ASSERT_TRUE(browser.console->accounts.keep(closed));
  EXPECT_EQ(browser.get("/").status, 303);
}

TEST(Front, leads_nowhere_else_after_sign_in) {
  Browser browser;
  for (const char* away : {"https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"}) {
    browser.get("/sign-in?next=" + url_encoded(away));
    EXPECT_EQ(browser.last_page.find("evil.example"), std::string::npos) << away;
    EXPECT_EQ(browser.last_page.find("javascript:"), std::string::npos) << away;
  }
}

// Whoever has another officer's address has nothing: what they look for is theirs alone.
TEST(Front, keeps_what_one_officer_looks_for_from_another) {
  Browser browser;
  browser.make_account("bea", {Role::officer});
  browser.sign_in("ada");
  browser.get("/search");
  const Response kept = browser.post("/search", {{"agency", "police/met"}, {"reason", "request 17"}});
  ASSERT_EQ(kept.status, 303);
  const std::string address = header_of(kept, "Location");
  EXPECT_TRUE(address.starts_with("/search/"));
  browser.cookies.clear();
  browser.sign_in("bea");
  EXPECT_EQ(header_of(browser.get(address), "Location"), "/search");
  EXPECT_EQ(header_of(browser.get("/papers/account/" + address.substr(8)), "Location"), "/papers/account");
}

TEST(Front, lets_nobody_use_pages_of_a_role_that_is_not_theirs) {
  Browser browser;
  browser.make_account("olu", {Role::operations});
  browser.sign_in("olu");
  for (const char* path : {"/search", "/cases/01970000-0000-7000-8000-000000000002", "/disclosures/1", "/papers", "/holds", "/emergencies/1", "/verify"}) EXPECT_EQ(browser.get(path).status, 403) << path;
  browser.cookies.clear();
  browser.sign_in("ada");
  for (const char* path : {"/operations", "/queue", "/queue/1"}) EXPECT_EQ(browser.get(path).status, 403) << path;
}

// A form that acts, as the front meets it: nothing if the proof in it holds.
std::optional<Response> proved(Browser& browser, std::vector<std::pair<std::string, std::string>> fields) {
  Request request;
  request.method = Method::post;
  request.path = "/holds/5";
  for (auto& [name, value] : fields) request.form.add(std::move(name), std::move(value));
  Visit visit{*browser.console, request, browser.console->sessions.find(browser.cookies.at("__Host-concordat"), browser.clock.at, Sessions::By::person)};
  return prove_again(visit);
}

// Acting: nothing happens before a fresh proof, and what was typed is not lost.
TEST(Front, asks_who_acts_for_a_fresh_proof) {
  Browser browser;
  browser.sign_in("ada");
  const auto asked = proved(browser, {{"choice", "release"}, {"reason", "a \"reason\" <b>"}});
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->status, 200);
  EXPECT_NE(asked->body.find("Confirm it is you"), std::string::npos);
  EXPECT_NE(asked->body.find("value=\"a &quot;reason&quot; &lt;b&gt;\""), std::string::npos) << "it is sent again as it was";
  EXPECT_EQ(proved(browser, {{"proof", "wrong wrong wrong"}})->status, 422);
  EXPECT_EQ(proved(browser, {{"proof", ""}})->status, 422);
  EXPECT_FALSE(proved(browser, {{"proof", browser.code_of("ada")}}));
  EXPECT_TRUE(proved(browser, {{"proof", browser.code_of("ada")}})) << "no code is good twice";
  EXPECT_FALSE(proved(browser, {{"proof", browser.password}}));
}

TEST(Front, ends_a_session_in_which_proofs_are_guessed) {
  Browser browser;
  browser.sign_in("ada");
  for (int i = 0; i < 4; ++i) EXPECT_EQ(proved(browser, {{"proof", "wrong wrong wrong"}})->status, 422) << i;
  EXPECT_EQ(header_of(*proved(browser, {{"proof", "wrong wrong wrong"}}), "Location"), "/sign-in?why=ended");
  EXPECT_EQ(browser.get("/search").status, 303);
}

// What a page does by itself is no sign that anybody is there.
TEST(Front, lets_an_idle_session_end_though_its_page_watches) {
  Browser browser;
  browser.sign_in("ada");
  for (int i = 0; i < 4; ++i) {
    browser.clock.at += std::chrono::minutes{4};
    browser.get("/live/verify");
  }
  EXPECT_EQ(browser.get("/search").status, 303);
}

TEST(Front, asks_why_before_it_asks_the_broker_and_once) {
  Browser browser;
  browser.sign_in("ada");
  const std::string path = "/cases/01970000-0000-7000-8000-000000000002";
  const Response asked = browser.get(path);
  EXPECT_EQ(asked.status, 200);
  EXPECT_NE(asked.body.find("Why do you need to see this case?"), std::string::npos);
  EXPECT_EQ(browser.post("/reason", {{"scope", "case:01970000-0000-7000-8000-000000000002"}, {"about", "this case"}, {"next", path}, {"reason", "x"}}).status, 422);
  EXPECT_EQ(header_of(browser.post("/reason", {{"scope", "case:01970000-0000-7000-8000-000000000002"}, {"about", "this case"}, {"next", path}, {"reason", "request 17"}}), "Location"), path);
  EXPECT_EQ(browser.get(path).status, 503) << "now the broker is asked";
}

TEST(Front, has_no_address_but_those_of_its_table) {
  Browser browser;
  browser.sign_in("ada");
  for (const char* path : {"/../etc/passwd", "/assets/../templates/frame.mustache", "/assets/../../main.cc", "/assets/", "/assets/frame.mustache", "/%2e%2e/x", "//", "/sign-in/"})
    EXPECT_EQ(browser.get(path).status, 404) << path;
  EXPECT_EQ(browser.get("/sign-out").status, 405);
}

TEST(Front, believes_a_proxy_only_of_accounts_that_are_the_proxys) {
  Browser browser;
  Request request;
  request.path = "/sign-in";
  request.vouched_for = "ada";  // who has a password
  EXPECT_EQ(browser.send(request).status, 403);
  request.vouched_for = "nobody";
  EXPECT_EQ(browser.send(request).status, 403);

  const auto key = browser.console->accounts.console_key();
  const std::string officer = browser.console->accounts.find("ada")->officer;
  const AccountKeys keys{{std::string(40, 'b'), Secret<40>{as_bytes(std::string(40, 'c')).first<40>()}}, to_bytes(random_bytes<20>()), {}};
  ASSERT_TRUE(browser.console->accounts.keep(seal_account({"oda", "Oda", "council/lbbd", {Role::officer}, officer}, keys, *key)));
  request.vouched_for = "oda";
  EXPECT_EQ(browser.send(request).status, 303);
  Request home;
  home.vouched_for = "oda";
  home.path = "/search";
  EXPECT_EQ(browser.send(home).status, 200);
  home.vouched_for.reset();
  EXPECT_EQ(browser.send(home).status, 303) << "the same cookie at the door for browsers";
  home.vouched_for = "ada";
  EXPECT_EQ(browser.send(home).status, 303) << "the proxy speaks of somebody else now";
}

}  // namespace
}  // namespace concordat::console::web
