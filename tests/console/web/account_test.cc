#include "console/web/doors/account.h"

#include <gtest/gtest.h>

#include "tests/console/web/browser.h"

namespace concordat::console::web {
namespace {

AccountKeys some_keys() {
  return {{std::string(40, 'b'), Secret<40>{as_bytes(std::string(40, 'c')).first<40>()}}, to_bytes(random_bytes<20>()), random_secret()};
}
const NewAccount ada{"ada", "Ada Okafor", "council/lbbd", {Role::officer, Role::operations}, "name = \"ig-officer\"\n", {.n = 1U << 10U, .r = 8, .p = 1}};

TEST(Accounts, open_with_their_password_and_no_other) {
  const AccountKeys keys = some_keys();
  const Account account = seal_account(ada, keys, "correct horse battery");
  const auto opened = open_account(account, "correct horse battery");
  ASSERT_TRUE(opened);
  EXPECT_EQ(as_text(opened->curve.secret.expose()), std::string(40, 'c'));
  EXPECT_EQ(opened->totp, keys.totp);
  EXPECT_TRUE(opened->signing && is_same(opened->signing->expose(), keys.signing->expose()));
  EXPECT_FALSE(open_account(account, "correct horse batterz"));
  EXPECT_FALSE(open_account(account, ""));
  EXPECT_FALSE(open_account(account, random_secret())) << "the console alone cannot open it";
}

// Swapping two people's sealed keys gives neither the other's.
TEST(Accounts, seal_for_one_name) {
  Account account = seal_account(ada, some_keys(), "correct horse battery");
  account.name = "bea";
  EXPECT_FALSE(open_account(account, "correct horse battery"));
}

TEST(Accounts, of_a_proxy_open_with_the_consoles_key) {
  const Secret<32> key = random_secret();
  const Account account = seal_account(ada, some_keys(), key);
  EXPECT_TRUE(open_account(account, key));
  EXPECT_FALSE(open_account(account, random_secret()));
  EXPECT_FALSE(open_account(account, "")) << "there is no password";
  EXPECT_FALSE(is_password_of(account, ""));
}

TEST(Accounts, stand_in_their_file_without_a_secret) {
  const AccountKeys keys = some_keys();
  const Account account = seal_account(ada, keys, "correct horse battery");
  const std::string file = print_account(account);
  EXPECT_EQ(file.find(std::string(40, 'c')), std::string::npos);
  EXPECT_EQ(file.find(to_hex(keys.totp)), std::string::npos);
  EXPECT_EQ(file.find(to_hex(keys.signing->expose())), std::string::npos);
  EXPECT_EQ(file.find("correct"), std::string::npos);
  const auto read = parse_account(file);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(print_account(*read), file);
  EXPECT_TRUE(open_account(*read, "correct horse battery"));
}

TEST(Accounts, that_are_cut_short_or_changed_are_none) {
  const std::string file = print_account(seal_account(ada, some_keys(), "correct horse battery"));
  for (std::size_t size = 0; size + 2 < file.size(); size += 7) EXPECT_FALSE(parse_account(std::string_view{file}.substr(0, size))) << size;
  for (const char* key : {"\"version\"", "\"name\"", "\"sealedBy\"", "\"scrypt\"", "\"check\"", "\"sealed\"", "\"closed\""}) {
    std::string changed = file;
    changed.replace(changed.find(key) + 1, 1, "X");
    EXPECT_FALSE(parse_account(changed)) << key;
  }
}

TEST(AccountNames, name_no_other_file) {
  for (const char* bad : {"", "../ada", "a/b", ".hidden", "Ada", "ada ", "a\nb"}) EXPECT_FALSE(is_account_name(bad)) << bad;
  EXPECT_TRUE(is_account_name("ada.okafor-2"));
}

TEST(AccountFiles, are_for_the_console_alone_and_close_for_good) {
  Browser browser;
  const auto found = browser.console->accounts.find("ada");
  ASSERT_TRUE(found);
  const auto mode = std::filesystem::status(browser.folder / "accounts" / "ada.json").permissions();
  EXPECT_EQ(mode & std::filesystem::perms::all, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  Account closed = *found;
  closed.is_closed = true;
  ASSERT_TRUE(browser.console->accounts.keep(closed));
  EXPECT_FALSE(browser.console->accounts.find("ada"));
  EXPECT_EQ(browser.console->accounts.all()->size(), 1U);
}

TEST(ConsoleKey, is_made_once) {
  Browser browser;
  const auto first = browser.console->accounts.console_key();
  const auto second = browser.console->accounts.console_key();
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(is_same(first->expose(), second->expose()));
}

}  // namespace
}  // namespace concordat::console::web
