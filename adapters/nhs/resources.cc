#include <algorithm>
#include <map>
#include <set>

#include "adapters/nhs/mapping.h"
#include "adapters/text_encoding.h"
#include "adapters/unread.h"
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

// Who belongs to whom in the document, resolved once: a search result may hold thousands.
struct Belonging {
  std::set<const Json*> subjects;                        // Patients that a request is about
  std::set<const Json*> relatives;                       // RelatedPersons whose Patient is there
  std::multimap<const Json*, const Json*> relatives_of;  // by Patient
  std::set<const Json*> medical;                         // resources that are told with another, below
  std::map<const Json*, std::vector<const Json*>> medical_of;  // by the request, Patient or first of them that tells them
};

// Whom a medical resource is about, as FHIR's types variously call it.
const Json& about(const Json& resource) {
  for (const char* name : {"subject", "patient", "for"})
    if (const Json& reference = resource[name]; !reference.is_null()) return reference;
  static const Json absent{};
  return absent;
}

// A reference that points to no resource of the document still tells people apart.
std::string known_as(const Json& reference) {
  const Json& identifier = reference["identifier"];
  if (identifier.is_object()) return identifier["system"].text + "|" + identifier["value"].text;
  const std::string& target = reference["reference"].text;
  return target.substr(0, target.find("/_history/"));
}

bool is_one_person(const FhirBundle& bundle, const Json& one, const Json& other) {
  const Json& patient = bundle.resolve(one);
  return patient.is_null() ? known_as(one) == known_as(other) : &patient == &bundle.resolve(other);
}

bool is_in_error(const Json& resource) {
  return resource["status"].text == "entered-in-error" || code_of(resource["verificationStatus"]) == "entered-in-error";
}

bool is_request(std::string_view type) {
  return type == "ServiceRequest" || type == "ReferralRequest" || type == "CommunicationRequest";
}

// What is said of a patient's health goes with the request that it is based on, else with one about that patient, else
// with the Patient; where there is none of them, what concerns one person goes together.
void gather_medical(Belonging& found, const FhirBundle& bundle) {
  std::map<const Json*, const Json*> request_about;  // the first, by Patient
  for (const Json* resource : bundle.resources())
    if (is_request(type_of(*resource))) request_about.emplace(&bundle.resolve((*resource)["subject"]), resource);
  std::map<std::string, const Json*> first_about;
  for (const Json* resource : bundle.resources()) {
    if (!is_medical(type_of(*resource))) continue;
    const Json* home = nullptr;
    const Json& reference = about(*resource);
    for (const Json* based : each((*resource)["basedOn"])) {
      const Json& request = bundle.resolve(*based);
      const bool is_of_them = reference.is_null() || is_one_person(bundle, reference, request["subject"]);
      if (is_request(type_of(request)) && is_of_them) home = &request;
    }
    const Json& patient = bundle.resolve(reference);
    if (home == nullptr && type_of(patient) == "Patient") {
      const auto request = request_about.find(&patient);
      home = request == request_about.end() ? &patient : request->second;
    }
    if (home == nullptr) {
      const std::string person = known_as(reference);
      if (person.empty() || bundle.is_lone()) continue;  // a message of its own, or of nobody
      home = first_about.emplace(person, resource).first->second;
    }
    if (home != resource) found.medical.insert(resource);
    found.medical_of[home].push_back(resource);
  }
}

Belonging belonging_in(const FhirBundle& bundle) {
  Belonging found;
  for (const Json* resource : bundle.resources()) {
    const std::string_view type = type_of(*resource);
    if (is_request(type)) found.subjects.insert(&bundle.resolve((*resource)["subject"]));
    if (type != "RelatedPerson") continue;
    const Json& patient = bundle.resolve((*resource)["patient"]);
    if (type_of(patient) != "Patient") continue;
    found.relatives.insert(resource);
    found.relatives_of.emplace(&patient, resource);
  }
  gather_medical(found, bundle);
  return found;
}

