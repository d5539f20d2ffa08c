#include "audit/reports/events.h"

#include <nlohmann/json.hpp>
#include <set>

#include "base/bytes.h"

namespace concordat::audit {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view balp = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/";
constexpr const char* dicom = "http://dicom.nema.org/resources/ontology/DCM";
constexpr const char* entity_type = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
constexpr const char* object_role = "http://terminology.hl7.org/CodeSystem/object-role";

ordered_json coding(const std::string& system, const std::string& code, const std::string& display) { return {{"system", system}, {"code", code}, {"display", display}}; }
ordered_json named(const std::string& kind, const std::string& system, const std::string& value) {
  return {{"type", kind}, {"identifier", {{"system", system}, {"value", value}}}, {"display", value}};
}

ordered_json agent(const ordered_json& type, const ordered_json& who, bool is_requestor, const std::string& network) {
  ordered_json out{{"type", {{"coding", ordered_json::array({type})}}}, {"who", who}, {"requestor", is_requestor}};
  if (!network.empty()) out["network"] = {{"address", network}, {"type", "1"}};  // a machine's name
  return out;
}

ordered_json source_role() { return coding(dicom, "110153", "Source Role ID"); }
ordered_json destination_role() { return coding(dicom, "110152", "Destination Role ID"); }

ordered_json begin(const LogRow& row, std::string_view origin, std::string_view profile) {
  return {{"resourceType", "AuditEvent"}, {"id", "entry-" + std::to_string(row.sequence)}, {"meta", {{"profile", {std::string{balp} + std::string{profile}}}}},
          {"type", nullptr}, {"subtype", ordered_json::array()}, {"action", "R"}, {"recorded", row.at}, {"outcome", "0"},
          {"agent", ordered_json::array()},
          {"source", {{"site", std::string{origin}}, {"observer", named("Device", "urn:concordat:log", std::string{origin})},
                      {"type", {coding("http://terminology.hl7.org/CodeSystem/security-source-type", "4", "Application Server")}}}},
          {"entity", ordered_json::array()}};
}

std::string disclosure_event(const LogRow& row, const std::string& origin) {
  ordered_json out = begin(row, origin, "IHE.BasicAudit.PrivacyDisclosure.Source");
  out["type"] = coding(dicom, "110106", "Export");
  out["subtype"].push_back(coding("http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle", "disclose", "Disclose Record Lifecycle Event"));
  out["purposeOfEvent"] = ordered_json::array({{{"coding", ordered_json::array({coding("urn:concordat:purpose", row.purpose, row.purpose)})}}});
  // The profile: the agent that is the source is the observer too.
  out["agent"].push_back(agent(source_role(), out["source"]["observer"], false, origin));
  out["agent"].push_back(agent(destination_role(), named("Organization", "urn:concordat:agency", row.counterpart), false, row.counterpart));
  out["agent"].push_back(agent(coding("http://snomed.info/sct", "159541003", "Record keeping/library clerk"), named("Organization", "urn:concordat:agency", row.actor), true, ""));
  if (!row.agreement.empty()) out["agent"][0]["policy"] = {"urn:concordat:agreement:" + row.agreement};
  // The log knows no person; the case stands for the one it is about.
  out["entity"].push_back({{"what", named("Patient", "urn:concordat:case", row.case_id.empty() ? "unknown" : row.case_id)}, {"type", coding(entity_type, "1", "Person")}, {"role", coding(object_role, "1", "Patient")}});
  ordered_json fields = ordered_json::array();
  std::set<std::string> seen;
  for (const VerdictRow& verdict : row.verdicts)
    if (is_released(verdict) && seen.insert(plain_path(verdict.path)).second) fields.push_back({{"type", "field"}, {"valueString", plain_path(verdict.path)}});
  ordered_json given{{"what", named("Communication", "urn:concordat:disclosure", row.disclosure)}, {"type", coding(entity_type, "2", "System Object")}, {"role", coding(object_role, "4", "Domain Resource")}};
  if (!fields.empty()) given["detail"] = std::move(fields);
  out["entity"].push_back(std::move(given));
  return out.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::string access_event(const LogRow& row, const std::string& origin) {
  ordered_json out = begin(row, origin, "IHE.BasicAudit.Query");
  out["type"] = coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "RESTful Operation");
  out["subtype"].push_back(coding("http://hl7.org/fhir/restful-interaction", "search", "search"));
  out["action"] = "E";
  out["agent"].push_back(agent(source_role(), named("Practitioner", "urn:concordat:officer", row.actor), true, row.actor));
  out["agent"].push_back(agent(destination_role(), out["source"]["observer"], false, origin));
  // What was asked is in the sealed annex; here only what kind of question it was.
  out["entity"].push_back({{"type", coding(entity_type, "2", "System Object")}, {"role", coding(object_role, "24", "Query")}, {"query", to_base64(as_bytes(row.code))}});
  return out.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace

std::optional<std::string> fhir_audit_event(const LogRow& row, std::string_view log_origin) {
  if (row.kind == "disclosed") return disclosure_event(row, std::string{log_origin});
  if (row.kind == "access") return access_event(row, std::string{log_origin});
  return std::nullopt;
}

std::string siem_line(const LogRow& row, std::string_view log_origin) {
  ordered_json out{{"@timestamp", row.at}, {"event.dataset", "concordat.log"}, {"event.kind", row.kind}, {"event.sequence", row.sequence}, {"log.origin", std::string{log_origin}}};
  for (const auto& [key, value] : {std::pair{"source.agency", &row.actor}, std::pair{"destination.agency", &row.counterpart}, std::pair{"event.code", &row.code},
                                   std::pair{"message.type", &row.message_type}, std::pair{"purpose", &row.purpose}, std::pair{"agreement", &row.agreement}, std::pair{"disclosure.id", &row.disclosure}})
    if (!value->empty()) out[key] = *value;
  if (row.about) out["event.about"] = *row.about;
  return out.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace concordat::audit
