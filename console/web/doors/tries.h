// How often somebody may try to prove who they are. After a few failures each next one must wait, twice as long each time, up to a
// quarter of an hour; a success forgets them. Counted by account and by address. Bounded; any thread.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"

namespace concordat::console::web {

class Tries {
public:
  explicit Tries(unsigned free) : free_(free) {}
  // How long this one must still wait; nothing if it may try now. A try that is allowed counts as failed until it is forgiven, so
  // that many at once are counted too.
  std::optional<std::chrono::seconds> begin(const std::string& who, Instant now);
  void forgive(const std::string& who);

private:
  struct Failed {
    unsigned count = 0;
    Instant until;
    Instant last;
  };
  void forget_old(Instant now);
  unsigned free_;
  std::mutex mutex_;
  std::map<std::string, Failed> failed_;
};

}  // namespace concordat::console::web