// When the resource itself was last written: a search result's own day is only that of the search.
std::string day_written(const Json& resource) {
  return day_text(day_of(resource["meta"]["lastUpdated"].text));
}

// A resource of the document, and the message that is being made of it.
struct Source {
  const Json& document;
  const FhirBundle& bundle;
  const Belonging& belonging;
  const Json& resource;

  Mapping mapping() const { return {.bundle = bundle, .day = day_told(document, resource)}; }
};

// What the document says of the person's health, where it is this resource's message that tells it.
void map_medical_of(Mapping& mapping, const Source& source) {
  const auto theirs = source.belonging.medical_of.find(&source.resource);
  if (theirs == source.belonging.medical_of.end()) return;
  for (const Json* resource : theirs->second) {
    if (resource == &source.resource || !is_in_error(*resource)) {
      map_medical_resource(mapping, *resource);
      continue;
    }
    resource->read_whole();
    mapping.note(std::string{type_of(*resource)} + " (entered in error)");
  }
}

void map_bundle_labels(Mapping& mapping, const Source& source) {
  if (&source.document == &source.resource) return;
  map_security(mapping, source.document,
               {"subject", "concern", "health", "relatedPersons", "services", "referral", "change.summary"});
}

// A Patient and whoever the document says is related to them.
void map_person(Mapping& mapping, const Belonging& belonging, const Json& patient) {
  map_patient(mapping, patient);
  const auto [begin, end] = belonging.relatives_of.equal_range(&patient);
  for (auto relative = begin; relative != end; ++relative)
    map_related_person(mapping, *relative->second, "RelatedPerson");
}

// In a search result another's Patient may stand beside the request, so only the one it names is its subject.
void map_named_subject(Mapping& mapping, const Source& source, const Json& reference, const std::string& path) {
  const Json& resolved = mapping.bundle.resolve(reference);
  if (type_of(resolved) == "Patient")
    map_person(mapping, source.belonging, resolved);
  else if (!map_subject_reference(mapping, reference, path))
    mapping.draft.problem("missing-subject", place_of(path, reference.is_null() ? source.resource : reference),
                          "the resource does not say whom it is about");
}

void map_added(Mapping& mapping, const Json& resource, const std::string& reference) {
  mapping.draft.set("change.kind", "added");
  mapping.draft.set("change.reference", reference);
  mapping.draft.set("change.date", day_written(resource));
  mapping.draft.set("referrer.capacity", "professional");
}

Outcome<Translated> translate_patient(const Source& source) {
  Mapping mapping = source.mapping();
  const std::string reference = source.bundle.identity_of(source.resource);
  map_person(mapping, source.belonging, source.resource);
  map_medical_of(mapping, source);
  write_clinical_words(mapping);
  map_bundle_labels(mapping, source);
  map_added(mapping, source.resource, reference);
  return finish(std::move(mapping), BodyType::update, from_place(place_of("Patient", source.resource), reference));
}

