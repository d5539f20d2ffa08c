#include <algorithm>

#include "adapters/json.h"
#include "adapters/school/form.h"
#include "adapters/school/translate.h"
#include "base/bytes.h"
#include "base/text.h"
#include "base/uuid.h"

namespace concordat::adapters::school {
namespace {

using schemas::Delivered;
using schemas::DeliveredField;
using schemas::ElementIndex;
using schemas::FieldTable;
using schemas::Level;

// At full detail the value itself; at less, what detail it has, so that nobody takes a month for a date.
Json value_of(const DeliveredField& field, schemas::ValueType type) {
  const std::string text = type == schemas::ValueType::binary ? to_base64(as_bytes(field.value)) : field.value;
  if (field.view == Level::full) return type == schemas::ValueType::number ? Json::number(text) : Json::string(text);
  Json reduced = Json::object();
  if (field.view != Level::existence) reduced.put("value", text);
  reduced.put("detail", name_of(field.view));
  return reduced;
}

// The member of that name, made if it is not there yet.
Json& member(Json& object, std::string_view name) {
  const auto found = std::find_if(object.items.begin(), object.items.end(), [&](const Json& item) { return item.key == name; });
  if (found != object.items.end()) return *found;
  Json made = Json::object();
  made.key = name;
  object.items.push_back(std::move(made));
  return object.items.back();
}

void put_at(Json& object, std::string_view path, Json value) {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos)
    object.put(path, std::move(value));
  else
    put_at(member(object, path.substr(0, dot)), path.substr(dot + 1), std::move(value));
}

// Everything that lies in one element (or outside every list): its own fields, then its lists.
Json level(const Delivered& delivered, std::optional<schemas::ListId> list, ElementIndex element) {
  const FieldTable& table = FieldTable::get();
  const std::size_t skip = list ? form_path(table[*list].path).size() + 1 : 0;
  Json out = Json::object();
  for (const DeliveredField& field : delivered.fields)
    if (field.element == element && table[field.id].list == list)
      put_at(out, form_path(table[field.id].path).substr(skip), value_of(field, table[field.id].type));
  for (const schemas::ListEntry& each : table.lists()) {
    if (each.parent != list) continue;
    Json elements = Json::array();
    for (const ElementIndex child : delivered.in(each.path, element)) {
      Json rendered = level(delivered, table.list(each.path), child);
      if (!rendered.items.empty()) elements.push(std::move(rendered));
    }
    if (!elements.items.empty()) put_at(out, form_path(each.path).substr(skip), std::move(elements));
  }
  const bool is_contact = list && table[*list].path.ends_with("contact");
  if (is_contact && out.has("value") && out["safeToUse"].text != "yes") out.put("warning", "DO NOT USE: not known to be safe");
  return out;
}

Json about(const schemas::Envelope& envelope) {
  Json out = Json::object();
  out.put("id", format_uuid(envelope.id.value())).put("case", format_uuid(envelope.case_id.value()));
  if (envelope.in_reply_to) out.put("inReplyTo", format_uuid(envelope.in_reply_to->value()));
  out.put("from", envelope.sender.value()).put("created", format_instant(envelope.created));
  out.put("scheme", envelope.scheme).put("purpose", envelope.purpose).put("area", envelope.area);
  if (envelope.due) out.put("due", format_date(*envelope.due));
  if (envelope.emergency) out.put("emergency", name_of(*envelope.emergency));
  return out;
}

}  // namespace

Native render(const Delivered& delivered) {
  Json out = Json::object();
  out.put("form", form_name).put("type", name_of(delivered.envelope.type)).put("urgency", name_of(delivered.envelope.urgency));
  out.put("marking", delivered.envelope.marking == schemas::Marking::official ? "OFFICIAL" : "OFFICIAL-SENSITIVE");
  out.put("message", about(delivered.envelope));
  Json fields = level(delivered, std::nullopt, schemas::no_element);
  for (Json& item : fields.items) out.push(std::move(item));

  Json notices = Json::array();
  for (const schemas::Notice& notice : delivered.notices) {
    Json line = Json::object();
    line.put("field", notice.path).put("inThisForm", form_path(notice.path)).put("agreement", notice.agreement);
    notices.push(std::move(line));
  }
  out.put("mayBeWithheld", std::move(notices));
  Json missing = Json::array();
  for (const std::string& path : delivered.missing) missing.push(Json::string(form_path(path)));
  out.put("missing", std::move(missing));
  Json terms = Json::object();
  terms.put("agreement", delivered.terms.agreement);
  if (!delivered.terms.agreement.empty()) terms.put("agreementDigest", to_hex(delivered.terms.agreement_digest.value().bytes));
  Json caveats = Json::array();
  for (const std::string& caveat : delivered.terms.caveats) caveats.push(Json::string(caveat));
  terms.put("caveats", std::move(caveats)).put("keep", delivered.terms.keep);
  out.put("terms", std::move(terms));
  return {".json", write_json(out)};
}

}  // namespace concordat::adapters::school
