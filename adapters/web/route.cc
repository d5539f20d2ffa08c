#include "adapters/web/route.h"

#include <algorithm>
#include <array>

#include "adapters/web/limits.h"
#include "base/text.h"

namespace concordat::adapters::web {
namespace {

const std::vector<std::string_view> native_types{"application/json",     "application/xml",       "text/xml",           "text/csv",
                                                 "application/fhir+json", "application/fhir+xml", "multipart/form-data"};
const std::vector<std::string_view> fhir_types{"application/fhir+json", "application/fhir+xml", "application/json", "application/xml"};
const std::vector<std::string_view> json_type{"application/json"};

const std::vector<Route> all{
    {Action::send_document, "POST", "/referrals", "sendDocument",
     "Send a native document of the adapter's kind, or a message as canonical JSON (with ?form=canonical). It is on disk before the answer. "
     "Files that belong together come as multipart/form-data: one part `document`, and parts `beside` with file names.", native_types, document_body_bytes_max,
     {{202, "Accepted, and on disk; Location says where its status is", "Receipt"},
      {409, "The Idempotency-Key was used for another document (key-reused)", "Problems"},
      {422, "The document makes no message: every problem with its place", "Problems"}}},
    {Action::send_fhir_message, "POST", "/$process-message", "processMessage", "BaRS: send a FHIR message Bundle (adapters of kind nhs)", fhir_types, body_bytes_max,
     {{200, "Accepted, and on disk: a response Bundle with an OperationOutcome and a Task", "Bundle"},
      {409, "The X-Request-Id was used for another message: an OperationOutcome", "OperationOutcome"},
      {422, "The Bundle makes no message: an OperationOutcome", "OperationOutcome"}}},
    {Action::send_recall, "POST", "/recalls", "sendRecall", "Recall what was sent: rectify, erase or restrict", json_type, small_body_bytes_max,
     {{202, "Accepted, and on disk", "Receipt"},
      {409, "The Idempotency-Key was used for another recall (key-reused)", "Problems"},
      {422, "The recall cannot be read, or nothing of the kind was sent", "Problems"}}},
    {Action::read_receipt, "GET", "/referrals/{receipt}", "readReceipt", "What has become of a document, message by message and recipient by recipient", {}, 0,
     {{200, "The receipt's state", "Status"}}},
    {Action::list_deliveries, "GET", "/deliveries", "listDeliveries",
     "What has come and has not been removed, oldest first. With ?wait=SECONDS the answer comes when there is something, or after so long.", {}, 0,
     {{200, "The deliveries, perhaps none", "Deliveries"}}},
    {Action::read_delivery, "GET", "/deliveries/{name}", "readDelivery", "One delivered document, in the adapter's native format", {}, 0, {{200, "The document", ""}}},
    {Action::remove_delivery, "DELETE", "/deliveries/{name}", "removeDelivery", "The calling system has it: take it out of the out-folder", {}, 0,
     {{204, "It is gone, or was", ""}}},
    {Action::acknowledge_delivery, "POST", "/deliveries/{name}/acknowledgement", "acknowledgeDelivery",
     "A person has it; or, of a recall, what was done about it", json_type, small_body_bytes_max,
     {{202, "Accepted, and on disk; the broker records it", "Accepted"}, {422, "It lacks a name or telephone, or says what cannot be", "Problems"}}},
    {Action::read_openapi, "GET", "/openapi.json", "readOpenApi", "This list, as OpenAPI", {}, 0, {{200, "The document", ""}}},
};

const std::array<RouteAnswer, 9> of_all{{{400, "The request, or one of its parameters, cannot be read", "Problems"},
                                         {401, "No known token or certificate", "Problems"},
                                         {404, "There is nothing of that name", "Problems"},
                                         {405, "Not with that method", "Problems"},
                                         {411, "A body needs one Content-Length, or comes in chunks without one", "Problems"},
                                         {413, "Larger than this takes", "Problems"},
                                         {414, "The path is longer than 1,024 bytes", "Problems"},
                                         {415, "A content type or encoding that this does not take", "Problems"},
                                         {503, "Too many long polls or large documents, or the disk refuses: try again after Retry-After", "Problems"}}};

// "{name}" takes one part of a path; a part that begins with a dot, or holds anything but plain characters, is nobody's name.
bool is_plain(std::string_view part) {
  return !part.empty() && part.front() != '.' && std::all_of(part.begin(), part.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

bool matches(std::string_view pattern, const std::vector<std::string>& parts, Variables& variables) {
  const auto wanted = split(pattern, '/');
  if (wanted.size() != parts.size()) return false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!wanted[i].starts_with('{')) {
      if (wanted[i] != parts[i]) return false;
      continue;
    }
    if (!is_plain(parts[i])) return false;
    variables[wanted[i].substr(1, wanted[i].size() - 2)] = parts[i];
  }
  return true;
}

}  // namespace

std::span<const Route> routes() { return all; }
std::span<const RouteAnswer> answers_of_all() { return of_all; }

Found find_route(std::string_view method, std::string_view path) {
  Found found;
  const auto parts = split(path, '/');
  for (const Route& route : all) {
    Variables variables;
    if (!matches(route.path, parts, variables)) continue;
    found.is_known_path = true;
    if (route.method != method) continue;
    found.route = &route;
    found.variables = std::move(variables);
    break;
  }
  return found;
}

}  // namespace concordat::adapters::web
