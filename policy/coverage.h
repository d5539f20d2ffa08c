// What a path covers: the fields of the table, and the narrowing of a list by its keys. A grant reaches
// less than a cap: ordinary classes only, unless the path names the special one, and no field that is
// newer than the agreement's schema.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/agreement.h"
#include "schemas/field_table.h"

namespace concordat::policy {

// relatedPersons[role child]: the list and the keys its elements must have.
struct KeyMatch {
  schemas::FieldId key;
  std::string value;
  friend bool operator==(const KeyMatch&, const KeyMatch&) = default;
};
struct Narrowing {
  schemas::ListId list;
  std::vector<KeyMatch> keys;
  friend bool operator==(const Narrowing&, const Narrowing&) = default;
};
struct Coverage {
  std::vector<schemas::FieldId> fields;  // in table order
  std::optional<Narrowing> narrowing;
};

// The fields alone, whatever a selector says. An unknown path covers nothing.
std::vector<schemas::FieldId> fields_granted(const Path& path, std::uint16_t schema);

// For paths that check() has accepted: CHECKs that the keys exist.
Coverage covered_by_cap(const Path& path);
Coverage covered_by_grant(const Path& path, std::uint16_t schema);
Coverage covered_by_class(schemas::FieldClass field_class);
std::optional<Narrowing> narrowing_of(const Path& path);

// True if `list` is `outer` or lies in it.
bool lies_in(std::optional<schemas::ListId> list, schemas::ListId outer);

}  // namespace concordat::policy
