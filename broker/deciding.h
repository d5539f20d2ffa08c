// Deciding: the gate asked for one recipient of one submission, and what it says written into the tick: entry, parcel or waiting
// row, and what the sender is told at once where an urgent message does not leave.
#pragma once

#include "broker/core.h"
#include "broker/tick.h"
#include "broker/watching.h"
#include "policy/gate.h"

namespace concordat::broker {

struct Question {
  std::shared_ptr<const schemas::Submission> submission;
  schemas::AgencyId recipient;
  ByteView frame;    // the Submit frame, should it have to wait
  Instant accepted;
};

class Deciding {
public:
  explicit Deciding(Core& core) : core_(core), watching_(core) {}

  // One entry, always: those that answer a submission lie one after the other.
  schemas::RecipientOutcome decide(const Question& question, Tick& tick);
  policy::CaseFacts facts_of(const schemas::Envelope& envelope, const schemas::AgencyId& recipient) const;

private:
  std::size_t disclose(const Question& question, const policy::Disclosure& disclosure, audit::Event event, Tick& tick);
  std::size_t withhold(const Question& question, const policy::Decision& decision, audit::Event event, Tick& tick);
  void tell_undelivered(const Question& question, std::size_t event, Tick& tick);

  Core& core_;
  Watching watching_;
};

}  // namespace concordat::broker
