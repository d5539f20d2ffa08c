// Only the log makes a Receipt: no record, no disclosure.
// expect: private
#include "audit/receipt.h"

using namespace concordat;
using namespace concordat::audit;

Receipt commit(Passkey<Log> key, EventKind kind, Sequence sequence, const Digest& digest) {
  return Receipt{key, kind, sequence, digest, digest};
}
#ifdef OFFENCE
Receipt make_up(EventKind kind, Sequence sequence, const Digest& digest) { return Receipt{{}, kind, sequence, digest, digest}; }
#endif
