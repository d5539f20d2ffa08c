// Intake: what becomes of a verified submission. Admission (who sent it, how old it is, whether it was seen
// before), then one decision of the gate for each recipient, written into the tick; the sender is
// answered, and parcels enter the outbox, only after the tick is on disk.
#pragma once

#include "broker/core.h"
#include "broker/deciding.h"
#include "broker/rate.h"
#include "broker/recalling.h"
#include "broker/tick.h"
#include "broker/verifier.h"

namespace concordat::broker {

class Intake {
public:
  Intake(Core& core, Holding& holding, Recalling& recalling) : core_(core), deciding_(core, holding), recalling_(recalling), rate_(core.limits.submissions_per_minute) {}

  // Before verification: is there room and rate for it? A code to refuse it with, or nothing.
  std::optional<std::string_view> hold_off(const schemas::AgencyId& agency, Instant now, const Verifier& verifier);
  std::optional<std::string_view> hold_off(const schemas::AgencyId& agency, ByteView envelope, Instant now, const Verifier& verifier);

  // A Recall, and what may make one due, is put off until it can be alone in its tick.
  void decide(Verified verified, Tick& tick);

  // Waiting submissions whose agreement has changed, decided afresh.
  void decide_waiting(Tick& tick);

  Deciding& deciding() { return deciding_; }

private:
  bool looks_back(const schemas::Message& message) const;
  std::optional<std::string_view> objection(const Verified& verified, const schemas::Submission& submission, Instant now) const;
  void refuse(const Verified& verified, const schemas::Envelope* envelope, std::string_view code, std::vector<std::string> where, Tick& tick);
  void accept(const Verified& verified, std::shared_ptr<const schemas::Submission> submission, const std::vector<schemas::AgencyId>& recipients, Tick& tick);
  std::size_t write_accepted(const Verified& verified, const schemas::Envelope& envelope, std::size_t outcomes, Tick& tick);
  void recall(const Verified& verified, Tick& tick);
  void move_case(const schemas::Envelope& envelope, const policy::CaseStage& stage, std::size_t event, Tick& tick);

  Core& core_;
  Deciding deciding_;
  Recalling& recalling_;
  Rate rate_;
};

}  // namespace concordat::broker
