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

std::string_view response_code(Outlook outlook) {
  switch (outlook) {
    case Outlook::on_its_way:
    case Outlook::over: return "ok";
    case Outlook::waits: return "transient-error";
    case Outlook::failed: return "fatal-error";
  }
  return "fatal-error";
}

std::string_view severity_of(Outlook outlook) {
  switch (outlook) {
    case Outlook::on_its_way:
    case Outlook::over: return "information";
    case Outlook::waits: return "warning";
    case Outlook::failed: return "fatal";
  }
  return "fatal";
}

// FHIR R4 TaskStatus: what the request has come to at that recipient.
std::string_view task_status(const Told& told) {
  if (told.state == "delivered") return "received";
  if (told.state == "acknowledged") return "accepted";
  if (told.state == "refused" || told.state == "not-done") return "rejected";
  switch (outlook_of(told)) {
    case Outlook::on_its_way: return told.state == "received" || told.state == "accepted" || told.state == "released" ? "requested" : "in-progress";
    case Outlook::over: return "completed";
    case Outlook::waits: return "on-hold";
    case Outlook::failed: return "failed";
  }
  return "failed";
}

Json task_of(const Told& told) {
  Json reason = Json::object();
  reason.put("text", sentence_of(told));
  if (!told.code.empty()) reason.put("coding", list_of(coded("urn:concordat:codes", told.code)));
  Json focus = Json::object();
  focus.put("display", told.reference.empty() ? told.document : told.reference);
  Json task = Json::object();
  task.put("resourceType", "Task").put("id", "task").put("status", task_status(told)).put("statusReason", std::move(reason)).put("intent", "order");
  task.put("description", told.document).put("focus", std::move(focus)).put("lastModified", format_instant(told.at));
  if (!told.recipient.empty()) {
    Json owner = Json::object();
    owner.put("display", told.recipient);
    task.put("owner", std::move(owner));
  }
  return task;
}

}  // namespace

// A BaRS response: the header names the request it answers, the OperationOutcome says what became of it, the Task where it
// stands at that recipient.
Native tell(const Told& told) {
  const std::string base = "urn:concordat:message:" + told.message + ":";
  Json source = Json::object();
  source.put("name", "Concordat").put("endpoint", "urn:concordat:broker");
  Json details = Json::object();
  details.put("reference", base + "outcome");
  Json response = Json::object();
  response.put("identifier", told.reference.empty() ? told.message : told.reference).put("code", response_code(outlook_of(told))).put("details", std::move(details));
  Json header = Json::object();
  header.put("resourceType", "MessageHeader").put("id", "header");
  header.put("eventCoding", coded("https://fhir.nhs.uk/CodeSystem/message-events-bars", "servicerequest-response"));
  header.put("source", std::move(source)).put("response", std::move(response));

  Json reason = Json::object();
  if (!told.code.empty()) reason.put("coding", list_of(coded("urn:concordat:codes", told.code)));
  reason.put("text", told.code.empty() ? sentence_of(told) : meaning_of(told));
  Json issue = Json::object();
  issue.put("severity", severity_of(outlook_of(told))).put("code", outlook_of(told) == Outlook::failed ? "processing" : "informational").put("details", std::move(reason)).put("diagnostics", sentence_of(told));
  Json outcome = Json::object();
  outcome.put("resourceType", "OperationOutcome").put("id", "outcome").put("issue", list_of(std::move(issue)));

  Json entries = Json::array();
  entries.push(entry(base + "header", std::move(header)));
  entries.push(entry(base + "outcome", std::move(outcome)));
  entries.push(entry(base + "task", task_of(told)));
  Json bundle = Json::object();
  bundle.put("resourceType", "Bundle").put("type", "message").put("timestamp", format_instant(told.at)).put("entry", std::move(entries));
  return {".json", write_json(bundle)};
}

}  // namespace concordat::adapters::nhs
