#include "schemas/print_fields.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "schemas/field_table.h"

namespace concordat::schemas {
namespace {

std::vector<std::string> views_of(const FieldEntry& field) {  // most detailed first
  std::vector<std::string> views;
  for (auto view = field.views.rbegin(); view != field.views.rend(); ++view) views.emplace_back(name_of(*view));
  return views;
}
std::vector<std::string> names_of(const std::vector<FieldId>& ids) {
  std::vector<std::string> names;
  for (const FieldId id : ids) names.push_back(FieldTable::get()[id].path);
  return names;
}
std::vector<std::string> bodies_of(const FieldEntry& field) {
  std::vector<std::string> names;
  for (const BodyType body : field.bodies) names.emplace_back(name_of(body));
  return names;
}
// A companion lies in the same struct: its last name is enough.
std::vector<std::string> last_names(const std::vector<FieldId>& ids) {
  std::vector<std::string> names = names_of(ids);
  for (std::string& name : names) name = name.substr(name.rfind('.') + 1);
  return names;
}

// Schema texts and codes hold no control characters; a test says so.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}
std::string quoted(std::vector<std::string> texts) {
  for (std::string& text : texts) text = quoted(text);
  return "[" + join(texts, ", ") + "]";
}

using Row = std::array<std::string, 8>;
Row row_of(const FieldEntry& field) {
  const std::string marks = field.is_fact && field.is_key ? "fact, key" : field.is_fact ? "fact" : field.is_key ? "key" : "";
  return {field.path, std::string{name_of(field.type)}, std::string{name_of(field.field_class)}, join(views_of(field), " > "),
          marks, join(last_names(field.companions), ", "), std::to_string(field.since), field.meaning};
}

}  // namespace

std::string fields_as_text() {
  std::vector<Row> rows{{"PATH", "TYPE", "CLASS", "VIEWS", "USE", "WITH", "SINCE", "MEANING"}};
  for (const FieldEntry& field : FieldTable::get().fields()) rows.push_back(row_of(field));
  std::array<std::size_t, 8> widths{};
  for (const Row& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  std::string out;
  for (const Row& row : rows) {
    for (std::size_t i = 0; i + 1 < row.size(); ++i) out += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
    out += row.back() + "\n";
  }
  return out;
}

std::string fields_as_json_lines() {
  std::string out;
  for (const FieldEntry& field : FieldTable::get().fields()) {
    out += "{\"path\": " + quoted(field.path) + ", \"type\": " + quoted(name_of(field.type)) + ", \"codes\": " + quoted(field.codes) +
           ", \"class\": " + quoted(name_of(field.field_class)) + ", \"views\": " + quoted(views_of(field)) +
           ", \"fact\": " + (field.is_fact ? "true" : "false") + ", \"key\": " + (field.is_key ? "true" : "false") +
           ", \"companions\": " + quoted(names_of(field.companions)) + ", \"qualifiers\": " + quoted(names_of(field.qualifiers)) +
           ", \"bodies\": " + quoted(bodies_of(field)) + ", \"since\": " + std::to_string(field.since) +
           ", \"meaning\": " + quoted(field.meaning) + "}\n";
  }
  return out;
}

std::string fields_as_markdown() {
  std::string out =
      "# Fields\n\n"
      "Every field of the seven bodies, by the path that agreements, explanations and JSON use. Generated from\n"
      "`schemas/wire/message.capnp`: `CONCORDAT_REWRITE=1 tests/run` writes it anew.\n\n"
      "*Views* are most detailed first. A *fact* may be tested by a condition; a *key* tells list elements apart.\n"
      "A field leaves only together with each field under *with* that is present. Classes identity, identifier,\n"
      "contact, narrative and administrative are ordinary; the others must be named by an agreement to be granted;\n"
      "monitoring is granted to nobody.\n";
  std::string_view section;
  for (const FieldEntry& field : FieldTable::get().fields()) {
    const std::string_view top = std::string_view{field.path}.substr(0, field.path.find('.'));
    if (top != section) {
      section = top;
      out += "\n## " + std::string{top} + "\n\nIn: " + join(bodies_of(field), ", ") +
             ".\n\n| path | type | class | views | use | with | since | meaning |\n|---|---|---|---|---|---|---|---|\n";
    }
    const Row row = row_of(field);
    out += "| `" + row[0] + "` |";
    for (std::size_t i = 1; i < row.size(); ++i) out += row[i].empty() ? " |" : " " + row[i] + " |";
    out += "\n";
  }
  out += "\n## Codes of each field\n\n";
  for (const FieldEntry& field : FieldTable::get().fields())
    if (field.type == ValueType::code) out += "- `" + field.path + "`: " + join(field.codes, ", ") + "\n";
  return out;
}

}  // namespace concordat::schemas
