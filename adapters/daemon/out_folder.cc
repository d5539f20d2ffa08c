#include "adapters/daemon/out_folder.h"

#include "adapters/daemon/handed.h"
#include "adapters/daemon/report.h"
#include "adapters/daemon/telling.h"
#include "adapters/json.h"
#include "adapters/link/folders.h"
#include "adapters/link/inbox.h"
#include "adapters/released.h"
#include "schemas/recall.h"

namespace concordat::adapters {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t short_id_characters = 16;
constexpr std::size_t meta_bytes_max = 1024 * 1024;

Json list_of(const std::vector<std::string>& texts) {
  Json out = Json::array();
  for (const std::string& text : texts) out.push(Json::string(text));
  return out;
}
Json number(std::uint64_t value) { return Json::number(std::to_string(value)); }

void put_origin(Json& out, const link::Record& record) {
  out.put("message", format_uuid(record.id.value())).put("native", record.origin.native);
  out.put("place", record.origin.place).put("reference", record.origin.reference);
}

Json outcome_json(const schemas::RecipientOutcome& outcome) {
  Json out = Json::object();
  out.put("recipient", outcome.recipient).put("outcome", outcome.outcome).put("code", outcome.code);
  out.put("sequence", number(outcome.sequence)).put("agreement", outcome.agreement);
  Json rows = Json::array();
  for (const schemas::Row& row : outcome.rows) {
    Json one = Json::object();
    one.put("path", row.path).put("outcome", row.outcome).put("grantedBy", row.granted_by);
    one.put("cappedBy", row.capped_by).put("because", row.because);
    rows.push(std::move(one));
  }
  out.put("rows", std::move(rows));
  return out;
}

Json ours_json(const LedgerEntry& ours) {
  Json out = Json::object();
  return out.put("message", format_uuid(ours.message.value())).put("reference", ours.reference).put("native", ours.document);
}

Json recall_json_of(const schemas::RecallOrder& order) {
  Json out = Json::object();
  out.put("action", schemas::name_of(order.action)).put("message", format_uuid(order.message.value()));
  return out.put("paths", list_of(order.paths));
}

std::string state_of(const link::Record& record) {
  if (record.refused) return "refused";
  if (record.settled()) return "settled";
  return record.accepted ? "accepted" : "sent";
}

// The stem of a delivery's two files. A second disclosure that begins alike gets its whole id for a name.
std::string stem_of(const fs::path& out, const link::Delivery& delivery) {
  const std::string id = link::name_of(delivery.id);
  const std::string type{schemas::name_of(delivery.delivered.envelope.type)};
  std::string stem = id.substr(0, short_id_characters) + "-" + type;
  const auto meta = read_file(out / (stem + ".meta.json"), meta_bytes_max);
  if (meta && as_text(*meta).find(id) == std::string_view::npos) return id + "-" + type;
  return stem;
}

Result<Unit, FileError> write_refused(const Config& config, const link::Record& record) {
  const fs::path original = config.state / "originals" / record.origin.original;
  const std::string message = format_uuid(record.id.value());
  const std::string stem = message + "-" + short_name(record.origin.native);
  std::error_code failed;
  if (!record.origin.original.empty() && fs::exists(original, failed)) {
    fs::copy(original, config.rejected / stem, fs::copy_options::recursive | fs::copy_options::overwrite_existing, failed);
    if (failed) return Fail{FileError{FileError::Kind::other, "copy to " + config.rejected.string() + ": " + failed.message()}};
  }
  Report report{record.origin.native, "refused", message, {}};
  for (const std::string& where : record.refused->where) report.problems.push_back({record.refused->code, where, ""});
  if (report.problems.empty()) report.problems.push_back({record.refused->code, record.origin.place, ""});
  return write_report(config.rejected, stem, report);
}

}  // namespace

Result<Unit, FileError> make_out_folders(const Config& config) {
  for (const fs::path& folder : {config.in, config.out, config.out / "status", config.rejected, config.state / "answers", config.state / "receipts"}) {
    TRY(const Unit made, link::make_private_folder(folder));
    static_cast<void>(made);
  }
  for (const fs::path& folder : {config.out, config.out / "status", config.rejected}) {
    TRY(const auto swept, link::list_folder(folder));  // sweeps away what a crash left half written
    static_cast<void>(swept);
  }
  return Unit{};
}

std::string answer_json(const link::Record& record) {
  Json out = Json::object();
  put_origin(out, record);
  out.put("state", state_of(record));
  if (record.accepted) {
    out.put("sequence", number(record.accepted->sequence));
    Json outcomes = Json::array();
    for (const schemas::RecipientOutcome& outcome : record.accepted->outcomes) outcomes.push(outcome_json(outcome));
    out.put("outcomes", std::move(outcomes));
  }
  if (record.refused) out.put("code", record.refused->code).put("where", list_of(record.refused->where));
  return write_json(out);
}

