// An account as it stands in its file: JSON, with every secret sealed.
#include <nlohmann/json.hpp>

#include <algorithm>

#include "console/web/doors/account.h"

namespace concordat::console::web {
namespace {

using nlohmann::ordered_json;

constexpr int version = 1;

std::string text_at(const ordered_json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string{};
}

std::uint64_t number_at(const ordered_json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_number_unsigned() ? at->get<std::uint64_t>() : 0;
}

}  // namespace

std::string print_account(const Account& account) {
  ordered_json roles = ordered_json::array();
  for (const Role role : account.roles) roles.push_back(role_name(role));
  ordered_json out{{"version", version}, {"name", account.name}, {"display", account.display}, {"agency", account.agency}, {"roles", roles},
                   {"officer", account.officer}, {"publicKey", account.public_key}, {"sealedBy", account.sealed_by == SealedBy::password ? "password" : "console"},
                   {"scrypt", {{"n", account.cost.n}, {"r", account.cost.r}, {"p", account.cost.p}, {"salt", to_hex(account.salt)}}},
                   {"check", to_hex(account.check.bytes)}, {"sealed", to_hex(account.sealed)}, {"closed", account.is_closed}};
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

Result<Account, std::string> parse_account(std::string_view json) {
  const auto in = ordered_json::parse(json, nullptr, false);
  const auto wrong = [](const char* key) { return Fail{std::string{key} + ": is missing or is none"}; };
  if (!in.is_object() || number_at(in, "version") != version) return wrong("version");
  Account account;
  account.name = text_at(in, "name");
  if (!is_account_name(account.name)) return wrong("name");
  account.display = text_at(in, "display");
  account.agency = text_at(in, "agency");
  for (const auto& named : in.value("roles", ordered_json::array())) {
    const auto role = named.is_string() ? role_named(named.get<std::string>()) : std::nullopt;
    if (!role) return wrong("roles");
    account.roles.insert(*role);
  }
  account.officer = text_at(in, "officer");
  account.public_key = text_at(in, "publicKey");
  const std::string sealed_by = text_at(in, "sealedBy");
  if (sealed_by != "password" && sealed_by != "console") return wrong("sealedBy");
  account.sealed_by = sealed_by == "password" ? SealedBy::password : SealedBy::console;
  const auto scrypt = in.value("scrypt", ordered_json::object());
  const auto salt = from_hex(scrypt.is_object() ? text_at(scrypt, "salt") : "");
  if (!scrypt.is_object() || !salt) return wrong("scrypt");
  account.cost = {number_at(scrypt, "n"), number_at(scrypt, "r"), number_at(scrypt, "p")};
  account.salt = *salt;
  if (account.sealed_by == SealedBy::password && account.salt.empty()) return wrong("scrypt");
  const auto check = from_hex(text_at(in, "check"));
  if (!check || check->size() != account.check.bytes.size()) return wrong("check");
  std::copy(check->begin(), check->end(), account.check.bytes.begin());
  const auto sealed = from_hex(text_at(in, "sealed"));
  if (!sealed || sealed->empty()) return wrong("sealed");
  account.sealed = *sealed;
  const auto closed = in.find("closed");
  if (closed == in.end() || !closed->is_boolean()) return wrong("closed");
  account.is_closed = closed->get<bool>();
  return account;
}

}  // namespace concordat::console::web
