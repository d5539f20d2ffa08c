// Watching over urgent disclosures until a person at the recipient's has them: what "nothing may fail silently on a
// Friday evening" means for what was disclosed. What was refused or waits is told at once, where it is decided.
#pragma once

#include "broker/core.h"
#include "broker/tick.h"
#include "broker/urgent.h"

namespace concordat::broker {

class Watching {
public:
  explicit Watching(Core& core) : core_(core) {}

  // `event` is the `disclosed` entry of this tick.
  void begin(const schemas::Envelope& envelope, const schemas::DisclosureId& disclosure, const schemas::AgencyId& recipient, Instant accepted,
             std::size_t event, Tick& tick);
  // A person has it, or it was returned: there is nothing to watch any more.
  void end(const schemas::DisclosureId& disclosure, Tick& tick);
  // Tells the senders of what was not taken or not answered for in time.
  void sweep(Tick& tick);

private:
  void tell_late(std::uint64_t sequence, WatchRow row, std::string_view code, Tick& tick);
  Core& core_;
};

}  // namespace concordat::broker
