// Holding: what waits for a named person of the sending party. Parked when it is decided, let go or refused by that person's
// word, told to the sender and escalated when its time is over. It is never let go by itself.
#pragma once

#include "broker/core.h"
#include "broker/tick.h"
#include "policy/gate.h"

namespace concordat::broker {

struct Question;

// One thing held, as the person who decides sees it: where, at which view, why, and what the recipient would read there.
struct HeldField {
  std::string path;
  std::string view;
  std::string why;     // approval, leak-guard
  std::string clause;  // of approval
  std::string value;   // as that view has it; empty where only its existence would be told
};

class Deciding;

class Holding {
public:
  explicit Holding(Core& core) : core_(core) {}

  static bool holds_more(const policy::Evaluation& evaluation, const std::vector<policy::Approval>& refused, const policy::AgreementBook& book);
  // Something of this decision is held: parks the submission with `event`, an entry of kind waiting.
  void park(const Question& question, const policy::Evaluation& evaluation, std::size_t event, Tick& tick);

  // For officers of the sender's; nobody else is told anything.
  std::vector<HeldField> fields(std::uint64_t record, const schemas::Officer& officer) const;
  // Why that officer may not decide it; empty if they may.
  std::string objection(std::uint64_t record, const schemas::Officer& officer, std::string_view clause) const;
  // `clause`: its label, or leak-guard; empty: all that is held. A code of docs/codes.md if it cannot be.
  std::string release(std::uint64_t record, const schemas::Officer& officer, std::string_view clause, Deciding& deciding, Tick& tick);
  std::string refuse(std::uint64_t record, const schemas::Officer& officer, std::string_view clause, Tick& tick);
  void sweep(Tick& tick);

private:
  struct Opened {
    HeldRow row;
    HeldContent content;
    std::shared_ptr<const schemas::Submission> submission;
  };
  Result<Opened, std::string_view> open(std::uint64_t record, const schemas::AgencyId& agency) const;
  policy::Evaluation weigh(const Opened& held, const std::vector<policy::Approval>& fresh) const;
  std::vector<policy::Approval> asked(const Opened& held, std::string_view clause) const;  // what is still held, of that clause
  std::size_t write(const HeldRow& row, std::uint64_t about, audit::EventKind kind, std::string_view code, std::string_view by, Tick& tick);

  Core& core_;
};

}  // namespace concordat::broker
