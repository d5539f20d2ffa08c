// One decision, one Release: it cannot be kept and used again.
// expect: deleted
#include <utility>

#include "schemas/release.h"

using concordat::schemas::Release;

void use(Release release) {
  Release moved = std::move(release);
#ifdef OFFENCE
  Release copied = moved;
#endif
}