Outcome<Translated> translate_related_person(const Source& source) {
  Mapping mapping = source.mapping();
  const std::string reference = source.bundle.identity_of(source.resource);
  map_named_subject(mapping, source, source.resource["patient"], "RelatedPerson.patient");
  map_related_person(mapping, source.resource, "RelatedPerson");
  map_bundle_labels(mapping, source);
  map_added(mapping, source.resource, reference);
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

  map_named_subject(mapping, source, request["subject"], type + ".subject");
  map_sender(mapping, Json{}, request);
  mapping.draft.set("health.service", words_of(request["specialty"]));
  mapping.draft.set("health.service", extension(request, "eRS-Specialty-1")["valueCoding"]["display"].text);
  map_medical_of(mapping, source);
  map_security(mapping, request, {"health", "referral", "change.summary"});
  map_bundle_labels(mapping, source);
  std::string_view change = change_of(status);
  if (change.empty() && !told.empty()) change = "statusChanged";
  if (change.empty()) {
    map_request(mapping, request, reference, day_written(request));
  } else {
    mapping.draft.set("change.kind", change);
    mapping.draft.set("change.summary", reason_text(request));
    mapping.draft.set("change.reference", reference);
    mapping.draft.set("change.status", told.empty() ? status : told);
    mapping.draft.set("change.date", day_written(request));
  }
  for (const Json* instruction : each(request["patientInstruction"])) mapping.care_plan.push_back("Advice given: " + instruction->text);
  write_clinical_words(mapping);

  Translation message = from_place(place_of(type, request), reference);
  map_urgency(mapping, message, request["priority"]);
  map_ers_priority(message, code_of(extension(request, "eRS-ReferralPriority-1")["valueCodeableConcept"]));
  return finish(std::move(mapping), change.empty() ? BodyType::referral : BodyType::update, std::move(message));
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
  mapping.draft.set("referral.dateReferred", day_written(source.resource));
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

// A Flag by itself: its concern about a person who is often known only by reference. An active one of another category
// is no referral: it adds to what is known.
Outcome<Translated> translate_flag(const Source& source) {
  const Json& flag = source.resource;
  Mapping mapping = source.mapping();
  const std::string& status = flag["status"].text;
  const bool is_error = status == "entered-in-error";
  const bool is_concern = map_flag(mapping, flag) == FlagUse::made_concern;
  if (!is_concern && !is_error && status != "active")
    return refuse("not-a-referral", place_of("Flag.status", flag["status"]),
                  "a lone Flag is sent on only if it is active or entered in error: send the whole message bundle");
  map_named_subject(mapping, source, flag["subject"], "Flag.subject");
  map_bundle_labels(mapping, source);
  const std::string reference = source.bundle.identity_of(flag);
  if (is_error) {
    mapping.draft.set("change.kind", "enteredInError");
    mapping.draft.set("change.reference", reference);
    mapping.draft.set("change.status", status);
  } else if (is_concern) {
    mapping.draft.set("referral.reference", reference);
    mapping.draft.set("referral.dateReferred", day_written(source.resource));
  } else {
    mapping.draft.set("change.kind", "added");
    mapping.draft.set("change.reference", reference);
    mapping.draft.set("change.date", day_written(source.resource));
  }
  mapping.draft.set("referrer.capacity", "professional");
  return finish(std::move(mapping), is_concern && !is_error ? BodyType::referral : BodyType::update,
                from_place(place_of("Flag", flag), reference));
}

// A Consent by itself, where it is one to disclosure; consent to care or to keeping a record is not.
Outcome<Translated> translate_consent(const Source& source) {
  const Json& consent = source.resource;
  Mapping mapping = source.mapping();
  map_consent(mapping, consent);
  if (!mapping.not_carried.empty())
    return refuse("not-a-referral", place_of("Consent.category", consent["category"]),
                  "this is no consent to disclosure (category IDSCL with a decision), so it is not passed on");
  const std::string reference = source.bundle.identity_of(consent);
  map_named_subject(mapping, source, consent["patient"], "Consent.patient");
  map_bundle_labels(mapping, source);
  map_added(mapping, consent, reference);
  return finish(std::move(mapping), BodyType::update, from_place(place_of("Consent", consent), reference));
}

// When what a medical resource says was so, or was written down.
std::string day_medical(const Json& resource) {
  for (const char* name : {"effectiveDateTime", "recordedDate", "authored", "authoredOn", "sent", "issued", "performedDateTime", "onsetDateTime"})
    if (const auto day = day_of(resource[name].text)) return day_text(day);
  if (const auto day = day_of(resource["period"]["start"].text)) return day_text(day);
  return day_written(resource);
}

// A Condition, Observation or the like by itself, or all of one person's in a search result: it adds to what is known.
Outcome<Translated> translate_medical(const Source& source) {
  const Json& resource = source.resource;
  const std::string type{type_of(resource)};
  Mapping mapping = source.mapping();
  const std::string reference = source.bundle.identity_of(resource);
  const bool is_error = is_in_error(resource);
  map_named_subject(mapping, source, about(resource), type + ".subject");
  if (source.belonging.medical_of.contains(&resource))
    map_medical_of(mapping, source);
  else
    map_medical_resource(mapping, resource);
  write_clinical_words(mapping);
  map_bundle_labels(mapping, source);
  mapping.draft.set("change.kind", is_error ? "enteredInError" : "added");
  mapping.draft.set("change.reference", reference);
  mapping.draft.set("change.date", day_medical(resource));
  mapping.draft.set("referrer.capacity", "professional");
  return finish(std::move(mapping), BodyType::update, from_place(place_of(type, resource), reference));
}

using Translate = Outcome<Translated> (*)(const Source& source);

Translate translation_of(std::string_view type) {
  if (type == "Patient") return translate_patient;
  if (type == "RelatedPerson") return translate_related_person;
  if (is_request(type)) return translate_request;
  if (type == "Parameters") return translate_parameters;
  if (type == "Flag") return translate_flag;
  if (type == "Consent") return translate_consent;
  if (is_medical(type)) return translate_medical;
  return nullptr;
}

std::string_view why_not(std::string_view type) {
  if (type == "OperationOutcome")
    return "an OperationOutcome tells what became of another message and is about nobody: nothing is passed on";
  if (type == "DocumentReference")
    return "a DocumentReference only says where a document lies: send the referral that it points to";
  if (type == "Appointment" || type == "Slot" || type == "Schedule")
    return "booking resources are not passed on: send the referral itself";
  return "this resource alone is not a referral: send the message bundle that holds it";
}

}  // namespace

