// Deciding: the gate asked for one recipient of one submission, and what it says written into the tick: entry, parcel or waiting
// row, what is held, what must be reviewed, and what the sender is told at once where an urgent message does not leave.
#pragma once

#include <functional>

#include "broker/core.h"
#include "broker/holding.h"
#include "broker/reviewing.h"
#include "broker/tick.h"
#include "broker/watching.h"
#include "policy/gate.h"

namespace concordat::broker {

struct Question {
  std::shared_ptr<const schemas::Submission> submission;
  schemas::AgencyId recipient;
  ByteView frame;  // the Submit frame, should it have to wait
  Instant accepted;
  policy::Approvals approvals = {};
  std::vector<policy::Approval> refused = {};  // holds to which a person said no: they are held no more, and stay
  policy::Matter* matter = nullptr;            // the submission's, where others were or will be asked about it
};

struct Decided {
  schemas::RecipientOutcome outcome;
  std::optional<policy::CaseStage> moves_to;  // of a Decision that was not refused
};

class Deciding {
public:
  Deciding(Core& core, Holding& holding) : core_(core), watching_(core), holding_(holding), reviewing_(core) {}

  // One entry, always: those that answer a submission lie one after the other. What else there is to record waits for
  // follow_up(), which must come before the tick is handed over.
  Decided decide(const Question& question, Tick& tick);
  void follow_up(Tick& tick);

private:
  std::size_t disclose(const Question& question, const policy::Disclosure& disclosure, audit::Event event, Tick& tick);
  std::size_t withhold(const Question& question, const policy::Decision& decision, audit::Event event, Tick& tick);
  void hold_rest(const Question& question, const policy::Evaluation& evaluation, std::size_t decision, Tick& tick);
  void tell_undelivered(const Question& question, std::size_t event, Tick& tick);

  Core& core_;
  Watching watching_;
  Holding& holding_;
  Reviewing reviewing_;
  std::vector<std::function<void(Tick&)>> later_;
};

}  // namespace concordat::broker
