// A failure cannot be overlooked: the build has warnings as errors.
// expect: nodiscard
#pragma GCC diagnostic error "-Wunused-result"
#include <string>

#include "base/result.h"

concordat::Result<int, std::string> attempt();

int go() {
#ifdef OFFENCE
  attempt();
#endif
  return attempt().has_value() ? 1 : 0;
}
