#include "adapters/json.h"
#include "adapters/nhs/translate.h"
#include "adapters/told.h"

namespace concordat::adapters::nhs {

namespace {

Json coded(std::string_view system, std::string_view code) {
  Json coding = Json::object();
  coding.put("system", system).put("code", code);
  return coding;
}
Json list_of(Json one) {
  Json out = Json::array();
  out.push(std::move(one));
  return out;
}
Json entry(const std::string& url, Json resource) {
  Json out = Json::object();
  out.put("fullUrl", url).put("resource", std::move(resource));
  return out;
}

}  // namespace

// A BaRS response: the header names the request it answers, the OperationOutcome says what became of it.
Native tell(const Told& told) {
  const std::string base = "urn:concordat:message:" + told.message + ":";
  Json source = Json::object();
  source.put("name", "Concordat").put("endpoint", "urn:concordat:broker");
  Json details = Json::object();
  details.put("reference", base + "outcome");
  Json response = Json::object();
  response.put("identifier", told.reference.empty() ? told.message : told.reference).put("code", "fatal-error").put("details", std::move(details));
  Json header = Json::object();
  header.put("resourceType", "MessageHeader").put("id", "header");
  header.put("eventCoding", coded("https://fhir.nhs.uk/CodeSystem/message-events-bars", "servicerequest-response"));
  header.put("source", std::move(source)).put("response", std::move(response));

  Json reason = Json::object();
  reason.put("coding", list_of(coded("urn:concordat:codes", told.code))).put("text", meaning_of(told));
  Json issue = Json::object();
  issue.put("severity", "fatal").put("code", "processing").put("details", std::move(reason)).put("diagnostics", sentence_of(told));
  Json outcome = Json::object();
  outcome.put("resourceType", "OperationOutcome").put("id", "outcome").put("issue", list_of(std::move(issue)));

  Json entries = Json::array();
  entries.push(entry(base + "header", std::move(header)));
  entries.push(entry(base + "outcome", std::move(outcome)));
  Json bundle = Json::object();
  bundle.put("resourceType", "Bundle").put("type", "message").put("timestamp", format_instant(told.at)).put("entry", std::move(entries));
  return {".json", write_json(bundle)};
}

}  // namespace concordat::adapters::nhs
