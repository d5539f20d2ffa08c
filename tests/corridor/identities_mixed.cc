// An agency is never a case, and neither is a string.
// expect: could not convert|no viable conversion|no known conversion|no matching function|invalid initialization
#include "schemas/ids.h"

using namespace concordat::schemas;

std::string_view kind_of(const AgencyId& agency) { return agency_kind(agency); }

std::string_view of_text(const std::string& text) {
#ifdef OFFENCE
  return kind_of(text);
#else
  return kind_of(AgencyId{text});
#endif
}
