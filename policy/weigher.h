// What the gate decides by: the agreements, and then the leak guard over what they would let leave. What is the same
// for every recipient of a message, the search for what it gives away among it, is done once.
//
//   Weigher weigher{*book, message};
//   for (const AgencyId& to : message.envelope.recipients) weigher.weigh(to, now, facts);
//
// Outlives neither its book nor its message; for one thread.
#pragma once

#include <optional>
#include <vector>

#include "policy/evaluation.h"

namespace concordat::policy {

class Weigher {
public:
  Weigher(const AgreementBook& book, const schemas::Message& message) : book_(book), evaluator_(book, message) {}

  const AgreementBook& book() const { return book_; }
  const BodyView& view() const { return evaluator_.view(); }
  Evaluation weigh(const schemas::AgencyId& recipient, Instant now, const CaseFacts& facts,
                   const Approvals& approvals = {});

private:
  const AgreementBook& book_;
  Evaluator evaluator_;
  std::optional<std::vector<Leak>> leaks_;  // once somebody is sent something
};

Evaluation weigh(const AgreementBook& book, const schemas::Message& message,
                 const schemas::AgencyId& recipient, Instant now, const CaseFacts& facts,
                 const Approvals& approvals = {});

}  // namespace concordat::policy