Outcome<Translated> translate_resources(const Json& document, const std::string& place) {
  const FhirBundle bundle{document};
  const Belonging belonging = belonging_in(bundle);
  if (bundle.is_lone()) {
    const Translate translate = translation_of(type_of(document));
    if (translate == nullptr) return refuse("not-a-referral", place, why_not(type_of(document)));
    auto only = translate({document, bundle, belonging, document});
    if (only) note_unread(only->messages.front().not_carried, unread_fhir(document));
    return only;
  }
  std::vector<Translation> messages;
  std::vector<const Json*> told;
  Problems rejected;
  bool holds_others = false;
  for (const Json* resource : bundle.resources()) {
    // Whoever another resource already names is no message by themselves.
    if (belonging.subjects.contains(resource) || belonging.relatives.contains(resource) || belonging.medical.contains(resource)) continue;
    const Translate translate = translation_of(type_of(*resource));
    auto taken = translate == nullptr ? Outcome<Translated>{Fail{Problems{}}}
                                      : translate({document, bundle, belonging, *resource});
    if (taken) {
      std::vector<const Json*> whole{resource};
      if (const auto theirs = belonging.medical_of.find(resource); theirs != belonging.medical_of.end())
        whole.insert(whole.end(), theirs->second.begin(), theirs->second.end());
      for (const Json* part : whole) note_unread(taken->messages.front().not_carried, unread_fhir(*part));
      told.insert(told.end(), whole.begin(), whole.end());
      std::move(taken->messages.begin(), taken->messages.end(), std::back_inserter(messages));
    } else if (translate == nullptr || (type_of(*resource) != "ServiceRequest" && taken.error()[0].code == "not-a-referral"))
      holds_others = true;
    else
      rejected.insert(rejected.end(), taken.error().begin(), taken.error().end());
  }
  if (messages.empty() && rejected.empty()) {
    if (bundle.resources().empty())
      return refuse("not-a-referral", place_of("Bundle.type", document["type"]),
                    "the Bundle is not of type message and holds no Patient, RelatedPerson, ServiceRequest or Flag");
    const Json& resource = *bundle.resources().front();
    return refuse("not-a-referral", place_of("Bundle.entry.resource", resource), why_not(type_of(resource)));
  }
  if (holds_others && !messages.empty())
    messages.front().not_carried.push_back("Bundle.entry.resource (of another type)");
  if (!messages.empty()) note_unread(messages.front().not_carried, unread_fhir(document, told));
  return translated(std::move(messages), std::move(rejected));
}

}  // namespace concordat::adapters::nhs
