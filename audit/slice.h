// A slice: a run of entries with all that the log stores about them, copied out in one short
// transaction. What the checker reads, from wherever it comes: the live log, a copy or an export.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audit/rows.h"
#include "audit/tables.h"
#include "audit/tree.h"

namespace concordat::audit {

inline constexpr std::size_t slice_entries = 1024;

// How much of the annexes a reader has use for. A head is what tells that one is there, and under which day key.
enum class Annexes { none, heads, whole };
inline constexpr std::size_t annex_head_bytes = 4 + 32;  // generation and key salt

struct Slice {
  std::uint64_t end = 0;            // the sequence after the last entry so far
  Rows entries;                     // by sequence
  Rows nodes;                       // by position
  Rows checkpoints;                 // by size
  Rows annexes;                     // by sequence, sealed; or their heads
  std::vector<std::string> strays;  // tables with a row that may not be there
};

// The entries from `from` on, at most slice_entries, none at or past `to`, and what belongs to them.
Result<Slice, StoreError> read_slice(const ReadTxn& read, std::uint64_t from, std::uint64_t to, Annexes annexes);
// What lies beyond the last entry, where nothing may be.
Result<Slice, StoreError> read_beyond(const ReadTxn& read, std::uint64_t size);

// The tree's nodes, each a point read; lives no longer than `read`.
NodeSource stored_nodes(const ReadTxn& read);

}  // namespace concordat::audit
