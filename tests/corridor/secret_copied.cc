// A Secret is in one place: it cannot be copied, only duplicated by a word that can be searched for.
// expect: deleted
#include "base/secret.h"

using concordat::Secret;

void keep(const Secret<32>& secret) {
  Secret<32> duplicate = secret.duplicate();
#ifdef OFFENCE
  Secret<32> copy = secret;
#endif
}
