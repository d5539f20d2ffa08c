// How one version of an agreement stands with those who decide about it: who has approved, disagreed, suspended; whose word is missing;
// and what may be done about it now. As the broker tells it.
#pragma once

#include "console/asking/told.h"
#include "console/web/visit.h"

namespace concordat::console::web {

Response agreement_standing_page(Visit& visit);

View standing_view(const Told& version);
// "In force" and a colour for its tag, of a state as the broker says it.
struct StateWords {
  std::string text;
  std::string colour;
};
StateWords state_in_words(std::string_view state);
std::string day_in_words(const std::string& instant);               // in London; empty for what is none
std::string missing_in_words(const std::vector<std::string>& missing);  // whose approval: "council/lbbd, the Caldicott guardian of nhs/nelft"

}  // namespace concordat::console::web
