#include "schemas/field_table.h"

#include <capnp/schema.h>

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/text.h"
#include "schemas/wire/annotations.capnp.h"
#include "schemas/wire/message.capnp.h"

namespace concordat::schemas {
namespace {

// As wire/annotations.capnp numbers them.
constexpr std::uint64_t class_annotation = 0xb1f5c2a07d3e4c12;
constexpr std::uint64_t type_annotation = 0xb1f5c2a07d3e4c13;
constexpr std::uint64_t views_annotation = 0xb1f5c2a07d3e4c14;
constexpr std::uint64_t fact_annotation = 0xb1f5c2a07d3e4c15;
constexpr std::uint64_t key_annotation = 0xb1f5c2a07d3e4c16;
constexpr std::uint64_t with_annotation = 0xb1f5c2a07d3e4c17;
constexpr std::uint64_t qualifies_annotation = 0xb1f5c2a07d3e4c18;
constexpr std::uint64_t since_annotation = 0xb1f5c2a07d3e4c19;
constexpr std::uint64_t meaning_annotation = 0xb1f5c2a07d3e4c1a;

std::optional<capnp::schema::Value::Reader> annotation_of(capnp::StructSchema::Field field, std::uint64_t id) {
  for (auto annotation : field.getProto().getAnnotations())
    if (annotation.getId() == id) return annotation.getValue();
  return std::nullopt;
}
std::string text_annotation(capnp::StructSchema::Field field, std::uint64_t id) {
  const auto value = annotation_of(field, id);
  return value ? std::string{value->getText().cStr()} : std::string{};
}
std::vector<std::string> names_in(const std::string& listed) {
  return listed.empty() ? std::vector<std::string>{} : split(listed, ',');
}

ValueType text_type(const std::string& named) {
  constexpr std::array text_types{ValueType::text, ValueType::name, ValueType::date, ValueType::date_time,
                                  ValueType::postcode, ValueType::uuid, ValueType::path};
  if (named.empty()) return ValueType::text;
  const auto found = std::find_if(text_types.begin(), text_types.end(), [&](ValueType t) { return name_of(t) == named; });
  CHECK(found != text_types.end(), "schema: unknown $type");
  return *found;
}

}  // namespace

class FieldTableBuilder {
public:
  FieldTable build() {
    const auto body = capnp::Schema::from<wire::CaseMessage>().getFieldByName("body").getType().asStruct();
    for (auto variant : body.getUnionFields()) {
      const auto type = body_type_named(variant.getProto().getName().cStr());
      if (!type) continue;  // `none`
      walk(variant.getType().asStruct(), "", std::nullopt, *type);
    }
    resolve();
    return std::move(table_);
  }

private:
  struct Pending {
    std::string field;                    // path
    std::vector<std::string> companions;  // sibling names
    std::vector<std::string> qualifies;
  };

  void walk(capnp::StructSchema schema, const std::string& prefix, std::optional<ListId> list, BodyType body) {
    for (auto field : schema.getFields()) {
      const std::string name{field.getProto().getName().cStr()};
      if (name == "elementId") continue;
      const std::string path = prefix.empty() ? name : prefix + "." + name;
      table_.paths_.push_back(path);
      const auto type = field.getType();
      if (type.isStruct()) {
        walk(type.asStruct(), path, list, body);
      } else if (type.isList()) {
        walk(type.asList().getStructElementType(), path, add_list(path, list), body);
      } else {
        add_field(field, path, list, body);
      }
    }
  }

  ListId add_list(const std::string& path, std::optional<ListId> parent) {
    const ListId next{static_cast<std::uint16_t>(table_.lists_.size())};
    const auto [at, is_new] = table_.list_by_path_.try_emplace(path, next);
    if (is_new) table_.lists_.push_back({path, parent, {}});
    return at->second;
  }

