// Re-sealing: what survives an erasure is put under a key of its own, so that the old key can be destroyed and with it every
// copy of what was erased, in freed pages and backups too. Rows of one generation lie together, no row of another between
// them: each new generation is begun after all others, and survivors of one are moved to one.
#pragma once

#include "audit/key_ring.h"
#include "audit/tables.h"

namespace concordat::audit {

struct Resealing {
  std::uint32_t from;  // a generation
  std::uint32_t to;
  std::uint64_t near;  // sequence of a row that was under it
};

// All rows left of that generation, in this transaction. Corrupt if one does not open: its damage must not be hidden by the
// loss of its key.
Result<Unit, StoreError> reseal_rows(WriteTxn& txn, const KeyRing& day_keys, const Resealing& resealing);

}  // namespace concordat::audit
