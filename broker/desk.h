// The desk: officers and operators ask, the broker writes down who asked what and why, and only when that
// is on disk answers. Answers hold header facts, and annexes where the officer's role allows.
#pragma once

#include "broker/acting.h"
#include "broker/core.h"
#include "broker/deciding.h"
#include "broker/delivery.h"
#include "broker/erasing.h"
#include "broker/recalling.h"
#include "broker/search_desk.h"
#include "broker/tick.h"
#include "broker/verifying.h"

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
  Desk(Core& core, Hands hands)
      : core_(core), hands_(hands), searches_(core), erasing_(core, searches_), verifying_(core), acting_(core, {hands.holding, hands.deciding, hands.reviewing}) {}
  void answer(const Session& officer, const schemas::Ask& ask, Tick& tick);
  Erasing& erasing() { return erasing_; }
  const Erasing& erasing() const { return erasing_; }
  Acting& acting() { return acting_; }
  // Looks at a piece of what officers have asked, between ticks.
  void advance() {
    erasing_.advance();
    verifying_.advance();
  }
  bool is_busy() const { return erasing_.is_busy() || verifying_.is_busy(); }
  void forget() {
    erasing_.forget();
    verifying_.forget();
  }
  // Whether a question is to be answered with nothing in flight.
  static bool answers_alone(const schemas::Ask& ask) {
    return ask.question == "recall-release" || ask.question == "recall-refuse" || ask.question == "act" || (ask.question == "rotate" && ask.text == "log");
  }

private:
  // Nothing if the question changes nothing.
  std::optional<std::string> act(const schemas::Ask& ask, const schemas::Officer& officer, Tick& tick);
  std::string rotate(const std::string& key, const schemas::Officer& officer, Tick& tick);
  std::string rotate_log(const std::string& who, Tick& tick);
  schemas::Answer look_up(const schemas::Ask& ask, const schemas::Officer& officer);
  Core& core_;
  Hands hands_;
  SearchDesk searches_;
  Erasing erasing_;
  Verifying verifying_;
  Acting acting_;
};

}  // namespace concordat::broker
