#include <algorithm>
#include <array>

#include "adapters/nhs/fhir.h"
#include "adapters/nhs/render_parts.h"

namespace concordat::adapters::nhs {
namespace {

// What BaRS calls the kinds of request; the words of one begin its category as it is read.
constexpr RequestKind referral_kind{"referral", "Transfer of Care"};
constexpr RequestKind validation_kind{"validation", validation_words};

// BaRS's reason of an Encounter in which a validation came to its end.
constexpr std::string_view outcome_system = "https://fhir.nhs.uk/CodeSystem/message-reason-encounter";
constexpr std::string_view outcome_code = "validation-triage-outcome";
constexpr std::string_view outcome_words = "Validation of triage outcome";

// FHIR R4 EncounterStatus.
bool is_encounter_status(std::string_view status) {
  constexpr std::array<std::string_view, 9> statuses{"planned", "arrived", "triaged", "in-progress", "onleave", "finished", "cancelled", "entered-in-error", "unknown"};
  return std::find(statuses.begin(), statuses.end(), status) != statuses.end();
}

bool is_update(const schemas::Delivered& delivered) { return delivered.envelope.type == schemas::BodyType::update; }

std::string_view value_of(const schemas::Delivered& delivered, std::string_view path) {
  const schemas::DeliveredField* field = delivered.find(path);
  return field == nullptr || field->view != schemas::Level::full ? std::string_view{} : std::string_view{field->value};
}

// An update says how things now stand; a decision or a closure is the end of it.
std::string_view answered_status(const schemas::Delivered& delivered) {
  if (!is_update(delivered)) return &kind_of(delivered) == &validation_kind ? "finished" : "";
  const std::string_view status = value_of(delivered, "change.status");
  return is_encounter_status(status) ? status : std::string_view{};
}

Json reason_of(Released& released) {
  std::string_view words = value_of(released.message(), "change.summary");
  if (begins_with(words, validation_kind)) words.remove_prefix(std::min(words.size(), validation_words.size() + 2));
  const std::string_view told = value_of(released.message(), "health.reason");
  if (!told.empty() && told != words) return {};  // read back, the one would stand for both
  released.take("change.summary");
  if (!told.empty()) released.take("health.reason");
  return words == outcome_words ? coded(outcome_system, outcome_code, words) : text_concept(words);
}

}  // namespace

bool begins_with(std::string_view words, const RequestKind& kind) {
  return words == kind.display || words.starts_with(std::string{kind.display} + "; ");
}

// The receiving system files the two apart. An answer says in its own words which of them it answers.
const RequestKind& kind_of(const schemas::Delivered& delivered) {
  for (const std::string_view path : {"referral.category", "change.summary", "decision.category"})
    if (begins_with(value_of(delivered, path), validation_kind)) return validation_kind;
  return referral_kind;
}

// What answers a message is a response: a decision, a closure, or how things now stand.
bool is_response(const schemas::Delivered& delivered) {
  const schemas::Envelope& envelope = delivered.envelope;
  if (!envelope.in_reply_to) return false;
  const schemas::DeliveredField* kind = delivered.find("change.kind");
  return envelope.type == schemas::BodyType::decision || envelope.type == schemas::BodyType::closure ||
         (is_update(delivered) && kind != nullptr && kind->value == "statusChanged");
}

std::string_view response_code(const schemas::Delivered& delivered) {
  const std::string_view status = value_of(delivered, "change.status");
  return status == "fatal-error" || status == "transient-error" ? status : "ok";
}

Json answer_resource(Released& released, std::string_view id, std::string_view patient_url) {
  const schemas::Delivered& delivered = released.message();
  const std::string_view status = is_response(delivered) ? answered_status(delivered) : std::string_view{};
  if (status.empty()) return {};
  Json encounter = resource("Encounter", id);
  Json identifier = Json::object();
  put_released(identifier, "value", released.take("health.encounterRef"));
  if (!identifier.items.empty()) encounter.put("identifier", one(std::move(identifier)));
  encounter.put("status", status);
  Json unsaid = Json::object();  // FHIR wants a class of every encounter; nobody told us which
  unsaid.put("system", "http://terminology.hl7.org/CodeSystem/v3-NullFlavor").put("code", "UNK");
  encounter.put("class", std::move(unsaid)).put("subject", reference(patient_url));
  Json reason;
  if (is_update(delivered)) {
    released.take("change.status");
    reason = reason_of(released);
  } else {
    reason = coded(outcome_system, outcome_code, outcome_words);
  }
  encounter.put("reasonCode", one(std::move(reason)));
  Json period = Json::object();
  put_released(period, "start", released.take("health.encounterDate"));
  encounter.put("period", std::move(period));
  return encounter;
}

std::string definition_of(const schemas::Delivered& delivered, const Json& answer) {
  const RequestKind& kind = kind_of(delivered);
  std::string out = "https://fhir.nhs.uk/MessageDefinition/bars-message-servicerequest-";
  out += is_response(delivered) ? "response-" : "request-";
  out += kind.code;
  // A validation is answered in the end, or on the way there: "interim".
  if (is_response(delivered) && &kind == &validation_kind) out += answer["status"].text == "finished" ? "-full" : "-interim";
  return out;
}

}  // namespace concordat::adapters::nhs
