// What one commit will write, worked out before the store is touched: from the log's tip and a batch to
// the rows of the log's own tables, the next tip and its signed checkpoint. Pure but for the annex's
// sealing.
#pragma once

#include <functional>
#include <optional>

#include "audit/checkpoint.h"
#include "audit/event.h"
#include "audit/key_ring.h"
#include "audit/slice.h"
#include "audit/tree.h"

namespace concordat::audit {

struct Tip {  // where the log stands
  Frontier frontier;
  Digest last_hash{};
};

// Where the 32 bytes that hide an annex from guessing come from. Random but in tests.
using SaltSource = std::function<Digest()>;
Digest random_salt();

struct Writing {  // with what a commit is written
  const std::string& origin;
  const SigningKey& key;
  const RingKey& day_key;
  const SaltSource& salts;
};

struct Plan {
  Rows entries;
  Rows annexes;
  Rows nodes;
  std::vector<Digest> hashes;  // entry_hash of each entry
  Tip tip;
  SignedCheckpoint checkpoint;
  std::string key_change;  // its note; empty unless the batch has a next key
};

// Nothing when an event does not fit the format (entry.h), is about an entry that is not earlier, or
// its annex is over annex_bytes_max; when a row names no event, one row twice, or is too large; or
// when a change of the log's key is not the last event, or has no key to change to.
std::optional<Plan> plan_commit(const Tip& tip, const Batch& batch, const Writing& writing);

inline constexpr std::size_t annex_bytes_max = std::size_t{16} << 20;

}  // namespace concordat::audit
