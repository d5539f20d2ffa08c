#include "adapters/web/service.h"

#include <algorithm>
#include <thread>

#include "adapters/daemon/in_folder.h"
#include "adapters/daemon/own_words.h"
#include "adapters/daemon/sidecar.h"
#include "adapters/link/folders.h"
#include "adapters/parts.h"
#include "adapters/report.h"
#include "adapters/text_encoding.h"
#include "adapters/web/fhir_answer.h"
#include "adapters/web/limits.h"
#include "adapters/web/multipart.h"
#include "adapters/web/openapi.h"
#include "base/crypto.h"
#include "base/text.h"
#include "schemas/codes.h"

namespace concordat::adapters::web {
namespace {

using namespace std::chrono_literals;

constexpr auto look_again_after = 200ms;
constexpr std::size_t status_bytes_max = 16U << 20;
constexpr std::string_view canonical_form = "canonical";
constexpr std::string_view form_data = "multipart/form-data";
constexpr std::size_t problems_max = 1000;  // of a document in which nothing is a message

std::string ending_of(const FormPart& document) {
  for (const char* ending : {"csv", "xml"})
    if (document.content_type.ends_with(ending) || to_lower(document.file).ends_with("." + std::string{ending})) return "." + std::string{ending};
  return ".json";
}

// What the in-folder would pass over, or take for something else.
bool is_name_beside(const std::string& name, const std::vector<NativeFile>& others) {
  const bool is_ignored = name.empty() || name.ends_with(".part") || name.ends_with(".tmp") || name.find(".new-") != std::string::npos || name.ends_with(sidecar_ending) || name.starts_with("web-");
  return !is_ignored && std::none_of(others.begin(), others.end(), [&](const NativeFile& other) { return other.name == name; });
}

// The document and what lies beside it.
Outcome<NativeInput> input_of(const std::vector<FormPart>& parts) {
  NativeInput input;
  for (const FormPart& part : parts) {
    if (part.name == "document" && input.name.empty()) {
      input.name = "document" + ending_of(part);
      input.bytes = to_bytes(part.bytes);
      continue;
    }
    const std::string name = plain_file_name(part.file);
    if (part.name != "beside") return refuse("invalid-value", "multipart/form-data", "must hold one part `document`, and files as parts `beside`");
    if (!is_name_beside(name, input.beside)) return refuse("invalid-value", "beside", "each file must have a file name of its own, and one that the in-folder takes");
    input.beside.push_back({name, to_bytes(part.bytes)});
  }
  if (input.name.empty()) return refuse("invalid-value", "multipart/form-data", "must hold one part `document`");
  return input;
}

std::string ending_of(const WebRequest& request) {
  const auto form = request.query.find("form");
  if (form != request.query.end() && form->second == canonical_form) return std::string{canonical_ending};
  if (request.content_type.ends_with("csv")) return ".csv";
  return request.content_type.ends_with("xml") ? ".xml" : ".json";
}

// A list that stands there even when it is empty.
void put_list(Json& out, std::string_view name, Json list) {
  list.key = name;
  out.items.push_back(std::move(list));
}

Json problems_json(const Problems& problems) {
  Json out = Json::object();
  put_list(out, "problems", problem_rows(problems));
  return out;
}

WebAnswer json_answer(int status, const Json& json) { return {.status = status, .body = write_json(json)}; }

WebAnswer receipt_answer(const Receipt& receipt) {
  const std::string link = "/referrals/" + receipt.id;
  Json out = Json::object();
  out.put("receipt", receipt.id).put("status", link).put("document", receipt.document);
  WebAnswer answer = json_answer(202, out);
  answer.headers = {{"Location", link}};
  if (receipt.is_repeat) answer.headers.emplace("Idempotent-Replayed", "true");
  return answer;
}

WebAnswer refused_answer(const ReceiptRefused& refused) {
  if (refused.kind == ReceiptRefused::Kind::key_reused) return problem_answer(409, "key-reused");
  WebAnswer answer = problem_answer(503, "disk-refused");
  answer.headers = {{"Retry-After", "30"}};
  return answer;
}

std::optional<std::chrono::seconds> wait_asked(const WebRequest& request) {
  const auto found = request.query.find("wait");
  if (found == request.query.end()) return 0s;
  const std::string& text = found->second;
  if (text.empty() || text.size() > 2 || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  return std::min(std::chrono::seconds{std::stoi(text)}, wait_max);
}

bool is_taking(const Route& route, const WebRequest& request) {
  return std::find(route.takes.begin(), route.takes.end(), request.content_type) != route.takes.end();
}

}  // namespace

WebAnswer problems_answer(int status, const Problems& problems) { return json_answer(status, problems_json(problems)); }

WebAnswer problem_answer(int status, std::string_view code) {
  const schemas::CodeEntry* entry = schemas::find_code(code);
  return problems_answer(status, {{std::string{code}, "", entry == nullptr ? "" : std::string{entry->meaning} + " " + std::string{entry->fix}}});
}

WebAnswer Service::answer(const WebRequest& request) {
  const Found found = find_route(request.method, request.path);
  if (found.route == nullptr) return found.is_known_path ? problem_answer(405, "wrong-method") : problem_answer(404, "not-there");
  const Route& route = *found.route;
  if (!route.takes.empty() && !is_taking(route, request)) return problem_answer(415, "wrong-content-type");
  if (request.body.size() > route.body_bytes_max) return problem_answer(413, "too-large");
  const auto variable = [&](const char* name) { return found.variables.at(name); };
  switch (route.action) {
    case Action::send_document: return send_document(request);
    case Action::send_fhir_message: return send_fhir_message(request);
    case Action::send_recall: return send_recall(request);
    case Action::read_receipt: return read_receipt(request, variable("receipt"));
    case Action::list_deliveries: return list_deliveries(request);
    case Action::read_openapi: return {.body = openapi_json()};
    case Action::read_delivery:
    case Action::remove_delivery:
    case Action::acknowledge_delivery: break;
  }
  if (route.action == Action::acknowledge_delivery) return acknowledge(request, variable("name"));
  const auto shelved = shelf_.find(variable("name"));
  if (route.action == Action::remove_delivery) {
    if (shelved && !shelf_.remove(*shelved)) return problem_answer(503, "disk-refused");
    return {.status = 204, .content_type = {}, .body = {}};
  }
  const auto bytes = shelved ? shelf_.read(*shelved) : Result<Bytes, FileError>{Fail{FileError{}}};
  if (!bytes) return problem_answer(404, "not-there");
  return {.content_type = content_type_of(shelved->name), .body = std::string{as_text(*bytes)}};
}

Result<std::unique_ptr<LargeBody>, WebAnswer> Service::large_body() {
  WebAnswer busy = problem_answer(503, "too-many-large");
  busy.headers = {{"Retry-After", "30"}};
  if (large_->fetch_add(1) >= large_bodies_max) {
    large_->fetch_sub(1);
    return Fail{std::move(busy)};
  }
  const std::shared_ptr<void> place{nullptr, [large = large_](void*) { large->fetch_sub(1); }};
  auto body = LargeBody::open(parts_.config.state / "web" / "new", place);
  if (!body) return Fail{refused_answer({ReceiptRefused::Kind::disk})};
  return std::move(*body);
}

Problems Service::problems_of_envelope(const WebRequest& request) const {
  if (request.envelope.empty()) return {};
  const auto envelope = read_sidecar(as_bytes(request.envelope));
  if (envelope) return {};
  Problems problems = envelope.error();
  for (schemas::Problem& problem : problems) problem.where = "Concordat-Envelope: " + problem.where;
  return problems;
}

// As the in-folder takes it, part by part, but no further than the first message: what the rest makes is told by the receipt.
Problems Service::problems_of_large(const LargeBody& body, const std::string& name) const {
  auto document = LargeDocument::open(body.file());
  if (!document || !*document) return {{"disk-refused", "", "the document cannot be read again: send it again later"}};
  Parts parts{[&](char* into, std::size_t size) { return (*document)->read(into, size); }};
  Problems problems;
  while (auto part = parts.next()) {
    const auto translated = parts.translate(parts_.kind, name, std::move(*part));
    if (translated && !translated->messages.empty()) return {};
    for (const schemas::Problem& problem : translated ? translated->rejected : translated.error())
      if (problems.size() < problems_max) problems.push_back(problem);
  }
  if (problems.empty()) problems.push_back({"nothing-to-send", "", "holds nothing that makes a message"});
  return problems;
}

Problems Service::problems_of(const WebRequest& request, const std::string& ending) const {
  if (Problems problems = problems_of_envelope(request); !problems.empty()) return problems;
  const NativeInput input{"document" + ending, request.body, {}};
  if (request.large && is_in_own_words(input.name)) return {{"too-large", "", "canonical JSON may have 8 MiB"}};
  if (request.large) return problems_of_large(*request.large, input.name);
  if (is_in_own_words(input.name)) {
    const auto words = read_own_words(input, {parts_.config.defaults, parts_.config.agency, Ledger{parts_.config.state}, parts_.clock.now()});
    return words ? Problems{} : words.error();
  }
  const auto translated = parts_.kind.translate(input);
  return translated ? Problems{} : translated.error();
}

Result<Receipt, ReceiptRefused> Service::accept(const WebRequest& request, const std::string& ending) {
  return receipts_.accept({request.client, request.idempotency_key, ending, request.body, request.envelope, {}, request.large.get()}, parts_.clock.now());
}

// A document and the files that belong to it: a concern and the class list of its pupil, an event and its detail.
WebAnswer Service::send_form(const WebRequest& request) {
  if (ending_of(request) == canonical_ending) return problem_answer(415, "wrong-content-type");
  const auto parts = read_form_data(request.body, request.boundary);
  const Outcome<NativeInput> input = parts ? input_of(*parts) : refuse("invalid-value", "multipart/form-data", "cannot be read: a boundary is missing or never comes");
  if (!input) return problems_answer(422, input.error());
  if (const Problems problems = problems_of_envelope(request); !problems.empty()) return problems_answer(422, problems);
  if (const auto translated = parts_.kind.translate(*input); !translated) return problems_answer(422, translated.error());
  const std::string ending = input->name.substr(input->name.rfind('.'));
  const auto receipt = receipts_.accept({request.client, request.idempotency_key, ending, input->bytes, request.envelope, input->beside}, parts_.clock.now());
  return receipt ? receipt_answer(*receipt) : refused_answer(receipt.error());
}

WebAnswer Service::send_document(const WebRequest& request) {
  if (request.content_type == form_data) return send_form(request);
  const std::string ending = ending_of(request);
  if (const Problems problems = problems_of(request, ending); !problems.empty()) return problems_answer(422, problems);
  const auto receipt = accept(request, ending);
  return receipt ? receipt_answer(*receipt) : refused_answer(receipt.error());
}

WebAnswer Service::send_recall(const WebRequest& request) {
  const std::string ending{recall_ending};
  if (const Problems problems = problems_of(request, ending); !problems.empty()) return problems_answer(422, problems);
  const auto receipt = accept(request, ending);
  return receipt ? receipt_answer(*receipt) : refused_answer(receipt.error());
}

WebAnswer Service::send_fhir_message(const WebRequest& request) {
  if (parts_.kind.name != "nhs") return problem_answer(404, "not-there");
  const std::string ending = ending_of(request);
  if (const Problems problems = problems_of(request, ending); !problems.empty()) return fhir_problems(422, problems);
  const auto receipt = accept(request, ending);
  if (receipt) return fhir_received(request.body, *receipt, parts_.kind, parts_.clock.now());
  if (receipt.error().kind == ReceiptRefused::Kind::key_reused) return fhir_problems(409, {{"key-reused", "X-Request-Id", "was used for another message"}});
  return fhir_problems(503, {{"disk-refused", "", "try again later"}});
}

WebAnswer Service::read_receipt(const WebRequest& request, const std::string& id) const {
  const auto document = receipts_.find(id, request.client);
  if (!document) return problem_answer(404, "not-there");
  Json messages = Json::array();
  for (const LedgerEntry& entry : Ledger{parts_.config.state}.of_document(*document)) {
    const std::string message = format_uuid(entry.message.value());
    const auto status = read_file(parts_.config.out / "status" / (message + ".json"), status_bytes_max);
    auto known = status ? read_json(*status) : Outcome<Json>{Fail{Problems{}}};
    if (!known) {
      known = Json::object();
      known->put("message", message).put("place", entry.place).put("reference", entry.reference).put("state", "sent");
    }
    known->put("case", format_uuid(entry.case_id.value())).put("type", schemas::name_of(entry.type));
    messages.push(std::move(*known));
  }
  Json out = Json::object();
  out.put("receipt", id).put("document", *document);
  const auto report = read_file(parts_.config.rejected / (*document + ".report.json"), status_bytes_max);
  const auto rejected = report ? read_json(*report) : Outcome<Json>{Fail{Problems{}}};
  out.put("state", !messages.items.empty() ? "sent" : rejected ? "rejected" : "received");
  if (rejected) {
    Json problems = (*rejected)["problems"];
    problems.key.clear();
    out.put("problems", std::move(problems));
  }
  put_list(out, "messages", std::move(messages));
  return json_answer(200, out);
}

WebAnswer Service::list_deliveries(const WebRequest& request) {
  const auto wait = wait_asked(request);
  if (!wait) return problems_answer(400, {{"invalid-value", "wait", "must be a number of seconds, at most 55"}});
  if (*wait > 0s) {
    if (waiting_.fetch_add(1) >= waiting_max) {
      waiting_.fetch_sub(1);
      WebAnswer busy = problem_answer(503, "too-many-waiting");
      busy.headers = {{"Retry-After", "5"}};
      return busy;
    }
    const auto until = std::chrono::steady_clock::now() + *wait;
    while (shelf_.is_empty() && !parts_.stops() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(look_again_after);
    waiting_.fetch_sub(1);
  }
  Json rows = Json::array();
  for (Shelved& shelved : shelf_.list()) {
    Json row = Json::object();
    row.put("name", shelved.name).put("kind", shelved.described.is_null() ? "notice" : "delivery").put("link", "/deliveries/" + shelved.name);
    shelved.described.key.clear();
    row.put("meta", std::move(shelved.described));
    rows.push(std::move(row));
  }
  Json out = Json::object();
  put_list(out, "deliveries", std::move(rows));
  return json_answer(200, out);
}

// Beside the in-folder first, and in by a rename: the daemon must not see half of it.
WebAnswer Service::acknowledge(const WebRequest& request, const std::string& name) const {
  const auto shelved = shelf_.find(name);
  const std::string disclosure = shelved ? shelved->described["disclosure"].text : std::string{};
  if (disclosure.empty()) return problem_answer(404, "not-there");
  auto said = read_json(request.body);
  if (!said) return problems_answer(422, said.error());
  if (said->has("disclosure")) return problems_answer(422, {{"invalid-value", "disclosure", "is the delivery's own: leave it out"}});
  if (said->is_object()) said->put("disclosure", disclosure);
  const std::string text = write_json(*said);
  if (const auto read = read_acknowledgement(as_bytes(text)); !read) return problems_answer(422, read.error());
  const std::string file = "web-" + to_hex(random_bytes<8>()) + std::string{acknowledgement_ending};
  const auto beside = parts_.config.state / "web" / "new" / file;
  auto written = write_file(beside, as_bytes(text), FileMode::owner_only);
  if (written) written = link::move_file(beside, parts_.config.in / file);
  if (!written) return problem_answer(503, "disk-refused");
  Json out = Json::object();
  return json_answer(202, out.put("disclosure", disclosure));
}

}  // namespace concordat::adapters::web
