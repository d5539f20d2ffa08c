// Which agreement governs a message: the one it names, or the one that covers it.
#pragma once

#include <cstdint>

#include "policy/book.h"
#include "policy/plan.h"
#include "schemas/message.h"

namespace concordat::policy {

struct Governing {
  // after_lapse: it has lapsed, and its emergency clauses still count for this message.
  enum class Kind : std::uint8_t { in_force, after_lapse, waiting, none, ambiguous };
  Kind kind = Kind::none;
  const Cover* cover = nullptr;  // of in_force, after_lapse and waiting; among the covers asked about
};

// Among those that cover the route, which between two agencies that both stand. `emergency`: whether the
// message declares one; only then do emergency clauses cover it. `meant`: an agreement that an earlier recipient's question
// found the envelope to mean, for whom it is kept from one to the next.
Governing governing_agreement(const AgreementBook& book, const schemas::Envelope& envelope, const Covers& covers, Instant now,
                              Truth emergency, const CompiledAgreement*& meant);

// Whether an envelope that names `named` means the agreement: any if it names none; else the version named, or a later one, which renews it.
bool is_meant(const std::optional<schemas::AgreementName>& named, const schemas::AgreementName& agreement);

// Whether an agreement is of the message's scheme and area.
bool is_of_place(const CompiledAgreement& agreement, const schemas::Envelope& envelope);

}  // namespace concordat::policy
