#include "adapters/daemon/telling.h"

#include <algorithm>
#include <set>

#include "adapters/daemon/own_words.h"
#include "adapters/link/folders.h"
#include "adapters/link/inbox.h"
#include "adapters/told.h"
#include "base/text.h"
#include "schemas/recall.h"

namespace concordat::adapters {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t told_bytes_max = 1024 * 1024;

struct Step {
  std::string key;  // names it among the steps of its message
  Told told;
};

Told about(const link::Record& record) {
  return {.message = format_uuid(record.id.value()), .reference = record.origin.reference, .document = record.origin.native, .recipient = {},
          .state = {}, .code = {}, .at = {}, .call_name = {}, .call_number = {}};
}

std::string state_of(const std::string& outcome) { return outcome == "disclosed" ? "accepted" : outcome; }

std::vector<Step> steps_of(const link::Record& record) {
  std::vector<Step> out;
  const Instant made = uuid_time(record.id.value()).value_or(Instant{});
  if (record.refused) {
    Step step{"refused-" + record.refused->code, about(record)};
    step.told.state = "refused";
    step.told.code = record.refused->code;
    step.told.at = made;
    out.push_back(std::move(step));
  }
  if (record.accepted)
    for (const schemas::RecipientOutcome& outcome : record.accepted->outcomes) {
      Step step{std::to_string(outcome.sequence) + "-" + outcome.recipient + "-" + outcome.outcome, about(record)};
      step.told.recipient = outcome.recipient;
      step.told.state = state_of(outcome.outcome);
      step.told.code = outcome.code;
      step.told.at = made;
      out.push_back(std::move(step));
    }
  for (const schemas::Status& status : record.statuses) {
    Step step{std::to_string(status.sequence) + "-" + status.recipient + "-" + status.state + "-" + status.code, about(record)};
    step.told.recipient = status.recipient;
    step.told.state = status.state;
    step.told.code = status.code;
    step.told.at = status.at;
    step.told.call_name = status.call_name;
    step.told.call_number = status.call_number;
    out.push_back(std::move(step));
  }
  return out;
}

fs::path file_of(const Config& config, const Told& told, const Native& native) {
  std::string agency = told.recipient;
  std::replace(agency.begin(), agency.end(), '/', '-');
  const std::string stem = told.message + (agency.empty() ? "" : "-" + agency);
  if (is_not_delivered(told)) return config.out / (stem + "-not-delivered" + native.extension);
  return config.out / "status" / (stem + "-" + told.state + native.extension);
}

// The steps of one message that have been told, on disk.
class ToldSteps {
public:
  ToldSteps(const Config& config, const std::string& message) : file_(config.state / "told" / message) {
    const auto bytes = read_file(file_, told_bytes_max);
    if (!bytes) return;
    for (std::string& line : split(trim(as_text(*bytes)), '\n')) keys_.insert(std::move(line));
  }
  bool knows(const std::string& key) const { return keys_.contains(key); }
  Result<Unit, FileError> add(const std::vector<std::string>& keys) {
    keys_.insert(keys.begin(), keys.end());
    TRY(const Unit made, link::make_private_folder(file_.parent_path()));
    static_cast<void>(made);
    std::string text;
    for (const std::string& key : keys_) text += key + "\n";
    return write_file(file_, as_bytes(text), FileMode::owner_only);
  }

private:
  fs::path file_;
  std::set<std::string> keys_;
};

bool is_wanted(const Config& config, const Told& told) { return is_not_delivered(told) || config.feedback == Feedback::steps; }

Result<Unit, FileError> tell(const Config& config, const Kind& kind, const std::string& message, const std::vector<Step>& steps) {
  ToldSteps told{config, message};
  std::vector<std::string> fresh;
  for (const Step& step : steps) {
    if (!is_wanted(config, step.told) || told.knows(step.key)) continue;
    const Native native = kind.tell(step.told);
    TRY(const Unit written, write_file(file_of(config, step.told, native), as_bytes(native.text), FileMode::owner_only));
    static_cast<void>(written);
    fresh.push_back(step.key);
  }
  return fresh.empty() ? Result<Unit, FileError>{Unit{}} : told.add(fresh);
}

std::string_view state_of(schemas::BodyType type) {
  switch (type) {
    case schemas::BodyType::decision: return "decision";
    case schemas::BodyType::closure: return "closed";
    case schemas::BodyType::information_response: return "answered";
    case schemas::BodyType::information_request: return "asked";
    case schemas::BodyType::update: return "updated";
    case schemas::BodyType::referral:
    case schemas::BodyType::recall: return "";
  }
  return "";
}

// Every list of addresses that there is, whoever's: what became confidential is not said, and must not be guessed.
std::vector<std::string> address_lists() {
  std::vector<std::string> out;
  for (const schemas::ListEntry& list : schemas::FieldTable::get().lists())
    if (list.path.ends_with("address") && schemas::is_recall_path(list.path)) out.push_back(list.path);
  return out;
}

}  // namespace

Result<Unit, FileError> tell_steps(const Config& config, const Kind& kind, const link::Record& record) {
  return tell(config, kind, format_uuid(record.id.value()), steps_of(record));
}

std::optional<LedgerEntry> answered_by(const Ledger& ledger, const schemas::Envelope& envelope) {
  if (envelope.in_reply_to)
    if (auto entry = ledger.find(*envelope.in_reply_to)) return entry;
  auto of_case = ledger.of_case(envelope.case_id);
  return of_case.empty() ? std::nullopt : std::optional{std::move(of_case.front())};
}

Result<Unit, FileError> tell_answer(const Config& config, const Kind& kind, const link::Delivery& delivery, const std::string& document) {
  const schemas::Envelope& envelope = delivery.delivered.envelope;
  const std::string_view state = state_of(envelope.type);
  const auto ours = state.empty() ? std::nullopt : answered_by(Ledger{config.state}, envelope);
  if (!ours) return Unit{};
  Step step{link::name_of(delivery.id), {.message = format_uuid(ours->message.value()), .reference = ours->reference, .document = ours->document,
                                         .recipient = envelope.sender.value(), .state = std::string{state}, .code = {}, .at = envelope.created,
                                         .call_name = {}, .call_number = {}, .answer = document}};
  return tell(config, kind, format_uuid(ours->message.value()), {std::move(step)});
}

Result<Unit, FileError> recall_what_is_due(const Config& config, const link::Record& record) {
  const std::string message = format_uuid(record.id.value());
  ToldSteps told{config, message};
  for (const schemas::Status& status : record.statuses) {
    const std::string key = "recalled-" + std::to_string(status.sequence);
    if (status.state != "recall-due" || told.knows(key)) continue;
    const std::string text = recall_json({record.id, "restrict", address_lists(), "An address in it has become confidential"});
    const auto file = config.in / ("due-" + std::to_string(status.sequence) + "-" + message + std::string{recall_ending});
    TRY(const Unit written, write_file(file, as_bytes(text), FileMode::owner_only));
    TRY(const Unit marked, told.add({key}));
    static_cast<void>(written), static_cast<void>(marked);
  }
  return Unit{};
}

}  // namespace concordat::adapters