  void add_field(capnp::StructSchema::Field field, const std::string& path, std::optional<ListId> list, BodyType body) {
    const FieldId next{static_cast<std::uint16_t>(table_.fields_.size())};
    const auto [at, is_new] = table_.field_by_path_.try_emplace(path, next);
    if (!is_new) {
      table_.fields_[at->second.value()].bodies.push_back(body);
      return;
    }
    const auto field_class = field_class_named(text_annotation(field, class_annotation));
    CHECK(field_class, "schema: a field has no known $class");
    FieldEntry entry{.path = path, .field_class = *field_class, .type = ValueType::text, .codes = {}, .views = {},
                     .companions = {}, .qualifiers = {}, .meaning = text_annotation(field, meaning_annotation),
                     .list = list, .bodies = {body}};
    read_type(field, entry);
    entry.views = {Level::existence, Level::full};
    for (const std::string& view : names_in(text_annotation(field, views_annotation))) {
      const auto level = level_named(view);
      CHECK(level, "schema: unknown view");
      entry.views.push_back(*level);
    }
    std::sort(entry.views.begin(), entry.views.end());
    entry.is_fact = annotation_of(field, fact_annotation).has_value();
    entry.is_key = annotation_of(field, key_annotation).has_value();
    if (const auto since = annotation_of(field, since_annotation)) entry.since = since->getUint16();
    if (entry.is_key) {
      CHECK(list, "schema: $key outside a list");
      table_.lists_[list->value()].keys.push_back(next);
    }
    table_.fields_.push_back(std::move(entry));
    pending_.push_back({path, names_in(text_annotation(field, with_annotation)),
                        names_in(text_annotation(field, qualifies_annotation))});
  }

  static void read_type(capnp::StructSchema::Field field, FieldEntry& entry) {
    const auto type = field.getType();
    if (type.isText()) {
      entry.type = text_type(text_annotation(field, type_annotation));
    } else if (type.isData()) {
      entry.type = ValueType::binary;
    } else if (type.isEnum()) {
      for (auto enumerant : type.asEnum().getEnumerants()) entry.codes.emplace_back(enumerant.getProto().getName().cStr());
      CHECK(entry.codes.front() == "unset", "schema: a code list must begin with unset");
      entry.codes.erase(entry.codes.begin());
      const bool is_yes_no = entry.codes == std::vector<std::string>{"no", "yes"};
      entry.type = is_yes_no ? ValueType::yes_no : ValueType::code;
    } else {
      CHECK(type.isUInt8() || type.isUInt16(), "schema: a field type without a canonical form");
      entry.type = ValueType::number;
    }
  }

  FieldId sibling(const std::string& path, const std::string& name) const {
    const std::string found = path.substr(0, path.rfind('.') + 1) + name;
    const auto at = table_.field_by_path_.find(found);
    CHECK(at != table_.field_by_path_.end(), "schema: $with or $qualifies names no sibling");
    return at->second;
  }

  void resolve() {
    for (const Pending& pending : pending_) {
      const FieldId self = table_.field_by_path_.at(pending.field);
      for (const std::string& name : pending.companions)
        table_.fields_[self.value()].companions.push_back(sibling(pending.field, name));
      for (const std::string& name : pending.qualifies)
        table_.fields_[sibling(pending.field, name).value()].qualifiers.push_back(self);
    }
    std::sort(table_.paths_.begin(), table_.paths_.end());
    table_.paths_.erase(std::unique(table_.paths_.begin(), table_.paths_.end()), table_.paths_.end());
  }

  FieldTable table_;
  std::vector<Pending> pending_;
};

// Apart from get(), which every question to a message goes through: what is done once would make each call dear.
[[gnu::noinline]] static FieldTable built() { return FieldTableBuilder{}.build(); }

const FieldTable& FieldTable::get() {
  static const FieldTable table = built();
  return table;
}

bool FieldEntry::has_view(Level level) const { return std::find(views.begin(), views.end(), level) != views.end(); }

std::optional<FieldId> FieldTable::field(std::string_view path) const {
  thread_local std::string key;  // asked for each value of each document: not allocated each time
  key.assign(path);
  const auto at = field_by_path_.find(key);
  return at == field_by_path_.end() ? std::nullopt : std::optional{at->second};
}
std::optional<ListId> FieldTable::list(std::string_view path) const {
  const auto at = list_by_path_.find(std::string{path});
  return at == list_by_path_.end() ? std::nullopt : std::optional{at->second};
}
const FieldEntry* FieldTable::find(std::string_view path) const {
  const auto id = field(path);
  return id ? &fields_[id->value()] : nullptr;
}
std::vector<FieldId> FieldTable::under(std::string_view path) const {
  const std::string prefix = std::string{path} + ".";
  std::vector<FieldId> found;
  for (std::size_t i = 0; i < fields_.size(); ++i)
    if (fields_[i].path == path || fields_[i].path.starts_with(prefix))
      found.push_back(FieldId{static_cast<std::uint16_t>(i)});
  return found;
}

std::string_view name_of(ValueType type) {
  constexpr std::array<std::string_view, 11> names{"text", "name", "date", "dateTime", "postcode", "uuid",
                                                   "path", "number", "code", "yesNo", "binary"};
  return names[static_cast<std::size_t>(type)];
}

}  // namespace concordat::schemas
