// Verifying: an officer asks whether the live log is what was logged. Who asked is on disk first; then the log is checked a
// bounded piece at a time between ticks, so that nothing else waits for it, and the officer hears how far it has come.
//
// Owned by the pipeline's thread.
#pragma once

#include <deque>

#include "audit/verify_live.h"
#include "broker/core.h"
#include "broker/tick.h"

namespace concordat::broker {

class Verifying {
public:
  explicit Verifying(Core& core) : core_(core) {}
  // `ask.text` is a checkpoint seen before, or empty. Once the tick is on disk.
  void ask(const Session& officer, const schemas::Ask& ask, Tick& tick);
  void advance();
  bool is_busy() const { return !asked_.empty(); }
  void forget();  // a commit failed: what was begun is answered so, and asked again

private:
  struct Asked {
    Session officer;
    audit::LiveCheck check;
    Instant told;
  };
  void begin(const Session& officer, const std::string& note);
  void answer(const Session& officer, std::string_view code);
  void report(Asked& asked);
  Core& core_;
  std::deque<Asked> asked_;
};

}  // namespace concordat::broker
