// How the agreement that let a parcel out stands now: asked again at every send.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "policy/book.h"
#include "schemas/ids.h"

namespace concordat::broker {

// Only in force may it deliver. An agreement that the book does not hold, or that was withdrawn or superseded, is absent.
policy::Footing standing_of(const policy::AgreementBook& book, const schemas::AgreementDigest& agreement, Instant now);
// "lbbd-prevent/1 in force", for status.
std::vector<std::string> standings(const policy::AgreementBook& book, Instant now);

}  // namespace concordat::broker
