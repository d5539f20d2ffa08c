// Which agreement governs a message: the one it names, or the one that covers it.
#pragma once

#include <cstdint>

#include "policy/book.h"
#include "schemas/message.h"

namespace concordat::policy {

struct Governing {
  // after_lapse: it has lapsed, and its emergency clauses still count for this message.
  enum class Kind : std::uint8_t { in_force, after_lapse, waiting, none, ambiguous };
  Kind kind;
  std::uint16_t agreement = 0;        // of in_force, after_lapse and waiting
  Footing footing = Footing::absent;  // of that agreement
};

// `emergency`: whether the message declares one; only then do emergency clauses cover it.
Governing governing_agreement(const AgreementBook& book, const schemas::Envelope& envelope,
                              const schemas::AgencyId& recipient, Instant now, Truth emergency);

// Whether an agreement is of the message's scheme and area.
bool is_of_place(const CompiledAgreement& agreement, const schemas::Envelope& envelope);

}  // namespace concordat::policy
