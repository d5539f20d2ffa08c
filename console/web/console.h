// What every page stands on: the accounts, who is signed in, the clock, the tries. One for the process; each part minds its own
// threads.
#pragma once

#include "base/clock.h"
#include "console/papers/bases.h"
#include "console/web/doors/accounts.h"
#include "console/web/doors/codes.h"
#include "console/web/doors/session.h"
#include "console/web/doors/tries.h"
#include "console/web/settings.h"

namespace concordat::console::web {

struct Console {
  Console(Settings its, const Clock& wall) : settings(std::move(its)), clock(wall), accounts(settings.state), before_key(random_secret()) {}
  const Settings settings;
  const Clock& clock;
  const Accounts accounts;
  Sessions sessions;
  Tries by_account{5};
  Tries by_address{30};
  UsedCodes used_codes;
  Bases bases() const { return settings.agreements.empty() ? Bases{} : bases_in(settings.agreements); }
  std::mutex stretching;        // a password costs memory: one at a time
  const Secret<32> before_key;  // of tokens in forms before sign-in
};

}  // namespace concordat::console::web
