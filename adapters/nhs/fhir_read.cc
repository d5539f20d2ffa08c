#include "adapters/nhs/fhir.h"
#include "adapters/text_encoding.h"
#include "adapters/xml.h"

namespace concordat::adapters::nhs {
namespace {

constexpr std::string_view fhir_space = "http://hl7.org/fhir";

Json resource_of(const XmlElement& element);
Json value_of(const XmlElement& element);

constexpr std::string_view xhtml_space = "http://www.w3.org/1999/xhtml";

// A member, or one more of a list where there is one of that name already.
void put_member(Json& out, Json member) {
  for (Json& earlier : out.items) {
    if (earlier.key != member.key) continue;
    if (!earlier.is_array()) {
      Json list = Json::array();
      list.key = earlier.key;
      list.line = earlier.line;
      list.push(std::move(earlier));
      earlier = std::move(list);
    }
    earlier.push(std::move(member));
    return;
  }
  out.items.push_back(std::move(member));
}

// What a wrapper holds beside its one resource, which FHIR does not allow.
Json beside_resource(const XmlElement& wrapper) {
  Json out = Json::object();
  for (const XmlAttribute& attribute : wrapper.attributes) out.put("@" + attribute.name, attribute.value);
  for (std::size_t i = 1; i < wrapper.children.size(); ++i) out.put(wrapper.children[i].name, "(an element beside the resource)");
  return out;
}

// Attributes and children but `value`, which is the primitive itself. What is not of FHIR keeps its namespace in its
// name, so that no mapping takes it for what it is not and it is told as not carried.
Json parts_of(const XmlElement& element) {
  Json out = Json::object();
  out.line = element.line;
  for (const XmlAttribute& attribute : element.attributes) {
    if (attribute.space.empty() && attribute.name == "value") continue;
    const bool is_known = attribute.space.empty() && (attribute.name == "url" || attribute.name == "id");
    out.put(is_known ? attribute.name : "@" + attribute.name, attribute.value);
  }
  out.put("#text", element.text);  // FHIR puts none between its tags
  for (const XmlElement& child : element.children) {
    if (child.space == xhtml_space) continue;  // the words of a resource's text
    if (child.space != fhir_space) {
      Json foreign = Json::string(child.text.empty() ? "(an element of another namespace)" : child.text);
      foreign.key = std::string{child.space} + "#" + child.name;
      put_member(out, std::move(foreign));
      continue;
    }
    const bool holds_resource =
        (child.name == "resource" || child.name == "contained") && !child.children.empty();
    Json inner = holds_resource ? resource_of(child.children.front()) : value_of(child);
    inner.key = child.name;
    put_member(out, std::move(inner));
    if (!holds_resource && child.attribute("value").empty()) continue;
    // JSON puts what a primitive has beside its value into a member of its own.
    Json beside = holds_resource ? beside_resource(child) : parts_of(child);
    if (beside.items.empty()) continue;
    beside.key = "_" + child.name;
    put_member(out, std::move(beside));
  }
  return out;
}

// FHIR XML writes a primitive as <birthDate value="…"/>.
Json value_of(const XmlElement& element) {
  const std::string_view value = element.attribute("value");
  if (value.empty()) return parts_of(element);
  Json primitive = Json::string(value);
  primitive.line = element.line;
  return primitive;
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
