// An account of the console: a person's name and roles, how they prove who they are, and the officer's keys that the console
// acts with for them. The keys are sealed under the person's password, so that neither the console nor whoever copies its files
// can act while that person is away. Of a person whom a reverse proxy signs in, under the console's own key (ADR 0123).
//
//   TRY(const Account account, make_account({.name = "ada", …}, "correct horse battery"));
//   const std::optional<AccountKeys> keys = open_account(account, "correct horse battery");
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/passwords.h"
#include "base/result.h"
#include "console/asking/officer.h"

namespace concordat::console::web {

enum class Role : std::uint8_t { officer, administrator, practitioner, operations };
std::string_view role_name(Role role);  // "officer"; in account files and on the command line
std::optional<Role> role_named(std::string_view name);

enum class SealedBy : std::uint8_t { password, console };

struct Account {
  std::string name;      // a-z, 0-9, - and .: what is typed at sign-in, and the file's name
  std::string display;   // "Ada Okafor"
  std::string agency;    // whose officer this is
  std::set<Role> roles;
  std::string officer;   // officer.toml's text
  std::string public_key;  // Z85
  SealedBy sealed_by = SealedBy::password;
  ScryptCost cost;
  Bytes salt;
  Digest check;          // SHA-256 of one half of the stretched password; the other half seals
  Bytes sealed;          // the keys
  bool is_closed = false;
};

// What a sealed account holds. Lives only as long as a session.
struct AccountKeys {
  link::CurveKeys curve;
  Bytes totp;                        // a secret of 20 bytes
  std::optional<Secret<32>> signing;  // the person's own signing seed, if they approve or propose
};

struct NewAccount {
  std::string name;
  std::string display;
  std::string agency;
  std::set<Role> roles;
  std::string officer;  // officer.toml's text
  ScryptCost cost = password_cost;
};

bool is_account_name(std::string_view name);
inline constexpr std::size_t password_characters_min = 12;

Account seal_account(const NewAccount& who, const AccountKeys& keys, std::string_view password);
Account seal_account(const NewAccount& who, const AccountKeys& keys, const Secret<32>& console_key);
// Nothing if the password is not this account's. Takes as long if there is no account: open_nobody.
std::optional<AccountKeys> open_account(const Account& account, std::string_view password);
std::optional<AccountKeys> open_account(const Account& account, const Secret<32>& console_key);
void open_nobody(std::string_view password);
bool is_password_of(const Account& account, std::string_view password);

// As they stand in a file. The error says what is wrong with it, and no secret is in either.
std::string print_account(const Account& account);
Result<Account, std::string> parse_account(std::string_view json);

}  // namespace concordat::console::web
