#include "policy/coverage.h"

#include <algorithm>

#include "base/check.h"

namespace concordat::policy {

using schemas::FieldClass;
using schemas::FieldId;
using schemas::FieldTable;

std::optional<Narrowing> narrowing_of(const Path& path) {
  if (path.selectors.empty()) return std::nullopt;
  const FieldTable& table = FieldTable::get();
  const auto list = table.list(path.before);
  CHECK(list, "a selector on what is not a list");
  Narrowing narrowing{*list, {}};
  for (const Selector& selector : path.selectors) {
    const auto key = table.field(path.before + "." + selector.key.text);
    CHECK(key, "a selector by what is not a key");
    narrowing.keys.push_back({*key, selector.value.text});
  }
  return narrowing;
}

Coverage covered_by_cap(const Path& path) {
  return {FieldTable::get().under(path.full()), narrowing_of(path)};
}

Coverage covered_by_grant(const Path& path, std::uint16_t schema) {
  return {fields_granted(path, schema), narrowing_of(path)};
}

std::vector<FieldId> fields_granted(const Path& path, std::uint16_t schema) {
  const FieldTable& table = FieldTable::get();
  std::vector<FieldId> fields = table.under(path.full());
  if (fields.empty()) return fields;
  const FieldClass first = table[fields.front()].field_class;
  const bool is_of_one_class =
      std::all_of(fields.begin(), fields.end(), [&](FieldId id) { return table[id].field_class == first; });
  std::erase_if(fields, [&](FieldId id) {
    return table[id].since > schema || (!is_of_one_class && !schemas::is_ordinary(table[id].field_class));
  });
  return fields;
}

Coverage covered_by_class(FieldClass field_class) {
  const FieldTable& table = FieldTable::get();
  Coverage found;
  for (std::uint16_t i = 0; i < table.fields().size(); ++i)
    if (table.fields()[i].field_class == field_class) found.fields.push_back(FieldId{i});
  return found;
}

bool lies_in(std::optional<schemas::ListId> list, schemas::ListId outer) {
  const FieldTable& table = FieldTable::get();
  for (; list; list = table[*list].parent)
    if (*list == outer) return true;
  return false;
}

}  // namespace concordat::policy
