#include <algorithm>

#include "adapters/nhs/mapping.h"
#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters::nhs {
namespace {

using schemas::BodyType;

std::optional<Date> day_told(const Json& document, const Json& resource) {
  for (const Json* candidate : {&resource["meta"]["lastUpdated"], &resource["authoredOn"], &document["timestamp"],
                                &document["meta"]["lastUpdated"]})
    if (const auto day = day_of(candidate->text)) return day;
  return std::nullopt;
}

// A resource of the document, and the message that is being made of it.
struct Source {
  const Json& document;
  const FhirBundle& bundle;
  const Json& resource;

  Mapping mapping() const { return {.bundle = bundle, .day = day_told(document, resource)}; }
};

void map_bundle_labels(Mapping& mapping, const Source& source) {
  if (&source.document == &source.resource) return;
  map_security(mapping, source.document,
               {"subject", "health", "relatedPersons", "services", "referral", "change.summary"});
}

// A Patient and whoever the document says is related to them.
void map_person(Mapping& mapping, const Json& patient) {
  map_patient(mapping, patient);
  for (const Json* person : mapping.bundle.all("RelatedPerson"))
    if (&mapping.bundle.resolve((*person)["patient"]) == &patient)
      map_related_person(mapping, *person, "RelatedPerson");
}

// In a search result another's Patient may stand beside the request, so only the one it names is its subject.
void map_named_subject(Mapping& mapping, const Json& holder, const Json& reference,
                       const std::string& path) {
  const Json& resolved = mapping.bundle.resolve(reference);
  if (type_of(resolved) == "Patient")
    map_person(mapping, resolved);
  else if (!map_subject_reference(mapping, reference, path))
    mapping.draft.problem("missing-subject", place_of(path, reference.is_null() ? holder : reference),
                          "the resource does not say whom it is about");
}

void map_added(Mapping& mapping, const std::string& reference) {
  mapping.draft.set("change.kind", "added");
  mapping.draft.set("change.reference", reference);
  mapping.draft.set("change.date", day_text(mapping.day));
  mapping.draft.set("referrer.capacity", "professional");
}

Outcome<Translated> translate_patient(const Source& source) {
  Mapping mapping = source.mapping();
  const std::string reference = source.bundle.identity_of(source.resource);
  map_person(mapping, source.resource);
  map_bundle_labels(mapping, source);
  map_added(mapping, reference);
  return finish(std::move(mapping), BodyType::update, from_place(place_of("Patient", source.resource), reference));
}

Outcome<Translated> translate_related_person(const Source& source) {
  Mapping mapping = source.mapping();
  const std::string reference = source.bundle.identity_of(source.resource);
  map_named_subject(mapping, source.resource, source.resource["patient"], "RelatedPerson.patient");
  map_related_person(mapping, source.resource, "RelatedPerson");
  map_bundle_labels(mapping, source);
  map_added(mapping, reference);
  return finish(std::move(mapping), BodyType::update,
                from_place(place_of("RelatedPerson", source.resource), reference));
}

// e-RS knows ROUTINE, URGENT and TWO_WEEK_WAIT; what it may add is not taken for routine.
void map_ers_priority(Translation& message, std::string_view priority) {
  if (!priority.empty() && priority != "ROUTINE") message.urgency = schemas::Urgency::urgent;
}

// FHIR request-status; empty for a referral that stands.
std::string_view change_of(std::string_view status) {
  if (status == "entered-in-error") return "enteredInError";
  if (status == "revoked" || status == "cancelled") return "withdrawn";
  return status == "active" || status.empty() ? "" : "statusChanged";
}

// e-RS (STU3) says what became of a referral in an extension of its ReferralRequest, and names the
// request by its id, the UBRN; in R4 the UBRN is the ServiceRequest's identifier.
Outcome<Translated> translate_request(const Source& source) {
  const Json& request = source.resource;
  const std::string type{type_of(request)};
  const std::string& status = request["status"].text;
  if (status == "draft")
    return refuse("not-a-referral", place_of(type + ".status", request["status"]),
                  "a draft is not yet a referral: send it when it is active");
  Mapping mapping = source.mapping();
  const std::string& identifier = first(request["identifier"])["value"].text;
  const bool is_stu3 = type == "ReferralRequest";
  const std::string reference =
      identifier.empty() || is_stu3 ? source.bundle.identity_of(request) : identifier;
  const Json& state = extension(extension(request, "eRS-ReferralState-1"), "state")["valueCoding"];
  const std::string& told = state["display"].text.empty() ? state["code"].text : state["display"].text;

  map_named_subject(mapping, request, request["subject"], type + ".subject");
  map_sender(mapping, Json{}, request);
  mapping.draft.set("health.service", words_of(request["specialty"]));
  map_security(mapping, request, {"health", "referral", "change.summary"});
  map_bundle_labels(mapping, source);
  std::string_view change = change_of(status);
  if (change.empty() && !told.empty()) change = "statusChanged";
  if (change.empty()) {
    map_request(mapping, request, reference);
  } else {
    mapping.draft.set("change.kind", change);
    mapping.draft.set("change.summary", reason_text(request));
    mapping.draft.set("change.reference", reference);
    mapping.draft.set("change.status", told.empty() ? status : told);
    mapping.draft.set("change.date", day_text(mapping.day));
  }
  std::vector<std::string> advice;
  for (const Json* instruction : each(request["patientInstruction"])) advice.push_back("Advice given: " + instruction->text);
  mapping.draft.set("health.carePlan", join(advice, "\n"));
  mapping.note_all_but(request, {"identifier", "subject", "reasonCode", "note", "code", "category", "authoredOn",
                                 "priority", "specialty", "patientInstruction"});

  Translation message = from_place(place_of(type, request), reference);
  map_urgency(mapping, message, request["priority"]);
  map_ers_priority(message, code_of(extension(request, "eRS-ReferralPriority-1")["valueCodeableConcept"]));
  return finish(std::move(mapping), change.empty() ? BodyType::referral : BodyType::update, std::move(message));
}

const Json& parameter(const Json& parameters, std::string_view name) {
  static const Json absent{};
  for (const Json* found : each(parameters["parameter"]))
    if ((*found)["name"].text == name) return *found;
  return absent;
}

// e-RS (STU3) sends a new request for a referral, or for advice and guidance, as named parameters.
Outcome<Translated> translate_parameters(const Source& source) {
  const Json& parameters = source.resource;
  const Json& patient = parameter(parameters, "patient");
  if (patient.is_null())
    return refuse("not-a-referral", place_of("Parameters.parameter", parameters["parameter"]),
                  "no parameter says who the patient is: send the referral that it is about");
  Mapping mapping = source.mapping();
  Json reference = Json::object();
  reference.put("identifier", patient["valueIdentifier"]);
  reference.line = patient.line;
  if (!map_subject_reference(mapping, reference, "Parameters.parameter patient"))
    mapping.draft.problem("missing-subject", place_of("Parameters.parameter patient", patient),
                          "the parameter holds no identifier");
  const Json& asked = parameter(parameters, "request")["valueString"];
  mapping.draft.set("referral.reason", asked.text, schemas::no_element, place_of("Parameters.parameter request", asked));
  mapping.draft.set("referral.dateReferred", day_text(mapping.day));
  mapping.draft.set("referrer.capacity", "professional");
  Translation message = from_place(place_of("Parameters", parameters), {});
  for (const Json* criteria : each(parameter(parameters, "shortlist")["resource"]["contained"])) {
    mapping.draft.set("health.service", parameter(*criteria, "specialty")["valueCoding"]["code"].text);
    map_ers_priority(message, parameter(*criteria, "priority")["valueCoding"]["code"].text);
  }
  for (const Json* other : each(parameters["parameter"]))
    if (const std::string& name = (*other)["name"].text; name != "patient" && name != "request")
      mapping.note("Parameters.parameter " + std::string{name == "shortlist" ? "shortlist (beyond specialty and priority)"
                                                         : name == "requestAttachmentFile" ? name : "of another name"});
  return finish(std::move(mapping), BodyType::referral, std::move(message));
}

using Translate = Outcome<Translated> (*)(const Source& source);

Translate translation_of(std::string_view type) {
  if (type == "Patient") return translate_patient;
  if (type == "RelatedPerson") return translate_related_person;
  if (type == "ServiceRequest" || type == "ReferralRequest") return translate_request;
  if (type == "Parameters") return translate_parameters;
  return nullptr;
}

std::string_view why_not(std::string_view type) {
  if (type == "OperationOutcome")
    return "an OperationOutcome tells what became of another message and is about nobody: nothing is passed on";
  if (type == "DocumentReference")
    return "a DocumentReference only says where a document lies: send the referral that it points to";
  if (type == "Appointment" || type == "Slot" || type == "Schedule")
    return "booking resources are not passed on: send the referral itself";
  return "this resource alone is not a referral: send the message bundle that holds it, or a Flag of category SG "
         "or PS";
}

// Whom another resource of the document already names, and so is no message by themselves.
bool is_held_elsewhere(const FhirBundle& bundle, const Json& resource) {
  const std::string_view type = type_of(resource);
  if (type == "RelatedPerson") return type_of(bundle.resolve(resource["patient"])) == "Patient";
  if (type != "Patient") return false;
  return std::any_of(bundle.resources().begin(), bundle.resources().end(), [&](const Json* other) {
    const std::string_view kind = type_of(*other);
    return (kind == "ServiceRequest" || kind == "ReferralRequest") && &bundle.resolve((*other)["subject"]) == &resource;
  });
}

}  // namespace

