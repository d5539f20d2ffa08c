#include <algorithm>
#include <array>

#include "adapters/nhs/code_lists.h"
#include "adapters/nhs/mapping.h"
#include "base/text.h"

namespace concordat::adapters::nhs {
namespace {

// An element of health.conditions, health.flags or health.medications from a coded resource.
void map_medical(Mapping& mapping, std::string_view list, const Json& resource, const Json& concept_node,
                 const std::string& prefix, const Json& status, const Json& when) {
  schemas::Draft& draft = mapping.draft;
  const std::string path{list};
  const std::string type{type_of(resource)};
  const auto element = draft.add(path);
  const std::vector<Coding> coded = codings(concept_node);
  const std::string where = place_of(type + ".code", concept_node);
  if (!coded.empty()) {
    draft.set(path + ".code", coded.front().code, element, where);
    draft.set(path + ".codeSystem", coded.front().system, element, where);
  }
  const std::string words = words_of(concept_node);
  draft.set(path + ".display", words.empty() ? "" : prefix + words, element, where);
  draft.set(path + ".status",
            status.is_object() ? std::string_view{code_of(status)} : std::string_view{status.text}, element);
  draft.set(path + ".date", date_text(when), element, place_of(type + " date", when));
}

const Json& either(const Json& one, const Json& other) {
  return one.is_null() ? other : one;
}

std::string value_words(const Json& holder) {
  for (const Json& member : holder.items) {
    if (!member.key.starts_with("value")) continue;
    member.is_read = true;
    if (!member.is_object()) return member.text;
    if (member.key == "valueCoding")
      return member["display"].text.empty() ? member["code"].text : member["display"].text;
    if (member.key == "valueQuantity") return member["value"].text + " " + member["unit"].text;
    return words_of(member);
  }
  return {};
}

void add_line(std::vector<std::string>& lines, std::string_view head, std::string_view tail) {
  if (head.empty() && tail.empty()) return;
  lines.push_back(head.empty() || tail.empty() ? std::string{head} + std::string{tail}
                                               : std::string{head} + ": " + std::string{tail});
}

// Questions nest at most as deep as a document may.
void map_items(Mapping& mapping, const Json& items) {
  for (const Json* item : each(items)) {
    const std::string& question =
        (*item)["text"].text.empty() ? (*item)["linkId"].text : (*item)["text"].text;
    for (const Json* answer : each((*item)["answer"]))
      add_line(mapping.summary, question, value_words(*answer));
    map_items(mapping, (*item)["item"]);
  }
}

// What a bundle of ours carries because FHIR has no place for it, under the path of each field. It goes back to its own
// field or nowhere: among the words of a summary, a religion would pass for health.
void map_also_released(Mapping& mapping, const Json& response) {
  const schemas::FieldTable& table = schemas::FieldTable::get();
  for (const Json* item : each(response["item"])) {
    const Json& path = (*item)["linkId"];
    const Json& value = first((*item)["answer"])["valueString"];
    const schemas::FieldEntry* field = table.find(path.text);
    const auto carries = [&](schemas::BodyType type) {
      return field != nullptr && std::find(field->bodies.begin(), field->bodies.end(), type) != field->bodies.end();
    };
    const bool is_plain = field != nullptr && !field->list && field->type != schemas::ValueType::binary;
    if (is_plain && !value.text.empty() && carries(schemas::BodyType::referral) && carries(schemas::BodyType::update))
      mapping.draft.set(path.text, value.text, schemas::no_element, place_of("QuestionnaireResponse.item", *item));
    else
      mapping.note("QuestionnaireResponse.item " + (field != nullptr || path.text.find('[') != std::string::npos ? path.text : "of another name"));
  }
}

void map_care_plan(Mapping& mapping, const Json& plan) {
  add_line(mapping.care_plan, plan["title"].text, plan["description"].text);
  for (const Json* activity : each(plan["activity"])) {
    for (const Json* outcome : each((*activity)["outcomeCodeableConcept"])) {
      const std::vector<Coding> coded = codings(*outcome);
      if (coded.empty()) add_line(mapping.summary, (*outcome)["text"].text, {});
      for (const Coding& coding : coded)
        add_line(mapping.care_plan, (*outcome)["text"].text,
                 std::string{coding.code} + " " + std::string{coding.display});
    }
    add_line(mapping.care_plan, {}, (*activity)["detail"]["description"].text);
  }
  for (const Json* note : each(plan["note"])) add_line(mapping.care_plan, {}, (*note)["text"].text);
}

void map_encounter(Mapping& mapping, const Json& encounter) {
  schemas::Draft& draft = mapping.draft;
  mapping.has_encounter = true;
  const Json& identifier = first(encounter["identifier"])["value"];
  draft.set("health.encounterRef", identifier.text, schemas::no_element,
            place_of("Encounter.identifier.value", identifier));
  const Json& start = encounter["period"]["start"];
  draft.set("health.encounterDate", date_text(start), schemas::no_element,
            place_of("Encounter.period.start", start));
  draft.set("health.reason", words_of(encounter["reasonCode"]), schemas::no_element,
            place_of("Encounter.reasonCode", encounter["reasonCode"]));
}

// A patient whom nobody has identified is at least of some age: BaRS says it in an Observation. A birth date says more.
bool is_estimated_age(const Json& observation) {
  return iequals(words_of(observation["code"]), "Patient Estimated Age") && observation["valueQuantity"]["unit"].text.starts_with("year");
}

void map_estimated_age(Mapping& mapping, const Json& observation) {
  const Json& value = observation["valueQuantity"]["value"];
  if (mapping.draft.has("subject.birthDate") || mapping.draft.has("subject.approximateAge")) return;
  mapping.draft.set("subject.approximateAge", value.text.substr(0, value.text.find('.')), schemas::no_element,
                    place_of("Observation.valueQuantity.value", value));
}

}  // namespace

bool is_medical(std::string_view type) {
  constexpr std::array<std::string_view, 12> types{"CarePlan",           "Condition",   "AllergyIntolerance",    "Procedure",     "MedicationStatement", "MedicationRequest",
                                                   "Observation",        "Encounter",   "QuestionnaireResponse", "Communication", "DiagnosticReport",    "Task"};
  return std::find(types.begin(), types.end(), type) != types.end();
}

void map_medical_resource(Mapping& mapping, const Json& resource) {
  const std::string_view type = type_of(resource);
  const auto add_notes = [&] {
    for (const Json* note : each(resource["note"])) add_line(mapping.summary, {}, (*note)["text"].text);
  };
  if (type == "CarePlan") {
    map_care_plan(mapping, resource);
  } else if (type == "Condition") {
    map_medical(mapping, "health.conditions", resource, resource["code"], {}, resource["clinicalStatus"],
                either(resource["onsetDateTime"], resource["recordedDate"]));
    add_notes();
  } else if (type == "AllergyIntolerance") {
    map_medical(mapping, "health.conditions", resource, resource["code"],
                "Allergy or intolerance: ", resource["clinicalStatus"], resource["recordedDate"]);
  } else if (type == "Procedure") {
    map_medical(mapping, "health.conditions", resource, resource["code"], "Procedure: ", resource["status"],
                resource["performedDateTime"]);
  } else if (type == "MedicationStatement" || type == "MedicationRequest") {
    map_medical(mapping, "health.medications", resource, resource["medicationCodeableConcept"], {},
                resource["status"], either(resource["effectiveDateTime"], resource["authoredOn"]));
  } else if (type == "Observation") {
    if (is_estimated_age(resource)) map_estimated_age(mapping, resource);
    add_line(mapping.summary, words_of(resource["code"]), value_words(resource));
    add_notes();
  } else if (type == "QuestionnaireResponse" && resource["id"].text == "also-released") {
    map_also_released(mapping, resource);
  } else if (type == "QuestionnaireResponse") {
    map_items(mapping, resource["item"]);
  } else if (type == "Communication") {
    for (const Json* payload : each(resource["payload"]))
      add_line(mapping.summary, "Communication", (*payload)["contentString"].text);
    add_notes();
  } else if (type == "DiagnosticReport") {
    add_line(mapping.summary, words_of(resource["code"]), resource["conclusion"].text);
  } else if (type == "Task") {
    add_line(mapping.care_plan, words_of(resource["code"]), resource["description"].text);
  } else if (type == "Encounter") {
    if (mapping.has_encounter) return mapping.note("Encounter (another)");
    map_encounter(mapping, resource);
  }
  map_security(mapping, resource, {"health"});
}

void write_clinical_words(Mapping& mapping) {
  mapping.draft.set("health.summary", join(mapping.summary, "\n"), schemas::no_element,
                    "Observation, QuestionnaireResponse, CarePlan");
  mapping.draft.set("health.carePlan", join(mapping.care_plan, "\n"), schemas::no_element, "CarePlan");
}

void map_clinical(Mapping& mapping, const Json& service_request, const Json& focus_encounter) {
  const Json& encounter = either(focus_encounter, either(mapping.bundle.resolve(service_request["encounter"]),
                                                         mapping.bundle.one("Encounter")));
  if (!encounter.is_null()) map_medical_resource(mapping, encounter);

  for (const Json* each_resource : mapping.bundle.resources()) {
    const Json& resource = *each_resource;
    const std::string_view type = type_of(resource);
    if (&resource == &encounter) continue;
    if (is_medical(type)) {
      map_medical_resource(mapping, resource);
      continue;
    }
    if (type == "Flag") {
      map_flag(mapping, resource);
    } else if (type == "Consent") {
      map_consent(mapping, resource);
    } else if (type == "RelatedPerson") {
      map_related_person(mapping, resource, "RelatedPerson");
    } else if (type != "MessageHeader" && type != "ServiceRequest" && type != "Patient" &&
               type != "Practitioner" && type != "PractitionerRole" && type != "Organization" &&
               type != "HealthcareService") {
      mapping.note(std::string{type});
    }
    if (type == "ServiceRequest")
      map_security(mapping, resource, {"health", "referral", "change.summary"});
    else if (type != "Patient" && type != "Flag" && type != "RelatedPerson")
      map_security(mapping, resource, {"health"});
  }
  write_clinical_words(mapping);
}

}  // namespace concordat::adapters::nhs
