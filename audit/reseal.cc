#include "audit/reseal.h"

#include <algorithm>

#include "audit/sealed_annex.h"
#include "base/check.h"

namespace concordat::audit {
namespace {

constexpr std::size_t rows_each = 128;  // copied out at a time

// The lowest sequence down to which all rows below `near` are of the generation.
Result<std::uint64_t, StoreError> first_row(const WriteTxn& txn, std::uint32_t generation, std::uint64_t near) {
  std::uint64_t first = near;
  for (std::uint64_t end = near; end > 0;) {
    const std::uint64_t begin = end > rows_each ? end - rows_each : 0;
    TRY(const std::vector<KeyValue> rows, txn.range(index_of(Store::annexes), key_of(begin), key_of(end), rows_each));
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
      const auto number = number_of(row->key);
      if (!number) return Fail{StoreError::corrupt};
      if (annex_generation(row->value) != generation) return first;
      first = *number;
    }
    end = begin;
  }
  return first;
}

Result<Digest, StoreError> committed_hash(const WriteTxn& txn, std::uint64_t sequence) {
  TRY(const std::optional<Bytes> stored, txn.get(index_of(Store::entries), key_of(sequence)));
  const auto entry = stored ? decode_entry(*stored) : std::nullopt;
  if (!entry) return Fail{StoreError::corrupt};
  return entry->annex_hash;
}

}  // namespace

Result<Unit, StoreError> reseal_rows(WriteTxn& txn, const KeyRing& day_keys, const Resealing& resealing) {
  const RingKey* fresh = day_keys.find_key(resealing.to);
  CHECK(fresh != nullptr, "survivors re-sealed under a key that was not made");
  TRY(std::uint64_t from, first_row(txn, resealing.from, resealing.near));
  for (;;) {
    TRY(const std::vector<KeyValue> rows, txn.range(index_of(Store::annexes), key_of(from), {}, rows_each));
    for (const KeyValue& row : rows) {
      const auto number = number_of(row.key);
      if (!number) return Fail{StoreError::corrupt};
      if (annex_generation(row.value) != resealing.from) return Unit{};
      TRY(const Digest hash, committed_hash(txn, *number));
      const auto anew = reseal_annex(day_keys, *fresh, Sequence{*number}, hash, row.value);
      if (!anew) return Fail{StoreError::corrupt};
      TRY([[maybe_unused]] const Unit put, txn.replace(index_of(Store::annexes), row.key, *anew));
      from = *number + 1;
    }
    if (rows.size() < rows_each) return Unit{};
  }
}

}  // namespace concordat::audit
