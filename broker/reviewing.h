// Reviewing: every use of an emergency is recorded before anything leaves, alarms, and waits until an officer who did not
// declare it has looked. Rates alarm; they never refuse or delay one.
#pragma once

#include <deque>

#include "broker/core.h"
#include "broker/tick.h"
#include "policy/evaluation.h"

namespace concordat::broker {

class Reviewing {
public:
  explicit Reviewing(Core& core) : core_(core) {}

  // An emergency was declared, an emergency clause counted, or an urgent text left although the leak guard found something.
  static bool is_called_for(const policy::Evaluation& evaluation, const schemas::Envelope& envelope);
  void open(const schemas::Message& message, const schemas::AgencyId& recipient, const policy::Evaluation& evaluation, std::uint64_t decision, Tick& tick);
  // Why that officer may not close it so; empty if they may.
  std::string objection(std::uint64_t record, const schemas::Officer& officer, std::string_view verdict) const;
  // `verdict`: as ReviewRow::may_be_called has it; a breach stays, and is called once more. A code of docs/codes.md if it cannot be.
  std::string close(std::uint64_t record, const schemas::Officer& officer, std::string_view verdict, std::string_view reason, Tick& tick);
  void sweep(Tick& tick);

private:
  void count(const schemas::AgencyId& sender, Instant now);
  Core& core_;
  std::map<schemas::AgencyId, std::deque<Instant>> recent_;
};

}  // namespace concordat::broker
