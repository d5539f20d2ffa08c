// Acting: what persons sign is heard, judged, recorded, and only then counts. An act is alone in its tick; one that is refused
// changes nothing and is recorded too. The register judges what is governance; reviews and holds are judged where they are kept.
#pragma once

#include "broker/core.h"
#include "broker/deciding.h"
#include "broker/reviewing.h"
#include "broker/tick.h"

namespace concordat::broker {

class Acting {
public:
  struct Hands {
    Holding& holding;
    Deciding& deciding;
    Reviewing& reviewing;
  };
  Acting(Core& core, Hands hands) : core_(core), hands_(hands) {}

  // `carrier`: whose connection brought it; who acts is whoever signed.
  void hear(const Session& carrier, const schemas::Officer& officer, const schemas::Ask& ask, Tick& tick);
  // What the calendar has done and nobody has recorded.
  void turn(Tick& tick);

private:
  struct Heard;
  struct Outcome;
  Outcome judge(const Heard& heard, Tick& tick);
  Outcome govern(const Heard& heard, Tick& tick);
  Outcome decide_case(const Heard& heard, Tick& tick);

  Core& core_;
  Hands hands_;
  std::set<Digest> decided_;  // acts upon cases, which the register does not keep: heard once in this process
};

// What an officer of the sending party was shown of a hold, as one digest: what releasing or refusing it binds as "held".
Digest held_digest(const std::vector<HeldField>& fields);

}  // namespace concordat::broker
