#include "adapters/school/spellings.h"
#include "adapters/text_encoding.h"

namespace concordat::adapters::school {
namespace {

// What a rendered form adds around its fields; nothing to translate when it comes back.
bool is_about_the_message(std::string_view key) {
  return key == "form" || key == "type" || key == "urgency" || key == "marking" || key == "message" ||
         key == "mayBeWithheld" || key == "terms" || key == "missing";
}

void flatten(const Json& value, const std::string& path, Entries& entries) {
  switch (value.kind) {
    case Json::Kind::null:
      return;
    case Json::Kind::boolean:
    case Json::Kind::number:
    case Json::Kind::string:
      entries.push_back({path, value.text, line_place(value.line) + ", " + path});
      return;
    case Json::Kind::array:
      for (std::size_t i = 0; i < value.items.size(); ++i)
        flatten(value.items[i], path + "[" + std::to_string(i) + "]", entries);
      return;
    case Json::Kind::object:
      for (const Json& item : value.items)
        if (item.key != "warning") flatten(item, path.empty() ? item.key : path + "." + item.key, entries);
      return;
  }
}

}  // namespace

FilledForm read_json_form(const Json& document) {
  FilledForm form;
  form.place = "document";
  form.type = document.has("type") ? document["type"].text : "referral";
  form.urgency = document["urgency"].text;
  form.marking = document["marking"].text;
  for (const Json& item : document.items)
    if (!is_about_the_message(item.key)) flatten(item, item.key, form.entries);
  expand_short_names(form.entries);
  return form;
}

}  // namespace concordat::adapters::school
