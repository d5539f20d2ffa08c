// The accounts of a console: one file each, in STATE/accounts, for the console's user alone. Read each time somebody asks, so
// that closing an account is one change to one file.
#pragma once

#include <filesystem>
#include <vector>

#include "base/file.h"
#include "console/web/doors/account.h"

namespace concordat::console::web {

class Accounts {
public:
  explicit Accounts(std::filesystem::path state) : state_(std::move(state)) {}
  // Nothing if there is none of that name, it is closed, or its file is none.
  std::optional<Account> find(std::string_view name) const;
  Result<std::vector<Account>, FileError> all() const;  // closed ones too, by name
  Result<Unit, FileError> keep(const Account& account) const;
  // What accounts that a proxy signs in are sealed with; made the first time.
  Result<Secret<32>, FileError> console_key() const;

private:
  std::filesystem::path state_;
};

}  // namespace concordat::console::web
