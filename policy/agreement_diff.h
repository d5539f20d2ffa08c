// What one agreement shares that another does not, and the reverse: exact, for every message there could be, with a
// message to show for each (docs/adr/0030). Both books hold one agreement each, over the same organisations.
//
//   const AgreementDiff found = diff_agreements(*before, *after, Solver::Reasoner::search_first);
//   for (const Shift& shift : found.shifts)
//     for (const Cell& cell : shift.cells) found.example(shift, cell);   // explain() confirms it
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policy/book.h"
#include "policy/evaluation.h"
#include "policy/message_space.h"

namespace concordat::policy {

// Where a message may be governed: by its scheme and area, the one agreement, the other, or both.
struct Ground {
  std::string scheme;
  std::string area;
  bool is_before = false;  // governed by the agreement before
  bool is_after = false;
};

struct Cell {
  schemas::BodyType type;
  schemas::AgencyId sender;
  schemas::AgencyId recipient;
  std::string purpose;
  schemas::FieldId field;
};

enum class Direction : std::uint8_t { more, less };

struct Shift {
  Direction direction;
  schemas::Level before;
  schemas::Level after;
  std::size_t ground;                       // of AgreementDiff
  std::vector<Cell> cells;
  std::vector<std::vector<std::string>> when;  // ways in which it comes about; each, facts that together suffice
  bool has_other_ways = false;                 // besides those of `when`
  MessagePicture picture;
};

// A route on which the recipient is told otherwise of what it may not have got.
struct NoticeShift {
  std::string path;
  Direction direction;  // less: may now be withheld
  std::vector<std::string> recipients;
};

struct AgreementDiff {
  Instant at_before;  // one instant, unless the two are never in force together
  Instant at_after;
  bool is_granted_elsewhere = false;  // both are for any scheme, and only cap what another grants
  std::vector<Ground> grounds;
  std::vector<Shift> shifts;
  std::vector<NoticeShift> notices;

  schemas::Message example(const Shift& shift, const Cell& cell) const;
  // What the example supposes that a person has let go, under that agreement.
  static Approvals approvals(const Shift& shift, const AgreementBook& book);
};

AgreementDiff diff_agreements(const AgreementBook& before, const AgreementBook& after, Solver::Reasoner reasoner);

}  // namespace concordat::policy
