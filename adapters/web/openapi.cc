#include "adapters/web/openapi.h"

#include <algorithm>

#include "adapters/json.h"
#include "adapters/web/limits.h"
#include "adapters/web/route.h"
#include "base/text.h"

namespace concordat::adapters::web {
namespace {

Json reference(std::string_view schema) {
  Json out = Json::object();
  return out.put("$ref", "#/components/schemas/" + std::string{schema});
}

Json texts(std::initializer_list<std::string_view> from) {
  Json out = Json::array();
  for (const std::string_view text : from) out.push(Json::string(text));
  return out;
}

Json of_type(std::string_view type, std::string_view description = {}) {
  Json out = Json::object();
  return out.put("type", type).put("description", description);
}

Json list_of(Json items) {
  Json out = of_type("array");
  return out.put("items", std::move(items));
}

class ObjectSchema {
public:
  ObjectSchema& member(std::string_view name, Json schema) {
    properties_.put(name, std::move(schema));
    return *this;
  }
  ObjectSchema& text(std::string_view name, std::string_view description = {}) { return member(name, of_type("string", description)); }
  Json done(std::initializer_list<std::string_view> required) {
    Json out = of_type("object");
    out.put("properties", std::move(properties_));
    if (required.size() > 0) out.put("required", texts(required));
    return out;
  }

private:
  Json properties_ = Json::object();
};

Json schemas_of_answers() {
  Json out = Json::object();
  out.put("Problems", ObjectSchema{}.member("problems", list_of(reference("Problem"))).done({"problems"}));
  out.put("Problem", ObjectSchema{}
                         .text("code", "Of docs/codes.md; stable")
                         .text("where", "The field, line or path at fault; never a value")
                         .text("what", "What is wrong and how to mend it")
                         .done({"code"}));
  out.put("Receipt", ObjectSchema{}
                         .text("receipt")
                         .text("status", "Where its status is: GET it")
                         .text("document", "The name under which it went into the in-folder")
                         .done({"receipt", "status", "document"}));
  out.put("Status", ObjectSchema{}
                        .text("receipt")
                        .text("document")
                        .text("state", "received, sent or rejected")
                        .member("problems", list_of(reference("Problem")))
                        .member("messages", list_of(reference("Message")))
                        .done({"receipt", "document", "state", "messages"}));
  out.put("Message", ObjectSchema{}
                         .text("message")
                         .text("case")
                         .text("type")
                         .text("place", "Where in the document it began")
                         .text("reference", "The sending system's own")
                         .text("state", "sent, accepted, settled or refused")
                         .text("code", "Of refused: why")
                         .member("recipients", list_of(ObjectSchema{}.text("recipient").text("outcome", "disclosed, refused or waiting").text("code").done({"recipient", "outcome"})))
                         .member("history", list_of(ObjectSchema{}.text("recipient").text("state").text("code").text("at").text("callName").text("callNumber").done({"state", "at"})))
                         .done({"message", "state"}));
  out.put("Deliveries", ObjectSchema{}.member("deliveries", list_of(reference("Delivery"))).done({"deliveries"}));
  out.put("Delivery", ObjectSchema{}
                          .text("name")
                          .text("kind", "delivery, or notice of one of our own that was NOT DELIVERED")
                          .text("link", "Where the document is")
                          .member("meta", of_type("object", "Message, case, sender, terms, what may be withheld, what it answers: as in NAME.meta.json"))
                          .done({"name", "kind", "link"}));
  out.put("Accepted", ObjectSchema{}.text("disclosure").done({"disclosure"}));
  out.put("Acknowledgement", ObjectSchema{}
                                 .text("name", "The person who has it")
                                 .text("telephone", "How to reach them")
                                 .text("did", "Of a recall: erased, rectified, restricted or not-done")
                                 .text("because", "Of not-done: why")
                                 .done({"name", "telephone"}));
  out.put("Recall", ObjectSchema{}
                        .text("message", "What is recalled: its id, or say reference, or document")
                        .text("reference", "The sending system's own: every message sent under it")
                        .text("document", "The document that was sent: every message of it")
                        .text("action", "rectify, erase or restrict")
                        .text("reason")
                        .member("paths", list_of(of_type("string")))
                        .member("corrected", of_type("object", "Of rectify: the right values, as a canonical body holds them"))
                        .done({"action", "reason"}));
  out.put("Bundle", of_type("object", "A FHIR R4 Bundle of type message"));
  out.put("OperationOutcome", of_type("object", "A FHIR R4 OperationOutcome"));
  return out;
}

Json parameter(std::string_view name, std::string_view place, std::string_view description, bool is_path) {
  Json out = Json::object();
  out.put("name", name).put("in", place).put("required", Json::boolean(is_path ? "true" : "false"));
  return out.put("description", description).put("schema", of_type("string"));
}

Json parameters_of(const Route& route) {
  Json out = Json::array();
  for (const std::string& part : split(route.path, '/'))
    if (part.starts_with('{')) out.push(parameter(std::string_view{part}.substr(1, part.size() - 2), "path", "As an earlier answer gave it", true));
  if (route.action == Action::list_deliveries) out.push(parameter("wait", "query", "Seconds to wait for something, at most 55", false));
  if (route.action == Action::send_document) out.push(parameter("form", "query", "canonical: the document is a message as canonical JSON", false));
  if (route.action == Action::send_document || route.action == Action::send_recall)
    out.push(parameter("Idempotency-Key", "header", "The same key with the same body gets the first answer again", false));
  if (route.action == Action::send_fhir_message) out.push(parameter("X-Request-Id", "header", "The same id with the same Bundle gets the first receipt again", false));
  if (route.action == Action::send_document || route.action == Action::send_fhir_message)
    out.push(parameter("Concordat-Envelope", "header", "JSON, as NAME.envelope.json beside a document: purpose, recipients, urgency …", false));
  return out;
}

std::string_view body_schema(const Route& route) {
  if (route.action == Action::send_recall) return "Recall";
  return route.action == Action::acknowledge_delivery ? "Acknowledgement" : "";
}

// The files of a form are held whole, a document by itself is not.
Json form_schema() {
  Json file = of_type("string", "A file that belongs to it, with a file name");
  file.put("format", "binary");
  Json files = of_type("array", "At most 255; the whole body has at most " + std::to_string(body_bytes_max) + " bytes");
  files.put("items", std::move(file));
  Json document = of_type("string", "The document");
  document.put("format", "binary");
  Json properties = Json::object();
  properties.put("document", std::move(document)).put("beside", std::move(files));
  Json out = Json::object();
  out.put("type", "object").put("properties", std::move(properties));
  Json required = Json::array();
  required.push(Json::string("document"));
  return out.put("required", std::move(required));
}

Json body_of(const Route& route) {
  Json content = Json::object();
  for (const std::string_view type : route.takes) {
    Json schema = Json::object();
    schema.put("schema", type == "multipart/form-data" ? form_schema() : body_schema(route).empty() ? of_type("string", "The document") : reference(body_schema(route)));
    content.put(type, std::move(schema));
  }
  Json out = Json::object();
  out.put("required", Json::boolean("true")).put("description", "At most " + std::to_string(route.body_bytes_max) + " bytes");
  return out.put("content", std::move(content));
}

Json answer_of(const RouteAnswer& answer) {
  Json out = Json::object();
  out.put("description", answer.meaning);
  if (answer.schema.empty()) return out;
  const bool is_fhir = answer.schema == "Bundle" || answer.schema == "OperationOutcome";
  Json schema = Json::object();
  schema.put("schema", reference(answer.schema));
  Json content = Json::object();
  content.put(is_fhir ? "application/fhir+json" : "application/json", std::move(schema));
  return out.put("content", std::move(content));
}

Json operation_of(const Route& route) {
  Json out = Json::object();
  out.put("operationId", route.operation).put("summary", route.summary);
  if (Json parameters = parameters_of(route); !parameters.items.empty()) out.put("parameters", std::move(parameters));
  if (!route.takes.empty()) out.put("requestBody", body_of(route));
  Json answers = Json::object();
  for (const RouteAnswer& answer : route.answers) answers.put(std::to_string(answer.status), answer_of(answer));
  for (const RouteAnswer& answer : answers_of_all()) answers.put(std::to_string(answer.status), answer_of(answer));
  return out.put("responses", std::move(answers));
}

Json paths() {
  Json out = Json::object();
  for (const Route& route : routes()) {
    const auto known = std::find_if(out.items.begin(), out.items.end(), [&](const Json& path) { return path.key == route.path; });
    if (known != out.items.end()) {
      known->put(to_lower(route.method), operation_of(route));
      continue;
    }
    Json path = Json::object();
    path.put(to_lower(route.method), operation_of(route));
    out.put(route.path, std::move(path));
  }
  return out;
}

}  // namespace

std::string openapi_json() {
  Json about = Json::object();
  about.put("title", "concordat-adapter").put("version", "1");
  about.put("description", "An agency's own adapter, for that agency's own systems. The adapter's guide is docs/adapters/https.md.");
  Json bearer = of_type("http", "A token whose SHA-256 stands in the adapter's tokens file");
  bearer.put("scheme", "bearer");
  Json mutual = of_type("mutualTLS", "A client certificate of the authority that adapter.toml names");
  Json security = Json::object();
  security.put("bearer", std::move(bearer)).put("mutualTls", std::move(mutual));
  Json components = Json::object();
  components.put("schemas", schemas_of_answers()).put("securitySchemes", std::move(security));
  Json either = Json::array();
  for (const std::string_view scheme : {"bearer", "mutualTls"}) {
    Json one = Json::object();
    Json none = Json::array();
    none.key = scheme;
    one.items.push_back(std::move(none));  // put leaves out what is empty, and here it must stand
    either.push(std::move(one));
  }
  Json out = Json::object();
  out.put("openapi", "3.1.0").put("info", std::move(about)).put("security", std::move(either));
  return write_json(out.put("paths", paths()).put("components", std::move(components)));
}

}  // namespace concordat::adapters::web
