// The simulation's clock: it goes on only when the world says so.
#pragma once

#include "base/clock.h"

namespace concordat::sim {

class SimClock final : public Clock {
public:
  Instant now() const override { return at_; }
  void advance(std::chrono::milliseconds by) { at_ += by; }

private:
  Instant at_ = *parse_instant("2026-05-01T09:00:00.000Z");
};

}  // namespace concordat::sim
