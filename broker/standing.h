// How the agreement that let a parcel out stands now: asked again at every send.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "policy/book.h"
#include "schemas/ids.h"

namespace concordat::broker {

struct Way {
  const schemas::AgencyId& sender;
  const schemas::AgencyId& recipient;
};

// Only in force may it deliver. An agreement that the book does not hold, or that was withdrawn or superseded, is absent; so is one that either has left.
policy::Footing standing_of(const policy::AgreementBook& book, const schemas::AgreementDigest& agreement, const Way& way, Instant now);
// Fields that a party has suspended between these two, under whatever agreement.
std::vector<schemas::FieldId> suspended_between(const policy::AgreementBook& book, const Way& way, Instant now);
// "lbbd-prevent/1 in force", for status.
std::vector<std::string> standings(const policy::AgreementBook& book, Instant now);

}  // namespace concordat::broker
