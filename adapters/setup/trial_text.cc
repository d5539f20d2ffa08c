#include <algorithm>

#include "adapters/json.h"
#include "adapters/report.h"
#include "adapters/setup/trial.h"
#include "schemas/codes.h"

namespace concordat::adapters {
namespace {

std::string word_of(const std::string& outcome) {
  if (outcome == "full") return "gets it";
  if (outcome == "withhold" || outcome == "conceal") return "not";
  return outcome == "existence" ? "that there is one" : "as " + outcome;
}

std::string with_meaning(const std::string& code) {
  const schemas::CodeEntry* entry = schemas::find_code(code);
  return entry == nullptr ? code : code + ": " + std::string{entry->meaning};
}

std::string padded(const std::string& text, std::size_t width) { return text + std::string(text.size() < width ? width - text.size() : 0, ' '); }

std::string fields_text(const std::vector<policy::ExplainedField>& fields) {
  std::size_t path = 0;
  std::size_t outcome = 0;
  for (const policy::ExplainedField& field : fields) {
    path = std::max(path, field.path.size());
    outcome = std::max(outcome, word_of(field.outcome).size());
  }
  std::string out;
  for (const policy::ExplainedField& field : fields)
    out += "    " + padded(field.path, path) + "  " + padded(word_of(field.outcome), outcome) + "  " + field.because + "\n";
  return out;
}

std::string recipient_text(const TriedRecipient& one) {
  std::string out = "\n  " + one.recipient.value() + ": " + one.found.outcome;
  if (!one.found.reason.empty()) out += ", " + with_meaning(one.found.reason);
  if (one.found.agreement) out += ", under " + *one.found.agreement;
  out += "\n" + fields_text(one.found.fields);
  for (const policy::ExplainedHold& hold : one.found.holds)
    out += "    waits for " + (hold.clause ? "a named person to let clause " + *hold.clause + " go" : std::string{"its sender to mend or clear it"}) + "\n";
  for (const policy::ExplainedLeak& leak : one.found.leaks) out += "    the leak guard: " + leak.passage + " seems to give away " + leak.value + "\n";
  for (const std::string& path : one.found.missing) out += "    missing, and required: " + path + "\n";
  for (const schemas::Notice& notice : one.found.notices) out += "    told that it may not have got: " + notice.path + ", under " + notice.agreement + "\n";
  return out;
}

std::string problems_text(std::string_view head, const Problems& problems) {
  if (problems.empty()) return {};
  std::string out = "\n" + std::string{head} + "\n";
  for (const schemas::Problem& problem : problems)
    out += "  " + problem.code + (problem.where.empty() ? "" : ", at " + problem.where) + ": " + problem.what + "\n";
  return out;
}

std::string message_text(const TriedMessage& message, std::size_t number, std::size_t count) {
  std::string out = "\nMessage " + std::to_string(number) + " of " + std::to_string(count) + ": " + std::string{schemas::name_of(message.type)};
  if (!message.place.empty()) out += ", from " + message.place;
  if (!message.reference.empty()) out += ", our reference " + message.reference;
  out += "; purpose " + message.purpose + ", " + std::string{schemas::name_of(message.urgency)} + "\n";
  if (!message.refused.empty()) out += "  the broker would refuse it: " + with_meaning(message.refused) + "\n";
  if (message.type == schemas::BodyType::recall) out += "  goes to everybody who had what it recalls; the broker knows who\n";
  for (const TriedRecipient& one : message.recipients) out += recipient_text(one);
  out += problems_text("  Left out of the message, for it cannot be believed:", message.left_out);
  if (!message.not_carried.empty()) out += "\n  In the document, and not carried:\n";
  for (const std::string& path : message.not_carried) out += "    " + path + "\n";
  return out;
}

Json texts(const std::vector<std::string>& from) {
  Json out = Json::array();
  for (const std::string& text : from) out.push(Json::string(text));
  return out;
}

Json recipient_json(const TriedRecipient& one) {
  Json fields = Json::array();
  for (const policy::ExplainedField& field : one.found.fields) {
    Json row = Json::object();
    row.put("path", field.path).put("outcome", field.outcome).put("grantedBy", field.granted_by.value_or(""));
    row.put("cappedBy", field.capped_by.value_or("")).put("because", field.because);
    fields.push(std::move(row));
  }
  Json notices = Json::array();
  for (const schemas::Notice& notice : one.found.notices) {
    Json row = Json::object();
    row.put("path", notice.path).put("agreement", notice.agreement);
    notices.push(std::move(row));
  }
  Json out = Json::object();
  out.put("recipient", one.recipient.value()).put("outcome", one.found.outcome).put("code", one.found.reason);
  out.put("agreement", one.found.agreement.value_or("")).put("fields", std::move(fields)).put("missing", texts(one.found.missing));
  return out.put("mayBeWithheld", std::move(notices));
}

Json message_json(const TriedMessage& message) {
  Json recipients = Json::array();
  for (const TriedRecipient& one : message.recipients) recipients.push(recipient_json(one));
  Json out = Json::object();
  out.put("type", schemas::name_of(message.type)).put("place", message.place).put("reference", message.reference);
  out.put("purpose", message.purpose).put("urgency", schemas::name_of(message.urgency)).put("refused", message.refused);
  out.put("recipients", std::move(recipients)).put("notCarried", texts(message.not_carried));
  return out.put("leftOut", problem_rows(message.left_out));
}

}  // namespace

std::string trial_text(const Trial& trial) {
  std::string out = trial.document + ": nothing is sent. The agreements are read as they lie there, unsigned; the case is taken to be new.\n";
  for (std::size_t i = 0; i < trial.messages.size(); ++i) out += message_text(trial.messages[i], i + 1, trial.messages.size());
  out += problems_text("The leak guard, for every recipient:", trial.findings);
  return out + problems_text("Parts of the document that make no message:", trial.rejected);
}

std::string trial_json(const Trial& trial) {
  Json messages = Json::array();
  for (const TriedMessage& message : trial.messages) messages.push(message_json(message));
  Json out = Json::object();
  out.put("document", trial.document).put("messages", std::move(messages));
  out.put("findings", problem_rows(trial.findings)).put("rejected", problem_rows(trial.rejected));
  return write_json(out);
}

}  // namespace concordat::adapters
