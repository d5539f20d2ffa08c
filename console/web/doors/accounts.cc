#include "console/web/doors/accounts.h"

#include "adapters/link/folders.h"
#include "base/text.h"

namespace concordat::console::web {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t account_bytes_max = 256U * 1024;
constexpr std::string_view ending = ".json";

}  // namespace

std::optional<Account> Accounts::find(std::string_view name) const {
  if (!is_account_name(name)) return std::nullopt;  // so it names no other file
  const auto bytes = read_file(state_ / "accounts" / (std::string{name} + std::string{ending}), account_bytes_max);
  if (!bytes) return std::nullopt;
  auto account = parse_account(as_text(*bytes));
  if (!account || account->name != name || account->is_closed) return std::nullopt;
  return std::move(*account);
}

Result<std::vector<Account>, FileError> Accounts::all() const {
  std::vector<Account> found;
  const auto names = link::list_folder(state_ / "accounts");
  if (!names) return Fail{names.error()};
  for (const std::string& name : *names) {
    if (!name.ends_with(ending)) continue;
    TRY(const Bytes bytes, read_file(state_ / "accounts" / name, account_bytes_max));
    auto account = parse_account(as_text(bytes));
    if (!account) return Fail{FileError{FileError::Kind::other, (state_ / "accounts" / name).string() + ": " + account.error()}};
    found.push_back(std::move(*account));
  }
  return found;
}

Result<Unit, FileError> Accounts::keep(const Account& account) const {
  TRY(const Unit state, link::make_private_folder(state_));
  TRY(const Unit folder, link::make_private_folder(state_ / "accounts"));
  static_cast<void>(state);
  static_cast<void>(folder);
  return write_file(state_ / "accounts" / (account.name + std::string{ending}), as_bytes(print_account(account)), FileMode::owner_only);
}

Result<Secret<32>, FileError> Accounts::console_key() const {
  const fs::path file = state_ / "console.key";
  const auto kept = read_file(file, 1024);
  if (!kept && kept.error().kind != FileError::Kind::missing) return Fail{kept.error()};
  if (kept) {
    const auto bytes = from_hex(trim(as_text(*kept)));
    if (!bytes || bytes->size() != 32) return Fail{FileError{FileError::Kind::other, file.string() + ": is no key of 64 hexadecimal digits"}};
    return Secret<32>{ByteView{*bytes}.first<32>()};
  }
  TRY(const Unit folder, link::make_private_folder(state_));
  static_cast<void>(folder);
  Secret<32> made = random_secret();
  TRY(const Unit written, write_file(file, as_bytes(to_hex(made.expose()) + "\n"), FileMode::owner_only));
  static_cast<void>(written);
  return made;
}

}  // namespace concordat::console::web
