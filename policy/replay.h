// A recorded decision decided again under a draft, from the record alone. The record has no values: it has which fields
// were submitted, what became of each, and the facts that were asked. What the draft asks and the record does not
// say is left open, so a field's outcome is a range: from what it would be at least to what it could be at most.
//
//   const Replay replayed = replay(*book, {"lbbd-prevent", 2}, nullptr, decision);
//   for (const ReplayedField& field : replayed.fields) …   // those that change, or may
#pragma once

#include <string>
#include <vector>

#include "policy/book.h"

namespace concordat::policy {

struct RecordedField {
  std::string path;  // "concern[1].narrative[0].text"
  schemas::Level outcome;
  bool is_restricted = false;  // held back because the message's own source said so
};
// One disclosure, as the log has it.
struct RecordedDecision {
  Instant at;
  schemas::BodyType type;
  schemas::AgencyId sender;
  schemas::AgencyId recipient;
  std::string purpose;
  std::string agreement;  // NAME/VERSION
  std::vector<RecordedField> fields;
  std::vector<std::string> facts;  // "some consent[to sharing].status is given: yes"
  Footing footing = Footing::in_force;  // the agreement's; lapsed: its emergency clauses alone let it go
};

struct ReplayedField {
  std::string path;
  schemas::Level before;
  schemas::Level at_least;
  schemas::Level at_most;
};
struct Replay {
  std::vector<ReplayedField> fields;  // that come out otherwise, or may
  bool shares_more() const;           // some field surely more
  bool shares_less() const;
  bool is_open() const;               // some field's outcome cannot be known
};

// `draft`: a book of the draft, called `name`, and of whatever stands beside it. `was`: a book of the one agreement that the
// decision was made under, where it is at hand; a field whose rules have not changed then comes out as it did. What was
// disclosed after that agreement's lapse is decided by the draft's emergency clauses, as after a lapse of its own.
Replay replay(const AgreementBook& draft, const schemas::AgreementName& name, const AgreementBook* was, const RecordedDecision& decision);

}  // namespace concordat::policy
