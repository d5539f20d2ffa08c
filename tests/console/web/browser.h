// A browser without a window: it keeps cookies, follows no redirect by itself, and finds the token in a page's form, so that a test
// can walk through pages as a person does, without a socket and without a broker.
//
//   Browser browser;                       // a console with the account "ada" in a scratch folder
//   browser.sign_in("ada", browser.password);
//   EXPECT_EQ(browser.get("/").status, 200);
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/secret.h"
#include "console/web/front.h"

namespace concordat::console::web {

class SetClock : public Clock {
public:
  Instant now() const override { return at; }
  Instant at{std::chrono::milliseconds{1'780'000'000'000}};
};

class Browser {
public:
  Browser();  // no broker answers
  explicit Browser(std::string officer_toml);  // whom its accounts ask, and as whom
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;
  ~Browser();

  Response get(const std::string& address);
  // With the token of the page that was got last.
  Response post(const std::string& path, std::map<std::string, std::string> fields);
  Response send(Request request);  // as it is, with this browser's cookies
  void sign_in(const std::string& name);
  std::string code_of(const std::string& name) const;  // what its authenticator shows now

  void make_account(const std::string& name, std::set<Role> roles, const std::string& agency = "council/lbbd", std::optional<Secret<32>> signing = {});
  // A draft of the version after that one: its address.
  std::string begin_draft(const std::string& agreement);
  static std::string token_in(const std::string& page);

  SetClock clock;
  std::filesystem::path folder;
  std::unique_ptr<Console> console;
  std::map<std::string, std::string, std::less<>> cookies;
  std::string last_page;
  const std::string password = "correct horse battery staple";

private:
  std::string officer_toml_;
  std::map<std::string, Bytes> authenticators_;
};

std::string header_of(const Response& response, std::string_view name);

}  // namespace concordat::console::web
