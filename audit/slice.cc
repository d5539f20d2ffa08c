#include "audit/slice.h"

#include <algorithm>
#include <limits>

namespace concordat::audit {
namespace {

constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

constexpr std::size_t whole_row = value_bytes_max;
constexpr std::size_t entry_bytes_expected = 384;

Rows room_for(std::uint64_t rows, std::size_t bytes_each) {
  Rows out;
  out.reserve(rows, rows * bytes_each);
  return out;
}

// Adds them to `rows`, each cut to `row_bytes`, until there are `count`.
Result<Rows, StoreError> numbered(const ReadTxn& read, Store store, ByteView from, ByteView to, Rows rows, std::size_t count = no_limit,
                                  std::size_t row_bytes = whole_row) {
  bool are_numbers = true;
  TRY([[maybe_unused]] Unit walked, read.visit(index_of(store), from, to, [&](ByteView key, ByteView value) {
        const auto number = number_of(key);
        are_numbers = number.has_value();
        if (number) rows.add(*number, value.first(std::min(value.size(), row_bytes)));
        return number && rows.size() < count;
      }));
  if (!are_numbers) return Fail{StoreError::corrupt};
  return rows;
}

Result<Slice, StoreError> read_between(const ReadTxn& read, std::uint64_t from, ByteView to,
                                       std::uint64_t end, Rows entries, Annexes annexes) {
  Slice slice{end, std::move(entries), {}, {}, {}, {}};
  const bool bounded = !to.empty();
  const NumberKey nodes_end = key_of(node_count(end));
  const NumberKey checkpoints_end = key_of(end + 1);
  const auto start = [&](const NumberKey& key) {
    return from == 0 ? ByteView{} : ByteView{key};
  };  // a short key sorts before 0
  const NumberKey entries_start = key_of(from);
  const NumberKey nodes_start = key_of(node_count(from));
  const NumberKey checkpoints_start = key_of(from + 1);
  const auto bound = [&](const NumberKey& key) { return bounded ? ByteView{key} : ByteView{}; };
  TRY(slice.nodes, numbered(read, Store::nodes, start(nodes_start), bound(nodes_end), room_for(2 * slice.entries.size(), sizeof(Digest::bytes))));
  TRY(slice.checkpoints,
      numbered(read, Store::checkpoints, start(checkpoints_start), bound(checkpoints_end), {}));
  if (annexes != Annexes::none) {
    const std::size_t row_bytes = annexes == Annexes::heads ? annex_head_bytes : whole_row;
    TRY(slice.annexes, numbered(read, Store::annexes, start(entries_start), to, room_for(slice.entries.size(), annex_head_bytes), no_limit, row_bytes));
  }
  for (const Table table : all_tables) {
    const TableIndex index = index_of(store_of(table));
    bool is_stray = false;
    TRY([[maybe_unused]] Unit walked, read.visit(index, start(entries_start), to, [&](ByteView key, ByteView) {
          is_stray = !bounded || key.size() != 8;
          return !is_stray;
        }));
    if (is_stray) slice.strays.emplace_back(store_names[index]);
  }
  return slice;
}

}  // namespace

Result<Slice, StoreError> read_slice(const ReadTxn& read, std::uint64_t from, std::uint64_t to, Annexes annexes) {
  const NumberKey from_key = key_of(from);
  TRY(Rows entries,
      numbered(read, Store::entries, from == 0 ? ByteView{} : ByteView{from_key}, key_of(to),
               room_for(std::min<std::uint64_t>(slice_entries, to - std::min(from, to)), entry_bytes_expected), slice_entries));
  const std::uint64_t end = entries.empty() ? from : entries.back().number + 1;
  const NumberKey end_key = key_of(end);
  if (entries.empty()) return Slice{end, {}, {}, {}, {}, {}};
  return read_between(read, from, end_key, end, std::move(entries), annexes);
}

Result<Slice, StoreError> read_beyond(const ReadTxn& read, std::uint64_t size) {
  TRY(Rows entries, numbered(read, Store::entries, key_of(size), {}, {}, 1));
  return read_between(read, size, {}, size, std::move(entries), Annexes::heads);
}

NodeSource stored_nodes(const ReadTxn& read) {
  return [&read](std::uint64_t position) -> std::optional<Digest> {
    const auto stored = read.get(index_of(Store::nodes), key_of(position));
    Digest digest{};
    if (!stored || !*stored || (*stored)->size() != digest.bytes.size()) return std::nullopt;
    std::copy((*stored)->begin(), (*stored)->end(), digest.bytes.begin());
    return digest;
  };
}

}  // namespace concordat::audit
