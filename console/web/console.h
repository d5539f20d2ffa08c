// What every page stands on: the accounts, who is signed in, the clock, the tries. One for the process; each part minds its own
// threads.
#pragma once

#include <atomic>

#include "base/clock.h"
#include "console/papers/bases.h"
#include "console/web/activity.h"
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
  std::atomic<bool> is_stopping = false;  // streams end

  // Of the log that this officer asks. A console serves one area, but nothing says that its accounts cannot be of two.
  Activity& activity_of(const OfficerFacts& officer) {
    const std::lock_guard lock{activities_mutex_};
    return activities_[to_hex(officer.log_key.bytes)];
  }

private:
  std::mutex activities_mutex_;
  std::map<std::string, Activity> activities_;
};

}  // namespace concordat::console::web
