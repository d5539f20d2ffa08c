#include "adapters/nhs/translate.h"

#include "adapters/nhs/code_lists.h"
#include "adapters/nhs/mapping.h"
#include "adapters/text_encoding.h"
#include "adapters/unread.h"
#include "base/text.h"

namespace concordat::adapters::nhs {
namespace {

constexpr std::size_t nodes_max = 10'000;  // the longest BaRS example holds about 2,000

std::optional<Date> message_day(const Json& document, const Json& header) {
  for (const Json* candidate :
       {&document["timestamp"], &header["meta"]["lastUpdated"], &document["meta"]["lastUpdated"]})
    if (const auto day = day_of(candidate->text)) return day;
  return std::nullopt;
}

void map_subject(Mapping& mapping, const Json& service_request) {
  const Json& reference = service_request["subject"];
  const Json& resolved = mapping.bundle.resolve(reference);
  const Json& patient = type_of(resolved) == "Patient" ? resolved : mapping.bundle.one("Patient");
  if (patient.is_object()) {
    // An ambulance is called to somebody unknown; the updates that follow name them under the same UUID.
    if (const std::string known_as = mapping.bundle.identity_of(patient); parse_uuid(known_as)) mapping.only_known_as = known_as;
    map_patient(mapping, patient);
    if (mapping.bundle.all("Patient").size() > 1) mapping.note("Patient (another)");
    return;
  }
  if (reference["identifier"].is_object() && map_subject_reference(mapping, reference, "ServiceRequest.subject"))
    return;
  mapping.draft.problem("missing-subject", place_of("ServiceRequest.subject", reference),
                        "the message holds no Patient: include it in the bundle");
}

enum class Step { request, change, withdrawal, error, response };

// What the event, its reason and the request's status make of the message together.
std::optional<Step> step_of(std::string_view event, std::string_view reason, std::string_view status) {
  if (status == "entered-in-error") return Step::error;
  if (status == "revoked" || reason == "delete") return Step::withdrawal;
  if (event == "servicerequest-response") return Step::response;
  if (reason == "update") return Step::change;
  if (reason == "new" || reason.empty()) return Step::request;
  return std::nullopt;
}

std::string_view change_kind(Step step) {
  switch (step) {
    case Step::request:
      break;
    case Step::change:
      return "added";
    case Step::withdrawal:
      return "withdrawn";
    case Step::error:
      return "enteredInError";
    case Step::response:
      return "statusChanged";
  }
  return {};
}

struct Parts {
  const Json& header;
  const Json& service_request;
  const Json& focus_encounter;  // null Json unless the header's focus is an Encounter
};

// What answers a validation says so first, as its category does: the system that asked files it apart from a referral.
bool asks_to_validate(const Json& service_request) {
  for (const Json* category : each(service_request["category"]))
    for (const Json* coding : each((*category)["coding"]))  // its words are told as not carried
      if ((*coding)["system"].text == request_kind_system && (*coding)["code"].text == "validation") return true;
  return false;
}

void map_change(Mapping& mapping, const Parts& parts, Step step, const std::string& reference) {
  schemas::Draft& draft = mapping.draft;
  const std::string answered = parts.focus_encounter.is_null() ? parts.service_request["status"].text
                                                               : parts.focus_encounter["status"].text;
  std::string answer = words_of(parts.focus_encounter["reasonCode"]);
  if (answer.empty()) answer = reason_text(parts.service_request);
  if (step == Step::response && asks_to_validate(parts.service_request))
    answer = std::string{validation_words} + (answer.empty() ? "" : "; ") + answer;
  // A request that could not be processed is told as that, whatever state the request itself is still in.
  const std::string& processed = parts.header["response"]["code"].text;
  const bool is_failure = step == Step::response && (processed == "fatal-error" || processed == "transient-error");
  draft.set("change.kind", change_kind(step));
  draft.set("change.summary", answer);
  draft.set("change.date", day_text(mapping.day));
  draft.set("change.reference", reference);
  draft.set("change.status", is_failure ? processed : answered);
}

Outcome<Translated> translate_message(const Json& document, const FhirBundle& bundle) {
  const Json& header = bundle.one("MessageHeader");
  const Json& event = header["eventCoding"]["code"];
  const std::string event_place = place_of("MessageHeader.eventCoding.code", event);
  if (event.text == "booking-request" || event.text == "booking-response")
    return refuse("not-a-referral", event_place,
                  "booking messages are not passed on: send the referral itself");
  if (event.text != "servicerequest-request" && event.text != "servicerequest-response")
    return refuse("unknown-code", event_place,
                  "the event must be servicerequest-request or servicerequest-response");
  const Json& request = bundle.one("ServiceRequest");
  if (request.is_null())
    return refuse("not-a-referral", place_of("Bundle", document),
                  "the message holds no ServiceRequest: include it in the bundle");

  const Json& reason = first(first(header["reason"])["coding"])["code"];
  const auto step = step_of(event.text, reason.text, request["status"].text);
  if (!step)
    return refuse("unknown-code", place_of("MessageHeader.reason", reason),
                  "the reason must be new, update or delete");

  static const Json absent{};
  const Json& focus = bundle.resolve(first(header["focus"]));
  const Parts parts{header, request, type_of(focus) == "Encounter" ? focus : absent};
  Mapping mapping{.bundle = bundle, .day = message_day(document, header)};
  const Json& identifier = first(request["identifier"])["value"];
  const std::string reference = identifier.text.empty() ? bundle.identity_of(request) : identifier.text;

  map_subject(mapping, request);
  map_sender(mapping, header, request);
  for (const Json* instruction : each(request["patientInstruction"]))
    mapping.care_plan.push_back("Advice given: " + instruction->text);
  map_clinical(mapping, request, parts.focus_encounter);
  map_security(mapping, document, {"subject", "concern", "health", "relatedPersons", "services", "referral", "change.summary", "discussions"});
  if (*step == Step::request)
    map_request(mapping, request, reference, day_text(mapping.day));
  else
    map_change(mapping, parts, *step, reference);

  Translation message = from_place(place_of("MessageHeader", header), reference);
  map_urgency(mapping, message, request["priority"]);
  note_unread(mapping.not_carried, unread_fhir(document));
  return finish(std::move(mapping),
                *step == Step::request ? schemas::BodyType::referral : schemas::BodyType::update,
                std::move(message));
}

}  // namespace

Outcome<Translated> translate(const NativeInput& input) {
  TRY(const Json document, read_fhir(input.bytes));
  const std::string_view type = type_of(document);
  const Json& named = document["resourceType"];
  const std::string place =
      place_of("resourceType", named.line == 0 ? document : named);  // in XML it is the root element
  if (type.empty())
    return refuse("unknown-format", place_of("document", document),
                  "the document is not a FHIR resource: it has no resourceType");
  if (document.node_count() > nodes_max)
    return refuse("too-large", place, "the message holds more than 10000 elements");
  if (type == "Bundle" && document["type"].text == "message")
    return translate_message(document, FhirBundle{document});
  return translate_resources(document, place);
}

}  // namespace concordat::adapters::nhs
