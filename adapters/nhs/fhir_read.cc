#include "adapters/nhs/fhir.h"
#include "adapters/text_encoding.h"
#include "adapters/xml.h"

namespace concordat::adapters::nhs {
namespace {

constexpr std::string_view fhir_space = "http://hl7.org/fhir";

Json resource_of(const XmlElement& element);

// FHIR XML writes a primitive as <birthDate value="…"/>; its own extensions go to "_birthDate" in JSON.
Json value_of(const XmlElement& element) {
  const std::string_view value = element.attribute("value");
  if (!value.empty()) {
    Json primitive = Json::string(value);
    primitive.line = element.line;
    return primitive;
  }
  Json out = Json::object();
  out.line = element.line;
  if (const std::string_view url = element.attribute("url"); !url.empty()) out.put("url", url);
  for (const XmlElement& child : element.children) {
    if (child.space != fhir_space) continue;  // the XHTML of a resource's text
    const bool holds_resource =
        (child.name == "resource" || child.name == "contained") && !child.children.empty();
    Json inner = holds_resource ? resource_of(child.children.front()) : value_of(child);
    inner.key = child.name;
    bool is_repeat = false;
    for (Json& earlier : out.items) {
      if (earlier.key != inner.key) continue;
      is_repeat = true;
      if (!earlier.is_array()) {
        Json list = Json::array();
        list.key = earlier.key;
        list.line = earlier.line;
        list.push(std::move(earlier));
        earlier = std::move(list);
      }
      earlier.push(inner);
    }
    if (!is_repeat) out.items.push_back(std::move(inner));
  }
  return out;
}

Json resource_of(const XmlElement& element) {
  Json out = value_of(element);
  if (!out.is_object()) out = Json::object();
  out.line = element.line;
  out.put("resourceType", element.name);
  return out;
}

}  // namespace

Outcome<Json> read_fhir(ByteView bytes) {
  switch (syntax_of(bytes)) {
    case Syntax::json:
      return read_json(bytes);
    case Syntax::xml: {
      TRY(const XmlDocument document, read_xml(bytes));
      if (document.root.space != fhir_space)
        return refuse("unknown-format", document.root.place(),
                      "the outermost element is not in the FHIR namespace, http://hl7.org/fhir");
      return resource_of(document.root);
    }
    case Syntax::other:
      break;
  }
  TRY(const DecodedText decoded, decode_text(bytes, Undeclared::refuse));
  return refuse("unknown-format", line_place(1), "the document is neither FHIR JSON nor FHIR XML");
}

}  // namespace concordat::adapters::nhs
