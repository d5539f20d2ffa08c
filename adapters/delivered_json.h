// A delivered message as JSON, for the kinds whose native document is JSON: its fields as a tree under the
// kind's own words, and what goes with them. Nothing released is left out, and nothing is said in more
// detail than it was released in:
//
//   "dateOfBirth": "2011-06-09"                                  all of it
//   "dateOfBirth": {"value": "11-15", "detail": "ageBand"}       less
//   "religion": {"detail": "existence"}                          only that there is one
//
// A contact that is not known to be safe carries a warning beside it.
#pragma once

#include <string>
#include <string_view>

#include "adapters/json.h"

namespace concordat::adapters {

// A model path in a kind's own words, part by part: "subject.birthDate" -> "pupil.dateOfBirth".
using Words = std::string (*)(std::string_view model_path);

Json delivered_value(const schemas::DeliveredField& field);
Json delivered_fields(const schemas::Delivered& delivered, Words words);
// Who sent what, when and for what purpose.
Json delivered_envelope(const schemas::Envelope& envelope);
// What may have been withheld, and under which agreement.
Json delivered_notices(const schemas::Delivered& delivered, Words words);
// Required fields that an urgent message came without.
Json delivered_missing(const schemas::Delivered& delivered, Words words);
// What binds the recipient; what must not be told or passed on, in the kind's own words.
Json delivered_terms(const schemas::Delivered& delivered, Words words);

}  // namespace concordat::adapters
