#include "audit/subject/index.h"

#include <algorithm>
#include <array>

#include "audit/tables.h"
#include "base/check.h"

namespace concordat::audit {
namespace {

enum : TableIndex { handles_table, about_table, state_table };
constexpr std::array<const char*, 3> table_names{"by-handle", "by-about", "state"};
constexpr std::string_view state_key = "merged";
constexpr std::string_view doubt_key = "doubt";
constexpr std::uint8_t state_version = 1;
constexpr std::size_t rows_each_max = 1'000'000;  // found for one handle; past it nobody could read them

Bytes handle_key(const HandleRow& row) {
  Bytes key;
  key.reserve(26);
  put_bytes(key, row.handle);
  put_u64(key, row.first);
  key.push_back(static_cast<std::byte>(row.bearing));
  return key;
}

Bytes pair_key(std::uint64_t a, std::uint64_t b) {
  Bytes key;
  put_u64(key, a);
  put_u64(key, b);
  return key;
}

Bytes state_of(std::uint64_t merged, const Digest& mark) {
  Bytes state{std::byte{state_version}};
  put_u64(state, merged);
  put_bytes(state, mark.bytes);
  return state;
}

// Nothing when it is the state of another log's index, or of no index.
std::optional<std::uint64_t> merged_in(ByteView state, const SearchIndex::MarkOf& mark_of) {
  ByteReader in{state};
  const bool is_ours = in.u8() == state_version;
  const std::uint64_t merged = in.u64();
  Digest mark{};
  std::ranges::copy(in.take(mark.bytes.size()), mark.bytes.begin());
  if (!is_ours || !in.done()) return std::nullopt;
  return merged == 0 || mark_of(merged - 1) == mark ? std::optional{merged} : std::nullopt;
}

// The bytes after those that all keys of `prefix` begin with; empty when there are none.
Bytes end_of(ByteView prefix) {
  Bytes end = to_bytes(prefix);
  while (!end.empty() && end.back() == std::byte{0xff}) end.pop_back();
  if (!end.empty()) end.back() = static_cast<std::byte>(static_cast<unsigned>(end.back()) + 1U);
  return end;
}

}  // namespace

Result<SearchIndex, StoreError> SearchIndex::open(const std::filesystem::path& folder, const MarkOf& mark_of, std::size_t map_bytes) {
  for (const bool is_second_try : {false, true}) {
    std::error_code code;
    if (std::filesystem::create_directories(folder, code)) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, code);
    if (code) return Fail{StoreError::locked};
    auto env = Env::open(folder, Env::Mode::write, map_bytes, table_names);
    if (env) {
      const auto read = ReadTxn::begin(*env);
      const auto state = read ? read->get(state_table, as_bytes(state_key)) : Result<std::optional<Bytes>, StoreError>{Fail{StoreError::corrupt}};
      if (state) {
        const auto doubt = read->get(state_table, as_bytes(doubt_key));
        const auto merged = *state && doubt && !*doubt ? merged_in(**state, mark_of) : std::optional<std::uint64_t>{};
        if (merged) return SearchIndex{std::move(*env), *merged};
        if (!*state || is_second_try) {
          auto txn = WriteTxn::begin(Passkey<SearchIndex>{}, *env);
          if (!txn) return Fail{txn.error()};
          TRY([[maybe_unused]] Unit put, txn->put(state_table, as_bytes(state_key), state_of(0, {})));
          TRY([[maybe_unused]] Unit done, std::move(*txn).commit());
          return SearchIndex{std::move(*env), 0};
        }
      }
    } else if (env.error() == StoreError::full || env.error() == StoreError::locked) {
      return Fail{env.error()};
    }
    // Broken, or not ours: it holds nothing that the log does not, so it goes.
    if (is_second_try) return Fail{StoreError::corrupt};
    for (const char* name : {"data.mdb", "lock.mdb"}) std::filesystem::remove(folder / name, code);
  }
  return Fail{StoreError::corrupt};
}

Result<Unit, StoreError> SearchIndex::take(const Gleaning& gleaning) {
  CHECK(gleaning.from == merged() && gleaning.end >= gleaning.from, "a stretch of the log taken out of turn");
  std::vector<HandleRow> rows = gleaning.rows;  // in key order, a page is touched once
  std::sort(rows.begin(), rows.end());
  auto txn = WriteTxn::begin(Passkey<SearchIndex>{}, env_);
  if (!txn) return Fail{txn.error()};
  for (const HandleRow& row : rows) {
    Bytes entries;
    put_u16(entries, row.entries);
    TRY([[maybe_unused]] Unit put, txn->put(handles_table, handle_key(row), entries));
  }
  for (const About& found : gleaning.abouts) {
    TRY([[maybe_unused]] Unit put, txn->put(about_table, pair_key(found.about, found.sequence), {}));
  }
  TRY([[maybe_unused]] Unit put, txn->put(state_table, as_bytes(state_key), state_of(gleaning.end, gleaning.mark)));
  TRY([[maybe_unused]] Unit done, std::move(*txn).commit());
  merged_->store(gleaning.end);
  return Unit{};
}

Result<std::vector<HandleRow>, StoreError> SearchIndex::find(const Handle& handle) const {
  TRY(const ReadTxn read, ReadTxn::begin(env_));
  TRY(const std::vector<KeyValue> found, read.range(handles_table, handle, end_of(handle), rows_each_max));
  std::vector<HandleRow> rows;
  for (const KeyValue& row : found) {
    if (row.key.size() != 25 || row.value.size() != 2 || row.key[24] > static_cast<std::byte>(Bearing::related_hidden)) return Fail{StoreError::corrupt};
    ByteReader key{ByteView{row.key}.subspan(16)};
    const std::uint64_t first = key.u64();
    rows.push_back({handle, first, get_u16(ByteView{row.value}.first<2>()), static_cast<Bearing>(key.u8())});
  }
  return rows;
}

Result<std::vector<std::uint64_t>, StoreError> SearchIndex::about(std::uint64_t sequence) const {
  TRY(const ReadTxn read, ReadTxn::begin(env_));
  TRY(const std::vector<Bytes> keys, read.keys(about_table, pair_key(sequence, 0), pair_key(sequence + 1, 0)));
  std::vector<std::uint64_t> found;
  for (const Bytes& key : keys) {
    if (key.size() != 16) return Fail{StoreError::corrupt};
    found.push_back(get_u64(ByteView{key}.last<8>()));
  }
  return found;
}

Result<Unit, StoreError> SearchIndex::doubt() {
  auto txn = WriteTxn::begin(Passkey<SearchIndex>{}, env_);
  if (!txn) return Fail{txn.error()};
  TRY([[maybe_unused]] Unit put, txn->put(state_table, as_bytes(doubt_key), {}));
  return std::move(*txn).commit();
}

Result<Unit, StoreError> SearchIndex::forget(const std::vector<HandleRow>& rows) {
  auto txn = WriteTxn::begin(Passkey<SearchIndex>{}, env_);
  if (!txn) return Fail{txn.error()};
  for (const HandleRow& row : rows) {
    TRY([[maybe_unused]] Unit gone, txn->erase(handles_table, handle_key(row)));
  }
  TRY([[maybe_unused]] Unit sure, txn->erase(state_table, as_bytes(doubt_key)));
  return std::move(*txn).commit();
}

}  // namespace concordat::audit
