#include "audit/tables.h"

#include "base/check.h"

namespace concordat::audit {

Store store_of(Table table) {
  switch (table) {
    case Table::parcels: return Store::parcels;
    case Table::waiting: return Store::waiting;
    case Table::seen: return Store::seen;
    case Table::cases: return Store::cases;
    case Table::notes: return Store::notes;
    case Table::handles: return Store::handles;
    case Table::acts: return Store::acts;
  }
  CHECK(false, "table out of range");
}

NumberKey key_of(std::uint64_t number) {
  NumberKey key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::byte>(number >> (56 - 8 * i));
  return key;
}

std::optional<std::uint64_t> number_of(ByteView key) {
  if (key.size() != 8) return std::nullopt;
  return get_u64(key.first<8>());
}

}  // namespace concordat::audit
