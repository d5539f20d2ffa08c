#include "adapters/delivered_json.h"

#include "adapters/released.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/uuid.h"

namespace concordat::adapters {
namespace {

using schemas::Delivered;
using schemas::DeliveredField;
using schemas::ElementIndex;
using schemas::FieldTable;
using schemas::Level;

// The member of that name, made if it is not there yet.
Json& member(Json& object, std::string_view name) {
  const auto found = std::find_if(object.items.begin(), object.items.end(),
                                  [&](const Json& item) { return item.key == name; });
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
Json level(const Delivered& delivered, Words words, std::optional<schemas::ListId> list,
           ElementIndex element) {
  const FieldTable& table = FieldTable::get();
  const std::size_t skip = list ? words(table[*list].path).size() + 1 : 0;
  Json out = Json::object();
  for (const DeliveredField& field : delivered.fields)
    if (field.element == element && table[field.id].list == list)
      put_at(out, words(table[field.id].path).substr(skip), delivered_value(field));
  for (const schemas::ListEntry& each : table.lists()) {
    if (each.parent != list) continue;
    Json elements = Json::array();
    for (const ElementIndex child : delivered.in(each.path, element)) {
      Json rendered = level(delivered, words, table.list(each.path), child);
      if (!rendered.items.empty()) elements.push(std::move(rendered));
    }
    if (!elements.items.empty()) put_at(out, words(each.path).substr(skip), std::move(elements));
  }
  const bool is_contact = list && table[*list].path.ends_with("contact");
  if (is_contact && out.has("value") && out["safeToUse"].text != "yes")
    out.put("warning", "DO NOT USE: not known to be safe");
  return out;
}

}  // namespace

Json delivered_value(const DeliveredField& field) {
  const schemas::ValueType type = FieldTable::get()[field.id].type;
  const std::string text =
      type == schemas::ValueType::binary ? to_base64(as_bytes(field.value)) : field.value;
  if (field.view == Level::full)
    return type == schemas::ValueType::number ? Json::number(text) : Json::string(text);
  Json reduced = Json::object();
  if (field.view != Level::existence) reduced.put("value", text);
  reduced.put("detail", name_of(field.view));
  return reduced;
}

Json delivered_fields(const Delivered& delivered, Words words) {
  return level(delivered, words, std::nullopt, schemas::no_element);
}

Json delivered_envelope(const schemas::Envelope& envelope) {
  Json out = Json::object();
  out.put("id", format_uuid(envelope.id.value())).put("case", format_uuid(envelope.case_id.value()));
  if (envelope.in_reply_to) out.put("inReplyTo", format_uuid(envelope.in_reply_to->value()));
  out.put("from", envelope.sender.value()).put("created", format_instant(envelope.created));
  out.put("scheme", envelope.scheme).put("purpose", envelope.purpose).put("area", envelope.area);
  if (envelope.due) out.put("due", format_date(*envelope.due));
  if (envelope.emergency) out.put("emergency", name_of(*envelope.emergency));
  return out;
}

Json delivered_notices(const Delivered& delivered, Words words) {
  Json notices = Json::array();
  for (const schemas::Notice& notice : delivered.notices) {
    Json line = Json::object();
    line.put("field", notice.path).put("called", words(notice.path)).put("agreement", notice.agreement);
    notices.push(std::move(line));
  }
  return notices;
}

Json delivered_missing(const Delivered& delivered, Words words) {
  Json missing = Json::array();
  for (const std::string& path : delivered.missing) missing.push(Json::string(words(path)));
  return missing;
}

Json delivered_terms(const schemas::Delivered& delivered, Words words) {
  const schemas::Terms& terms = delivered.terms;
  const auto list = [&](const std::vector<std::string>& paths) {
    Json out = Json::array();
    for (const std::string& path : paths) out.push(Json::string(words(path)));
    return out;
  };
  Json out = Json::object();
  out.put("agreement", terms.agreement);
  if (!terms.agreement.empty()) out.put("agreementDigest", to_hex(terms.agreement_digest.value().bytes));
  Json caveats = Json::array();
  for (const std::string& caveat : terms.caveats) caveats.push(Json::string(caveat));
  out.put("caveats", std::move(caveats)).put("keep", terms.keep).put("dutyContact", terms.duty_contact);
  out.put("doNotTellThePerson", list(untold_paths(delivered)));
  out.put("doNotPassOn", list(kept_paths(delivered, schemas::Onward::no)));
  return out.put("askBeforePassingOn", list(kept_paths(delivered, schemas::Onward::ask)));
}

}  // namespace concordat::adapters