std::string status_json(const link::Record& record) {
  Json out = Json::object();
  put_origin(out, record);
  out.put("state", state_of(record));
  if (record.refused) out.put("code", record.refused->code);
  Json recipients = Json::array();
  if (record.accepted)
    for (const schemas::RecipientOutcome& outcome : record.accepted->outcomes) {
      Json row = Json::object();
      row.put("recipient", outcome.recipient).put("outcome", outcome.outcome).put("code", outcome.code);
      recipients.push(std::move(row));
    }
  out.put("recipients", std::move(recipients));
  Json history = Json::array();
  for (const schemas::Status& status : record.statuses) {
    Json row = Json::object();
    row.put("sequence", number(status.sequence)).put("recipient", status.recipient).put("state", status.state);
    row.put("code", status.code).put("at", format_instant(status.at));
    row.put("callName", status.call_name).put("callNumber", status.call_number);
    history.push(std::move(row));
  }
  out.put("history", std::move(history));
  return write_json(out);
}

std::string meta_json(const link::Delivery& delivery, const Written& written) {
  const schemas::Delivered& delivered = delivery.delivered;
  const schemas::Envelope& envelope = delivered.envelope;
  Json out = Json::object();
  out.put("disclosure", link::name_of(delivery.id)).put("document", written.document).put("receipt", written.receipt);
  out.put("sequence", number(delivery.sequence.value()));
  out.put("message", format_uuid(envelope.id.value())).put("case", format_uuid(envelope.case_id.value()));
  out.put("type", schemas::name_of(envelope.type)).put("sender", envelope.sender.value());
  if (envelope.in_reply_to) out.put("inReplyTo", format_uuid(envelope.in_reply_to->value()));
  out.put("purpose", envelope.purpose).put("urgency", schemas::name_of(envelope.urgency)).put("marking", schemas::name_of(envelope.marking));
  if (envelope.due) out.put("due", format_date(*envelope.due));
  out.put("agreement", delivered.terms.agreement).put("agreementDigest", to_hex(delivered.terms.agreement_digest.value().bytes));
  out.put("caveats", list_of(delivered.terms.caveats)).put("keep", delivered.terms.keep);
  out.put("dutyContact", delivered.terms.duty_contact).put("noTell", list_of(untold_paths(delivered)));
  out.put("onwardNo", list_of(kept_paths(delivered, schemas::Onward::no))).put("onwardAsk", list_of(kept_paths(delivered, schemas::Onward::ask)));
  Json notices = Json::array();
  for (const schemas::Notice& notice : delivered.notices) {
    Json row = Json::object();
    row.put("path", notice.path).put("agreement", notice.agreement);
    notices.push(std::move(row));
  }
  out.put("notices", std::move(notices)).put("missing", list_of(delivered.missing));
  out.put("earlierDocuments", list_of(written.earlier));
  if (written.ours) out.put("answers", ours_json(*written.ours));
  if (const auto order = schemas::recall_of(delivered)) out.put("recall", recall_json_of(*order));
  return write_json(out);
}

Result<Unit, FileError> write_delivery(const Config& config, const Kind& kind, const link::Delivery& delivery) {
  const fs::path receipt = config.state / "receipts" / (link::name_of(delivery.id) + ".receipt");
  TRY(const Unit kept, write_file(receipt, delivery.receipt, FileMode::owner_only));
  const std::string stem = stem_of(config.out, delivery);
  const Native native = kind.render(delivery.delivered);
  const std::string document = stem + native.extension;
  const Handed handed{config.state};
  const schemas::Envelope& envelope = delivery.delivered.envelope;
  const std::string meta = meta_json(delivery, {document, fs::absolute(receipt).lexically_normal().string(), handed.documents_before(delivery.delivered),
                                                answered_by(Ledger{config.state}, envelope)});
  TRY(const Unit described, write_file(config.out / (stem + ".meta.json"), as_bytes(meta), FileMode::owner_only));
  TRY(const Unit remembered, handed.remember(envelope.id, document));
  TRY(const Unit written, write_file(config.out / document, as_bytes(native.text), FileMode::owner_only));
  static_cast<void>(kept), static_cast<void>(described), static_cast<void>(remembered), static_cast<void>(written);
  return tell_answer(config, kind, delivery, document);
}

Result<Unit, FileError> write_record(const Config& config, const Kind& kind, const link::Record& record) {
  const std::string file = format_uuid(record.id.value()) + ".json";
  if (record.refused) {
    TRY(const Unit reported, write_refused(config, record));
    static_cast<void>(reported);
  }
  TRY(const Unit told, tell_steps(config, kind, record));
  TRY(const Unit recalled, recall_what_is_due(config, record));
  TRY(const Unit known, write_file(config.out / "status" / file, as_bytes(status_json(record)), FileMode::owner_only));
  static_cast<void>(told), static_cast<void>(recalled), static_cast<void>(known);
  // Last: who waits for the answer finds the rest.
  return write_file(config.state / "answers" / file, as_bytes(answer_json(record)), FileMode::owner_only);
}

}  // namespace concordat::adapters
