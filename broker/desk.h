// The desk: officers and operators ask, the broker writes down who asked what and why, and only when that
// is on disk answers. Answers hold header facts, and annexes where the officer's role allows.
#pragma once

#include "broker/core.h"
#include "broker/deciding.h"
#include "broker/delivery.h"
#include "broker/erasing.h"
#include "broker/recalling.h"
#include "broker/search_desk.h"
#include "broker/tick.h"

namespace concordat::broker {

class Desk {
public:
  // What an officer's word can set going.
  struct Hands {
    Delivery& delivery;
    Holding& holding;
    Deciding& deciding;
    Reviewing& reviewing;
    Recalling& recalling;
  };
  Desk(Core& core, Hands hands) : core_(core), hands_(hands), searches_(core), erasing_(core, searches_) {}
  void answer(const Session& officer, const schemas::Ask& ask, Tick& tick);
  Erasing& erasing() { return erasing_; }
  const Erasing& erasing() const { return erasing_; }
  // Whether a question is to be answered with nothing in flight.
  static bool answers_alone(std::string_view question) { return question == "recall-release" || question == "recall-refuse"; }

private:
  // Nothing if the question changes nothing.
  std::optional<std::string> act(const schemas::Ask& ask, const schemas::Officer& officer, Tick& tick);
  std::string rotate(const std::string& key, const schemas::Officer& officer, Tick& tick);
  schemas::Answer look_up(const schemas::Ask& ask, const schemas::Officer& officer);
  Core& core_;
  Hands hands_;
  SearchDesk searches_;
  Erasing erasing_;
};

}  // namespace concordat::broker
