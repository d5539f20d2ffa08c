// The desk: officers and operators ask, the broker writes down who asked what and why, and only when that
// is on disk answers. Answers hold header facts, and annexes where the officer's role allows.
#pragma once

#include "broker/core.h"
#include "broker/delivery.h"
#include "broker/search_desk.h"
#include "broker/tick.h"

namespace concordat::broker {

class Desk {
public:
  Desk(Core& core, Delivery& delivery) : core_(core), delivery_(delivery), searches_(core) {}
  void answer(const Session& officer, const schemas::Ask& ask, Tick& tick);

private:
  schemas::Answer look_up(const schemas::Ask& ask, std::string_view role) const;
  Core& core_;
  Delivery& delivery_;
  SearchDesk searches_;
};

}  // namespace concordat::broker
