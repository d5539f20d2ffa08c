#include "adapters/daemon/own_words.h"

#include <set>

#include "adapters/daemon/member_reader.h"
#include "base/check.h"
#include "schemas/draft.h"
#include "schemas/json.h"
#include "schemas/recall.h"

namespace concordat::adapters {
namespace {

using schemas::BodyType;

constexpr std::size_t text_bytes_max = 4000;

Problems one_problem(std::string_view code, std::string_view where, std::string_view what) {
  return {{std::string{code}, std::string{where}, std::string{what}}};
}

std::optional<std::string> some_text(std::string_view text) {
  const std::string_view trimmed = trim(text);
  if (trimmed.empty() || trimmed.size() > text_bytes_max || !is_utf8(trimmed)) return std::nullopt;
  return std::string{trimmed};
}

Outcome<schemas::Message> read_message(const Json& document, const OwnWordsPorts& ports) {
  schemas::EnvelopeDefaults defaults;
  defaults.now = ports.now;
  defaults.sender = ports.agency;
  defaults.recipients = ports.settings.recipients;
  defaults.scheme = ports.settings.scheme;
  defaults.purpose = ports.settings.purpose;
  defaults.area = ports.settings.area;
  defaults.agreement = ports.settings.agreement;
  defaults.marking = ports.settings.marking;
  defaults.urgency = schemas::Urgency::routine;
  return schemas::message_from_json(write_json(document), defaults);
}

// What the adapter alone decides, and what another agency's message would say.
Problems envelope_problems(const Json& said, const schemas::Envelope& read, const OwnWordsPorts& ports) {
  Problems problems;
  for (const char* own : {"messageId", "created", "caseOpened", "traceparent", "linked"})
    if (said.has(own)) problems.push_back({"invalid-value", std::string{"envelope."} + own, "is given by the adapter: leave it out"});
  if (read.sender != ports.agency) problems.push_back({"sender-mismatch", "envelope.sender", "is another agency than this adapter's: leave it out"});
  if (read.scheme != ports.settings.scheme) problems.push_back({"invalid-value", "envelope.scheme", "is not the one in adapter.toml: leave it out"});
  if (read.area != ports.settings.area) problems.push_back({"invalid-value", "envelope.area", "is not the one in adapter.toml: leave it out"});
  return problems;
}

Outcome<OwnWords> read_canonical(const Json& document, const OwnWordsPorts& ports) {
  TRY(schemas::Message message, read_message(document, ports));
  const Json& said = document["envelope"];
  const schemas::Envelope& envelope = message.envelope;
  if (Problems problems = envelope_problems(said, envelope, ports); !problems.empty()) return Fail{std::move(problems)};
  OwnWords out;
  if (said.has("purpose")) out.said.purpose = envelope.purpose;
  if (said.has("recipients")) out.said.recipients = envelope.recipients;
  if (said.has("caseId")) out.said.case_id = envelope.case_id;
  out.said.agreement = envelope.agreement;
  out.said.in_reply_to = envelope.in_reply_to;
  out.said.due = envelope.due;
  out.said.emergency = envelope.emergency;
  Translation only{.type = envelope.type, .body = std::move(message.body), .place = {}, .reference = {}, .urgency = envelope.urgency,
                   .marking = envelope.marking, .not_carried = {}};
  out.translated = translated(std::move(only));
  return out;
}

struct RecallAsked {
  std::vector<schemas::MessageId> messages;
  std::string action;
  std::vector<std::string> paths;
  std::string reason;
};

// Those of a reference or a document, but for recalls of its own. Of two people under one reference nobody can say which is meant.
std::vector<schemas::MessageId> meant(const std::vector<LedgerEntry>& entries, MemberReader& in, const std::string& name) {
  std::vector<schemas::MessageId> out;
  std::set<std::string> people;
  for (const LedgerEntry& entry : entries) {
    if (entry.type == BodyType::recall) continue;
    out.push_back(entry.message);
    if (!entry.person.empty()) people.insert(entry.person);
  }
  if (out.empty()) in.fail(name, "nothing was sent under it from here: say `message`, the id");
  if (name == "reference" && people.size() > 1) in.fail(name, "messages about different people were sent under it: say `message`, the id, of each");
  return out;
}

RecallAsked read_recall(const Ledger& ledger, MemberReader& in) {
  RecallAsked asked;
  const auto message = in.read<schemas::MessageId>("message", schemas::parse_message_id, "must be a message id");
  const auto reference = in.read<std::string>("reference", some_text, "must be the reference under which it was sent");
  const auto file = in.read<std::string>("document", some_text, "must be the name of the file that was sent");
  const auto action = in.read<schemas::RecallAction>("action", schemas::recall_action_named, "must be rectify, erase or restrict");
  const auto reason = in.read<std::string>("reason", some_text, "must say why");
  if ((message ? 1 : 0) + (reference ? 1 : 0) + (file ? 1 : 0) != 1) in.fail("message", "say one of message, reference and document");
  else if (message) asked.messages = {*message};
  else asked.messages = reference ? meant(ledger.of_reference(*reference), in, "reference") : meant(ledger.of_document(*file), in, "document");
  in.need(action.has_value(), "action", "say what the recipients are to do: rectify, erase or restrict");
  in.need(reason.has_value(), "reason", "say why, for those who are asked");
  for (const Json& path : in.member("paths").items) {
    if (path.is_string() && schemas::is_recall_path(path.text)) asked.paths.push_back(path.text);
    else in.fail("paths", "must list fields of the message, such as subject.address[0].lines");
  }
  const Json& corrected = in.member("corrected");
  if (!corrected.is_null() && !corrected.is_object()) in.fail("corrected", "must be an object, shaped like a canonical body");
  if (!corrected.is_null() && asked.messages.size() > 1) in.fail("corrected", "belongs to one message: say `message`, the id");
  in.need(!action || *action != schemas::RecallAction::rectify || corrected.is_object(), "corrected", "a rectification says the right values");
  if (action) asked.action = schemas::name_of(*action);
  asked.reason = reason.value_or("");
  return asked;
}

Json recall_document(const RecallAsked& asked, const schemas::MessageId& message, const Json& corrected) {
  Json paths = Json::array();
  for (const std::string& path : asked.paths) {
    Json one = Json::object();
    one.put("path", path);
    paths.push(std::move(one));
  }
  Json recall = Json::object();
  recall.put("action", asked.action).put("message", format_uuid(message.value())).put("paths", std::move(paths)).put("reason", asked.reason);
  Json body = corrected.is_object() ? corrected : Json::object();
  body.key.clear();
  body.put("recall", std::move(recall));
  Json typed = Json::object();
  typed.put("recall", std::move(body));
  Json out = Json::object();
  return out.put("body", std::move(typed));
}

Outcome<OwnWords> read_recalls(const Json& document, const OwnWordsPorts& ports) {
  MemberReader in{document};
  const RecallAsked asked = read_recall(ports.ledger, in);
  if (Problems problems = in.finish(); !problems.empty()) return Fail{std::move(problems)};
  OwnWords out;
  for (const schemas::MessageId& message : asked.messages) {
    TRY(schemas::Message read, read_message(recall_document(asked, message, document["corrected"]), ports));
    const auto sent = ports.ledger.find(message);
    out.translated.messages.push_back({.type = BodyType::recall, .body = std::move(read.body), .place = {}, .reference = sent ? sent->reference : std::string{},
                                       .urgency = schemas::Urgency::routine, .marking = {}, .not_carried = {}});
  }
  return out;
}

}  // namespace

bool is_in_own_words(std::string_view name) { return name.ends_with(canonical_ending) || name.ends_with(recall_ending); }

Outcome<OwnWords> read_own_words(const NativeInput& input, const OwnWordsPorts& ports) {
  TRY(const Json document, read_json(input.bytes));
  if (!document.is_object()) return Fail{one_problem("malformed", "", "must be a JSON object")};
  return input.name.ends_with(recall_ending) ? read_recalls(document, ports) : read_canonical(document, ports);
}

schemas::Body recall_body(const schemas::MessageId& message, std::string_view action, std::string_view reason) {
  schemas::Draft draft;
  draft.set("recall.action", action);
  draft.set("recall.message", format_uuid(message.value()));
  draft.set("recall.reason", reason);
  auto body = std::move(draft).finish(BodyType::recall);
  CHECK(body, "an action, an id and a text are a recall");
  return std::move(*body);
}

std::string recall_json(const RecallFile& recall) {
  Json paths = Json::array();
  for (const std::string& path : recall.paths) paths.push(Json::string(path));
  Json out = Json::object();
  out.put("message", format_uuid(recall.message.value())).put("action", recall.action).put("paths", std::move(paths)).put("reason", recall.reason);
  return write_json(out);
}

}  // namespace concordat::adapters
