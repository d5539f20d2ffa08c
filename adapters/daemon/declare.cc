#include "adapters/daemon/declare.h"

#include <algorithm>

#include "base/check.h"
#include "base/crypto.h"
#include "schemas/draft.h"

namespace concordat::adapters {
namespace {

using schemas::ElementIndex;
using schemas::FieldTable;

void set(schemas::Body& body, std::string_view path, std::string_view value, ElementIndex at = schemas::no_element) {
  const auto id = FieldTable::get().field(path);
  CHECK(id, "the schema has no such field");
  const auto canonical = schemas::canonical_value(FieldTable::get()[*id], value);
  if (canonical && body.find(*id, at) == nullptr) body.fields.push_back({*id, at, *canonical});
  schemas::sort_fields(body);
}

ElementIndex add(schemas::Body& body, std::string_view path) {
  const auto list = FieldTable::get().list(path);
  CHECK(list, "the schema has no such list");
  const auto position = std::count_if(body.elements.begin(), body.elements.end(), [&](const schemas::Element& e) { return e.list == *list; });
  body.elements.push_back({*list, schemas::no_element, static_cast<std::uint32_t>(position), random_bytes<16>()});
  return static_cast<ElementIndex>(body.elements.size() - 1);
}

}  // namespace

void declare(schemas::Body& body, const Sidecar& sidecar) {
  if (sidecar.declared_by) set(body, "declaration.declaredBy", *sidecar.declared_by);
  if (sidecar.emergency_reason) set(body, "declaration.reason", *sidecar.emergency_reason);
  for (const std::string& path : sidecar.cleared) {
    const ElementIndex element = add(body, "clearances");
    set(body, "clearances.path", path, element);
    if (sidecar.cleared_by) set(body, "clearances.by", *sidecar.cleared_by, element);
  }
}

std::uint16_t schema_of(const schemas::Body& body) {
  std::uint16_t newest = 1;
  for (const schemas::Field& field : body.fields) newest = std::max(newest, FieldTable::get()[field.id].since);
  return newest;
}

}  // namespace concordat::adapters
