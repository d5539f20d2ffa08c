#include "adapters/nhs/code_lists.h"
#include "adapters/nhs/render_parts.h"
#include "base/text.h"

namespace concordat::adapters::nhs {
namespace {

constexpr std::string_view extensions = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-";

Json in_array(Json value) {
  Json list = Json::array();
  if (!value.is_null() && !(value.is_object() && value.items.empty())) list.push(std::move(value));
  return list;
}

void put_gender(Json& out, const schemas::DeliveredField* sex) {
  if (sex == nullptr || sex->view != schemas::Level::full)
    put_released(out, "gender", sex);
  else if (sex->value == "female" || sex->value == "male")
    out.put("gender", sex->value);
  else
    out.put("gender", sex->value == "indeterminate" ? "other" : "unknown");
}

std::string_view name_use(std::string_view kind) {
  if (kind == "legal") return "official";
  if (kind == "preferred") return "usual";
  if (kind == "former") return "old";
  return kind == "alias" ? "nickname" : "";
}

std::string_view address_use(std::string_view kind) {
  if (kind == "temporary") return "temp";
  if (kind == "former") return "old";
  return kind == "home" || kind == "work" ? kind : "";
}

Json identifiers(Released& released, const std::string& list, schemas::ElementIndex parent) {
  Json out = Json::array();
  for (const auto element : released.in(list, parent)) {
    Json identifier = Json::object();
    const std::string system = released.text(list + ".system", element);
    const std::string verified = released.text(list + ".verified", element);
    if (verified == "yes" || verified == "no") {
      Json status = extension_of(std::string{extensions} + "NHSNumberVerificationStatus", {}, {});
      Json coding = Json::object();
      coding.put("code", verified == "yes" ? "number-present-and-verified" : "number-present-but-not-traced");
      Json verification = Json::object();
      verification.put("coding", in_array(std::move(coding)));
      status.put("valueCodeableConcept", std::move(verification));
      identifier.put("extension", in_array(std::move(status)));
    }
    if (!system.empty())
      identifier.put("system", system == "nhsNumber" ? "https://fhir.nhs.uk/Id/nhs-number"
                                                     : "urn:concordat:identifier:" + system);
    put_released(identifier, "value", released.take(list + ".value", element));
    if (!identifier.items.empty()) out.push(std::move(identifier));
  }
  return out;
}

Json names(Released& released) {
  Json out = Json::array();
  for (const auto element : released.in("subject.names")) {
    Json name = Json::object();
    name.put("use", name_use(released.text("subject.names.kind", element)));
    put_released(name, "text", released.take("subject.names.asWritten", element));
    put_released(name, "family", released.take("subject.names.family", element));
    Json given = Json::object();
    put_released(given, "given", released.take("subject.names.given", element));
    for (const Json& part : given.items) name.put(part.key, in_array(part));
    if (!name.items.empty()) out.push(std::move(name));
  }
  return out;
}

Json telecoms(Released& released, const std::string& list, schemas::ElementIndex parent) {
  Json out = Json::array();
  for (const auto element : released.in(list, parent)) {
    Json telecom = Json::object();
    const std::string kind = released.text(list + ".kind", element);
    const std::string safe = released.text(list + ".safeToUse", element);
    const std::string how = released.text(list + ".safeInstructions", element);
    const schemas::DeliveredField* value = released.take(list + ".value", element);
    if (!how.empty())
      telecom.put("extension", in_array(extension_of("urn:concordat:safe-instructions", "valueString", how)));
    if (!kind.empty())
      telecom.put("system", kind == "email"                       ? "email"
                            : kind == "mobile" || kind == "phone" ? "phone"
                                                                  : "other");
    if (kind == "mobile") telecom.put("use", "mobile");
    if (value != nullptr && value->view == schemas::Level::full)
      telecom.put("value", contact_shown(value->value, safe));
    else
      put_released(telecom, "value", value);
    if (!telecom.items.empty()) out.push(std::move(telecom));
  }
  return out;
}

enum class Confidential { no, yes };

Json addresses(Released& released, const std::string& list, schemas::ElementIndex parent,
               Confidential& confidential) {
  Json out = Json::array();
  for (const auto element : released.in(list, parent)) {
    Json address = Json::object();
    const std::string marked = released.text(list + ".confidential", element);
    if (marked == "yes") confidential = Confidential::yes;
    if (!marked.empty())
      address.put("extension", in_array(extension_of("urn:concordat:confidential", "valueCode", marked)));
    address.put("use", address_use(released.text(list + ".kind", element)));
    const schemas::DeliveredField* lines = released.take(list + ".lines", element);
    Json line = Json::array();
    if (lines != nullptr && lines->view == schemas::Level::full)
      for (const std::string& each_line : split(lines->value, '\n')) line.push(Json::string(each_line));
    else
      put_released(address, "text", lines);
    address.put("line", std::move(line));
    put_released(address, "postalCode", released.take(list + ".postcode", element));
    if (!address.items.empty()) out.push(std::move(address));
  }
  return out;
}

void put_restricted(Json& out) {
  Json label = Json::object();
  label.put("system", "http://terminology.hl7.org/CodeSystem/v3-Confidentiality").put("code", "R");
  Json meta = Json::object();
  meta.put("security", in_array(std::move(label)));
  out.put("meta", std::move(meta));
}

Json worded_extension(std::string_view url, std::string_view words) {
  Json out = extension_of(url, {}, {});
  out.put("valueCodeableConcept", text_concept(words));
  return out;
}

Json guardians(Released& released) {
  Json out = Json::array();
  for (const auto element : released.in("subject.guardians")) {
    Json contact = Json::object();
    contact.put("relationship",
                in_array(text_concept(released.text("subject.guardians.relationship", element))));
    Json name = Json::object();
    put_released(name, "text", released.take("subject.guardians.name", element));
    contact.put("name", std::move(name));
    contact.put("telecom", telecoms(released, "subject.guardians.contact", element));
    if (!contact.items.empty()) out.push(std::move(contact));
  }
  return out;
}

}  // namespace

Json patient_resource(Released& released, std::string_view id) {
  Json out = resource("Patient", id);
  Confidential confidential = Confidential::no;
  Json where = addresses(released, "subject.address", schemas::no_element, confidential);
  if (confidential == Confidential::yes) put_restricted(out);

  Json more = Json::array();
  if (const std::string words = released.text("subject.ethnicity"); !words.empty())
    more.push(worded_extension(std::string{extensions} + "EthnicCategory", words));
  if (const std::string words = released.text("subject.religion"); !words.empty())
    more.push(worded_extension("http://hl7.org/fhir/StructureDefinition/patient-religion", words));
  out.put("extension", std::move(more));

  out.put("identifier", identifiers(released, "subject.identifiers", schemas::no_element));
  out.put("name", names(released));
  out.put("telecom", telecoms(released, "subject.contact", schemas::no_element));
  put_gender(out, released.take("subject.sex"));
  put_released(out, "birthDate", released.take("subject.birthDate"));
  put_released(out, "deceasedDateTime", released.take("subject.deathDate"));
  out.put("address", std::move(where));
  out.put("contact", guardians(released));
  Json communication = Json::object();
  communication.put("language", text_concept(released.text("subject.language")));
  out.put("communication", in_array(std::move(communication)));
  return out;
}

Json related_person_resource(Released& released, schemas::ElementIndex person, std::string_view id,
                             std::string_view patient_url) {
  Json out = resource("RelatedPerson", id);
  Confidential confidential = Confidential::no;
  Json where = addresses(released, "relatedPersons.address", person, confidential);
  if (confidential == Confidential::yes) put_restricted(out);
  out.put("identifier", identifiers(released, "relatedPersons.identifiers", person));
  out.put("patient", reference(patient_url));
  Json relationships = Json::array();
  for (const std::string_view path : {"relatedPersons.role", "relatedPersons.relationship"})
    if (const std::string words = released.text(path, person); !words.empty())
      relationships.push(text_concept(words));
  out.put("relationship", std::move(relationships));
  Json name = Json::object();
  put_released(name, "text", released.take("relatedPersons.name", person));
  out.put("name", in_array(std::move(name)));
  out.put("telecom", telecoms(released, "relatedPersons.contact", person));
  put_gender(out, released.take("relatedPersons.sex", person));
  put_released(out, "birthDate", released.take("relatedPersons.birthDate", person));
  out.put("address", std::move(where));
  return out;
}

}  // namespace concordat::adapters::nhs
