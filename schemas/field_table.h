// The field table: every leaf field and every list of the seven bodies, with what the schema's
// annotations say of each. Built once by reflection over wire/message.capnp; the one source of truth
// for the gate, the checker, the forms and docs/fields.md. A field that two bodies share is one entry.
//
//   const FieldTable& fields = FieldTable::get();
//   const FieldEntry* postcode = fields.find("subject.address.postcode");
//   postcode->views;   // {existence, outward_code, full}, least first
//
// Immutable after it is built; may be read from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/strong.h"
#include "schemas/vocabulary.h"

namespace concordat::schemas {

using FieldId = Strong<struct FieldTag, std::uint16_t>;  // index into FieldTable::fields()
using ListId = Strong<struct ListTag, std::uint16_t>;    // index into FieldTable::lists()

// What a field's value may be, in its canonical text.
enum class ValueType : std::uint8_t {
  text,       // NFC UTF-8
  name,       // text with initials
  date,       // "2026-04-01"
  date_time,  // RFC 3339, UTC, milliseconds
  postcode,   // upper case, one space: "SW1A 1AA"
  uuid,
  path,       // a field path, perhaps with selectors or positions
  number,     // decimal, no sign, no leading zero
  code,       // one of `codes`
  yes_no,     // "no", "yes"
  binary,     // bytes as they are
};
std::string_view name_of(ValueType type);

struct ListEntry {
  std::string path;               // "concern.narrative"
  std::optional<ListId> parent;   // the list it lies in: concern
  std::vector<FieldId> keys;      // discriminators of its elements
};

struct FieldEntry {
  std::string path;                 // "concern.narrative.text"
  FieldClass field_class;
  ValueType type;
  std::vector<std::string> codes;   // of a code, in declared order, without "unset"
  std::vector<Level> views;         // least first: existence … full
  bool is_fact = false;
  bool is_key = false;
  std::vector<FieldId> companions;  // leaves only with each of these that is present
  std::vector<FieldId> qualifiers;  // whose values lie inside this field's committed value
  std::uint16_t since = 1;
  std::string meaning;
  std::optional<ListId> list;       // the innermost list it lies in
  std::vector<BodyType> bodies;     // the message types that can carry it

  bool has_view(Level level) const;
};

class FieldTable {
public:
  static const FieldTable& get();

  std::span<const FieldEntry> fields() const { return fields_; }
  std::span<const ListEntry> lists() const { return lists_; }
  const FieldEntry& operator[](FieldId id) const { return fields_[id.value()]; }
  const ListEntry& operator[](ListId id) const { return lists_[id.value()]; }

  std::optional<FieldId> field(std::string_view path) const;
  std::optional<ListId> list(std::string_view path) const;
  const FieldEntry* find(std::string_view path) const;
  // Every field at or under a path ("subject.address" gives its four); empty if there is none.
  std::vector<FieldId> under(std::string_view path) const;
  // Every struct, list and field path, sorted: for "did you mean".
  const std::vector<std::string>& paths() const { return paths_; }

private:
  friend class FieldTableBuilder;
  FieldTable() = default;
  std::vector<FieldEntry> fields_;
  std::vector<ListEntry> lists_;
  std::unordered_map<std::string, FieldId> field_by_path_;
  std::unordered_map<std::string, ListId> list_by_path_;
  std::vector<std::string> paths_;
};

}  // namespace concordat::schemas
