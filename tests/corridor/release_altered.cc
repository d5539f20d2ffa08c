// The broker only subtracts: what a Release shows of the Submission cannot be written to.
// expect: read-only|discards qualifiers|const-qualified|cannot assign|no viable overloaded|passing
#include "schemas/release.h"

std::size_t fields_in(concordat::schemas::Release& release) {
#ifdef OFFENCE
  release.submission().body().fields[0].value = "invented";
#endif
  return release.submission().body().fields.size();
}