Outcome<Translated> translate_resources(const Json& document, const std::string& place) {
  const FhirBundle bundle{document};
  if (type_of(document) != "Bundle") {
    const Translate translate = translation_of(type_of(document));
    if (translate == nullptr) return refuse("not-a-referral", place, why_not(type_of(document)));
    return translate({document, bundle, document});
  }
  std::vector<Translation> messages;
  Problems rejected;
  for (const Json* resource : bundle.resources()) {
    const Translate translate = translation_of(type_of(*resource));
    if (translate == nullptr || is_held_elsewhere(bundle, *resource)) continue;
    auto taken = translate({document, bundle, *resource});
    if (!taken)
      rejected.insert(rejected.end(), taken.error().begin(), taken.error().end());
    else
      std::move(taken->messages.begin(), taken->messages.end(), std::back_inserter(messages));
  }
  if (messages.empty() && rejected.empty()) {
    if (bundle.resources().empty())
      return refuse("not-a-referral", place_of("Bundle.type", document["type"]),
                    "the Bundle is not of type message and holds no Patient, RelatedPerson or ServiceRequest");
    const Json& resource = *bundle.resources().front();
    return refuse("not-a-referral", place_of("Bundle.entry.resource", resource), why_not(type_of(resource)));
  }
  if (!messages.empty())
    for (const Json* resource : bundle.resources())
      if (translation_of(type_of(*resource)) == nullptr)
        messages.front().not_carried.push_back("Bundle.entry.resource (of another type)");
  return translated(std::move(messages), std::move(rejected));
}

}  // namespace concordat::adapters::nhs
