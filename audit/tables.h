// The tables of the environment (docs/audit-format.md, section 8): the log's own four, and those that
// the broker keeps beside it so that one commit covers both. Every key is a big-endian u64.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "audit/lmdb.h"

namespace concordat::audit {

enum class Table { parcels, waiting, seen, cases, notes, handles, acts };  // the broker's

enum class Store : TableIndex {
  entries,
  annexes,
  nodes,
  checkpoints,
  parcels,
  waiting,
  seen,
  cases,
  notes,
  handles,
  acts
};
inline constexpr std::array<const char*, 11> store_names{
    "entries", "annexes", "nodes", "checkpoints", "parcels", "waiting", "seen", "cases", "notes", "handles", "acts"};
inline constexpr std::size_t first_stores = 10;  // a log made before there were acts has no more; opened to write it gets them
inline constexpr std::array all_tables{Table::parcels, Table::waiting, Table::seen,
                                       Table::cases,   Table::notes,   Table::handles, Table::acts};

constexpr TableIndex index_of(Store store) { return static_cast<TableIndex>(store); }
Store store_of(Table table);

using NumberKey = std::array<std::byte, 8>;
NumberKey key_of(std::uint64_t number);
std::optional<std::uint64_t> number_of(ByteView key);  // nothing unless 8 bytes

}  // namespace concordat::audit
