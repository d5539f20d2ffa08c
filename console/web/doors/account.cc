#include "console/web/doors/account.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace concordat::console::web {
namespace {

constexpr std::size_t salt_bytes = 16;
constexpr std::size_t name_characters_max = 64;
constexpr std::array<std::pair<Role, std::string_view>, 4> role_names{
    {{Role::officer, "officer"}, {Role::administrator, "administrator"}, {Role::practitioner, "practitioner"}, {Role::operations, "operator"}}};

// The halves of a stretched password: one is looked at, one seals. From neither can the other be told.
struct Halves {
  Digest check;
  Secret<32> key;
};

std::optional<Halves> halves_of(std::string_view password, ByteView salt, const ScryptCost& cost) {
  const auto stretched = stretch(password, salt, cost);
  if (!stretched) return std::nullopt;
  return Halves{sha256(stretched->expose().first<32>()), Secret<32>{stretched->expose().last<32>()}};
}

Bytes as_sealed(const NewAccount& who, const AccountKeys& keys, const Secret<32>& key) {
  Bytes plain;
  put_sized(plain, as_bytes(keys.curve.public_key));
  put_sized(plain, keys.curve.secret.expose());
  put_sized(plain, keys.totp);
  put_sized(plain, keys.signing ? ByteView{keys.signing->expose()} : ByteView{});
  Bytes sealed = aead_seal(key, as_bytes(who.name), plain);
  cleanse(plain);
  return sealed;
}

std::optional<AccountKeys> opened(const Account& account, const Secret<32>& key) {
  auto plain = aead_open(key, as_bytes(account.name), account.sealed);
  if (!plain) return std::nullopt;
  ByteReader reader{*plain};
  const ByteView open = reader.sized();
  const ByteView secret = reader.sized();
  const ByteView totp = reader.sized();
  const ByteView seed = reader.sized();
  std::optional<AccountKeys> keys;
  if (reader.done() && secret.size() == 40 && !totp.empty() && (seed.empty() || seed.size() == 32)) {
    keys = AccountKeys{{std::string{as_text(open)}, Secret<40>{secret.first<40>()}}, to_bytes(totp), {}};
    if (!seed.empty()) keys->signing.emplace(seed.first<32>());
  }
  cleanse(*plain);
  return keys;
}

Account account_of(const NewAccount& who, const AccountKeys& keys) {
  CHECK(is_account_name(who.name), "an account's name is checked before it is made");
  return {.name = who.name, .display = who.display, .agency = who.agency, .roles = who.roles, .officer = who.officer, .public_key = keys.curve.public_key,
          .sealed_by = SealedBy::console, .cost = who.cost, .salt = {}, .check = {}, .sealed = {}, .is_closed = false};
}

}  // namespace

std::string_view role_name(Role role) {
  for (const auto& [known, name] : role_names)
    if (known == role) return name;
  return {};
}

std::optional<Role> role_named(std::string_view name) {
  for (const auto& [role, known] : role_names)
    if (known == name) return role;
  return std::nullopt;
}

bool is_account_name(std::string_view name) {
  const auto is_fit = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
  return !name.empty() && name.size() <= name_characters_max && name.front() != '.' && std::all_of(name.begin(), name.end(), is_fit);
}

Account seal_account(const NewAccount& who, const AccountKeys& keys, std::string_view password) {
  Account account = account_of(who, keys);
  account.sealed_by = SealedBy::password;
  account.salt = to_bytes(random_bytes<salt_bytes>());
  const auto halves = halves_of(password, account.salt, account.cost);
  CHECK(halves.has_value(), "scrypt at its own cost");
  account.check = halves->check;
  account.sealed = as_sealed(who, keys, halves->key);
  return account;
}

Account seal_account(const NewAccount& who, const AccountKeys& keys, const Secret<32>& console_key) {
  Account account = account_of(who, keys);
  account.sealed = as_sealed(who, keys, console_key);
  return account;
}

std::optional<AccountKeys> open_account(const Account& account, std::string_view password) {
  const auto halves = halves_of(password, account.salt, account.cost);
  if (!halves || account.sealed_by != SealedBy::password || !is_same(halves->check.bytes, account.check.bytes)) return std::nullopt;
  return opened(account, halves->key);
}

std::optional<AccountKeys> open_account(const Account& account, const Secret<32>& console_key) {
  return account.sealed_by == SealedBy::console ? opened(account, console_key) : std::nullopt;
}

void open_nobody(std::string_view password) {
  constexpr std::array<std::byte, salt_bytes> salt{};
  static_cast<void>(halves_of(password, salt, password_cost));
}

bool is_password_of(const Account& account, std::string_view password) {
  const auto halves = halves_of(password, account.salt, account.cost);
  return halves && account.sealed_by == SealedBy::password && is_same(halves->check.bytes, account.check.bytes);
}

}  // namespace concordat::console::web
