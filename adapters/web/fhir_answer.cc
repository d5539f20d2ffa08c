#include "adapters/web/fhir_answer.h"

#include "adapters/json.h"
#include "adapters/told.h"

namespace concordat::adapters::web {
namespace {

constexpr std::string_view fhir_json = "application/fhir+json";

// The request's MessageHeader id, which a response names; a receipt stands for it where the message is XML or has none.
std::string header_id(ByteView request) {
  const auto bundle = read_json(request);
  if (!bundle) return {};
  for (const Json& entry : (*bundle)["entry"].items)
    if (entry["resource"]["resourceType"].text == "MessageHeader") return entry["resource"]["id"].text;
  return {};
}

}  // namespace

WebAnswer fhir_problems(int status, const Problems& problems) {
  Json issues = Json::array();
  for (const schemas::Problem& problem : problems) {
    Json coding = Json::object();
    coding.put("system", "urn:concordat:codes").put("code", problem.code);
    Json codings = Json::array();
    codings.push(std::move(coding));
    Json details = Json::object();
    details.put("coding", std::move(codings)).put("text", problem.code);
    Json issue = Json::object();
    issue.put("severity", "error").put("code", status == 409 ? "conflict" : status == 503 ? "transient" : "invalid");
    issue.put("details", std::move(details)).put("diagnostics", problem.what);
    if (!problem.where.empty()) {
      Json expressions = Json::array();
      expressions.push(Json::string(problem.where));
      issue.put("expression", std::move(expressions));
    }
    issues.push(std::move(issue));
  }
  Json out = Json::object();
  out.put("resourceType", "OperationOutcome").put("issue", std::move(issues));
  return {.status = status, .content_type = std::string{fhir_json}, .body = write_json(out)};
}

WebAnswer fhir_received(ByteView request, const Receipt& receipt, const Kind& kind, Instant now) {
  const std::string id = header_id(request);
  const Native told = kind.tell({.message = receipt.id, .reference = id, .document = receipt.document, .recipient = {}, .state = "received", .code = {},
                                 .at = now, .call_name = {}, .call_number = {}});
  WebAnswer answer{.status = 200, .content_type = std::string{fhir_json}, .body = told.text, .headers = {{"Location", "/referrals/" + receipt.id}}};
  if (receipt.is_repeat) answer.headers.emplace("Idempotent-Replayed", "true");
  return answer;
}

}  // namespace concordat::adapters::web
