#include "tests/sim/oracle.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "adapters/link/inbox.h"
#include "audit/verify_live.h"
#include "broker/answers.h"

namespace concordat::sim {
namespace {

using audit::EventKind;
using schemas::AgencyId;

std::string name_of(const schemas::MessageId& id) { return format_uuid(id.value()); }

bool is_temporary(std::string_view code) {
  return code == "log-unavailable" || code == "rate-limited" || code == "busy" || code == "say-hello" || code == "starting";
}

std::string annex_value(const audit::Log& log, std::uint64_t at, std::string_view key) {
  const auto annex = log.annex(audit::Sequence{at});
  const auto pairs = annex && *annex ? audit::read_annex(**annex) : std::nullopt;
  if (!pairs) return {};
  const auto found = std::find_if(pairs->begin(), pairs->end(), [&](const auto& pair) { return pair.key == key; });
  return found == pairs->end() ? std::string{} : std::string{found->value};
}

bool holds(const std::filesystem::path& file, std::string_view text) {
  std::ifstream in{file, std::ios::binary};
  const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
  return bytes.find(text) != std::string::npos;
}

}  // namespace

void Oracle::complain(std::string what) {
  constexpr std::size_t enough = 20;
  if (complaints_.size() < enough) complaints_.push_back(std::move(what));
}

// FNV-1a.
void Oracle::trace(ByteView bytes) {
  for (const std::byte byte : bytes) trace_ = (trace_ ^ std::to_integer<std::uint64_t>(byte)) * 0x100000001b3U;
}

void Oracle::submitted(const schemas::Message& message) { submitted_.emplace(message.envelope.id, message); }

void Oracle::catch_up(const audit::Log& log) {
  for (; read_ < log.next_sequence().value(); ++read_) {
    const auto entry = log.entry(audit::Sequence{read_});
    if (!entry || !*entry) return complain("an entry on disk cannot be read");
    if ((*entry)->kind == EventKind::access) ++accesses_;
    if ((*entry)->kind == EventKind::agreement || (*entry)->kind == EventKind::directory)
      if (const auto wrong = rules_.read(**entry, schemas::read_statement(annex_value(log, read_, "statement")))) complain("entry " + std::to_string(read_) + ": " + *wrong);
    if ((*entry)->kind == EventKind::returned) {
      if ((*entry)->code != "agreement-gone") complain("returned: " + (*entry)->code);
      returned_.insert(schemas::DisclosureId{(*entry)->reference});
    }
    if ((*entry)->kind == EventKind::disclosed) {
      disclosed_[schemas::DisclosureId{(*entry)->reference}] = read_;
      meant_[schemas::DisclosureId{(*entry)->reference}] = {annex_value(log, read_, broker::annex_message), (*entry)->counterpart};
    }
    if ((*entry)->kind == EventKind::emergency && !(*entry)->code.ends_with("-overdue")) emergencies_[(*entry)->about->value()] = (*entry)->code;
    const bool is_approval = (*entry)->kind == EventKind::released && (*entry)->code == "approved";
    if (!is_approval && (*entry)->code != "hold-refused") continue;
    const auto annex = log.annex(audit::Sequence{read_});
    const auto pairs = annex && *annex ? audit::read_annex(**annex) : std::nullopt;
    if (!pairs || pairs->empty()) continue;  // its key is destroyed by and by
    const std::pair<std::string, std::string> of{pairs->front().value, (*entry)->counterpart};
    const auto message = schemas::parse_message_id(of.first);
    const auto sent = message ? submitted_.find(*message) : submitted_.end();
    if (sent == submitted_.end() || (*entry)->actor != sent->second.envelope.sender.value() + "/lead") complain("a hold was decided by another agency's officer");
    if (is_approval) ++approved_[of];
    else refused_.insert(of);
  }
}

void Oracle::told(const broker::Session& to, const broker::Reply& reply, const audit::Log* log) {
  if (to.connection == intruder_connection) complain("an intruder was answered");
  if (log != nullptr) catch_up(*log);
  if (const auto* answer = std::get_if<schemas::Answer>(&reply); answer != nullptr && answer->code.empty() && ++answered_asks_ > accesses_)
    complain("an officer was answered before the access was on disk");
  const Bytes bytes = std::visit([](const auto& said) { return schemas::encode_frame(said); }, reply);
  trace(bytes);
  std::optional<schemas::MessageId> id;
  std::uint64_t recorded = 0;
  if (const auto* accepted = std::get_if<schemas::Accepted>(&reply)) {
    id = accepted->message;
    recorded = accepted->sequence + accepted->outcomes.size();
    accepted_.emplace(*id, *accepted);
  } else if (const auto* refused = std::get_if<schemas::Refused>(&reply); refused != nullptr && !is_temporary(refused->code)) {
    id = refused->message;
  }
  if (!id) return;
  if (log == nullptr) return complain("a sender was answered without a log: " + name_of(*id));
  if (recorded >= log->next_sequence().value()) complain("a sender was answered before it was on disk: " + name_of(*id));
  if (answers_.emplace(*id, bytes).first->second != bytes) complain("an answer is not the first answer: " + name_of(*id));
}

void Oracle::dispatched(const broker::Session& to, const broker::Dispatch& dispatch, const audit::Log* log) {
  if (log == nullptr) return complain("a delivery left without a log");
  catch_up(*log);
  trace(dispatch.parcel().label().disclosure.value().bytes);
  const broker::ParcelLabel& label = dispatch.parcel().label();
  const auto entry = disclosed_.find(label.disclosure);
  if (entry == disclosed_.end() || entry->second != dispatch.receipt().sequence().value()) complain("a delivery left without its entry");
  if (label.recipient.value() != to.name) complain("a delivery left for another agency");
  if (const auto why = rules_.forbids(label.agreement, label.recipient)) complain("a delivery left under " + label.agreement + ", " + *why);
  const std::set<std::string> suspended = rules_.suspended_fields();
  const auto [held_back, is_first] = held_back_.emplace(label.disclosure, suspended);
  if (!is_first) std::erase_if(held_back->second, [&](const std::string& field) { return !suspended.contains(field); });
}

void Oracle::handed(const AgencyId& to, const link::Delivery& delivery) {
  const schemas::MessageId message = delivery.delivered.envelope.id;
  if (!disclosed_.contains(delivery.id)) complain("handed on without an entry: " + name_of(message));
  handed_.emplace(delivery.id, to);
  auto& disclosures = by_message_[Pair{message, to}];
  disclosures.insert(delivery.id);
  if (disclosures.size() > 1 + approved_[{name_of(message), to.value()}]) complain("disclosed twice to one agency: " + name_of(message));
  check_values(delivery);
}

// Each released value is what was submitted, or the view that the agreement says.
void Oracle::check_values(const link::Delivery& delivery) {
  const auto submitted = submitted_.find(delivery.delivered.envelope.id);
  if (submitted == submitted_.end()) return complain("handed on, but never submitted");
  std::multiset<std::pair<schemas::FieldId, std::string>> values;
  for (const schemas::Field& field : submitted->second.body.fields) values.emplace(field.id, field.value);
  if (submitted->second.envelope.emergency && emergencies_[disclosed_[delivery.id]] != "riskToLife")
    complain("an emergency left without its entry: " + name_of(submitted->first));
  for (const schemas::DeliveredField& field : delivery.delivered.fields) {
    const std::string& path = schemas::FieldTable::get()[field.id].path;
    for (const std::string& suspended : held_back_[delivery.id])
      if (path.starts_with(suspended)) complain("released, though a party has suspended it: " + path);
    if (path.starts_with("referrer")) complain("released, though no agreement shares it: " + path);
    if (path.starts_with("services") && !approved_.contains({name_of(submitted->first), delivery.delivered.envelope.recipients.at(0).value()}))
      complain("what is held left without a person's word: " + path);
    if (path.starts_with("subject.address") && field.view > schemas::Level::existence && !submitted->second.envelope.emergency)
      complain("a hidden address left without an emergency");
    if (path.starts_with("relatedPersons") && field.tell != schemas::Tell::not_the_person) complain("what must not be told does not say so: " + path);
    if (path == "subject.birthDate" && field.view != schemas::Level::age_band) complain("released in another view than agreed: " + path);
    if (field.view == schemas::Level::full && !values.contains({field.id, field.value})) complain("released, but never submitted: " + path);
  }
  if (delivery.delivered.fields.empty()) complain("a delivery without a field");
}

void Oracle::recorded(const link::Record& record) { records_.insert_or_assign(record.id, record); }

void Oracle::alarmed(const AgencyId& by, const link::Alarm& alarm) {
  complain("alarm at " + by.value() + ": " + std::string{alarm.code});
}

void Oracle::judge(const broker::Core& core, const std::filesystem::path& folder) {
  catch_up(core.log());
  for (const auto& [id, message] : submitted_)
    if (!answers_.contains(id)) complain("never answered: " + name_of(id));
  for (const auto& [id, accepted] : accepted_) {
    for (const schemas::RecipientOutcome& outcome : accepted.outcomes)
      if (outcome.outcome != "refused" && !is_returned(id, outcome.recipient) && !is_refused_later(id, outcome.recipient) && !refused_.contains({name_of(id), outcome.recipient}) &&
          !by_message_.contains({id, *schemas::parse_agency_id(outcome.recipient)}))
        complain("accepted, " + outcome.outcome + " " + outcome.code + ", but never handed on: " + name_of(id) + " to " + outcome.recipient);
    if (const auto record = records_.find(id); record == records_.end() || !record->second.settled()) complain("not settled: " + name_of(id));
  }
  for (const auto& [disclosure, sequence] : disclosed_)
    if (!handed_.contains(disclosure) && !returned_.contains(disclosure)) complain("entry " + std::to_string(sequence) + " says disclosed, but nobody was handed it");
  judge_urgent();
  judge_rules(core);
  judge_returned();
  judge_log(core.log());
  judge_memory(core);
  judge_files(folder);
}

// Nothing urgent that was refused or had to wait was kept from its sender's people, and each was told whom to call.
void Oracle::judge_urgent() {
  for (const auto& [id, accepted] : accepted_) {
    const auto record = records_.find(id);
    if (record == records_.end() || submitted_.at(id).envelope.urgency == schemas::Urgency::routine) continue;
    for (const schemas::RecipientOutcome& outcome : accepted.outcomes) {
      if (outcome.outcome == "disclosed") continue;
      const auto& statuses = record->second.statuses;
      const bool is_told = std::any_of(statuses.begin(), statuses.end(), [&](const schemas::Status& status) {
        return status.state == "not-delivered" && status.recipient == outcome.recipient && !status.call_number.empty();
      });
      std::string said;
      for (const schemas::Status& status : statuses) said += " " + status.recipient + ":" + status.state + ":" + status.code;
      if (!is_told) complain("urgent, " + outcome.outcome + " " + outcome.code + ", and nobody was told: " + name_of(id) + said);
    }
  }
}

void Oracle::judge_log(const audit::Log& log) {
  const auto report = audit::verify_live(log, std::nullopt);
  if (!report || !report->ok()) complain("the log does not verify");
  std::map<schemas::DisclosureId, std::size_t> delivered;
  std::map<std::string, std::size_t> settled;  // accepted entries by message
  for (std::uint64_t at = 0; at < log.next_sequence().value(); ++at) {
    const auto entry = log.entry(audit::Sequence{at});
    const auto annex = log.annex(audit::Sequence{at});
    if (!entry || !*entry || !annex || !*annex) return complain("entry or annex cannot be read");
    const std::string_view text = as_text(**annex);
    if (text.find(canary) != std::string_view::npos) complain("an annex holds a value: entry " + std::to_string(at));
    if ((*entry)->kind == EventKind::delivered) ++delivered[schemas::DisclosureId{(*entry)->reference}];
    if ((*entry)->kind != EventKind::accepted) continue;
    const auto pairs = audit::read_annex(**annex);
    if (pairs && !pairs->empty() && ++settled[pairs->front().value] > 1) complain("accepted twice: " + pairs->front().value);
  }
  for (const auto& [disclosure, sequence] : disclosed_)
    if (delivered[disclosure] != 1 && !returned_.contains(disclosure)) complain("entry " + std::to_string(sequence) + " was recorded as delivered " + std::to_string(delivered[disclosure]) + " times");
}

// What waited may be refused when it is decided afresh: its sender's people must have heard of it.
bool Oracle::is_refused_later(const schemas::MessageId& message, const std::string& recipient) const {
  const auto record = records_.find(message);
  return record != records_.end() && std::any_of(record->second.statuses.begin(), record->second.statuses.end(), [&](const schemas::Status& status) {
    return status.state == "refused" && status.recipient == recipient;
  });
}

bool Oracle::is_returned(const schemas::MessageId& message, const std::string& recipient) const {
  return std::any_of(returned_.begin(), returned_.end(), [&](const schemas::DisclosureId& id) {
    const auto meant = meant_.find(id);
    return meant != meant_.end() && meant->second == std::pair{name_of(message), recipient};
  });
}

// Nothing goes back without its sender's people hearing of it.
void Oracle::judge_returned() {
  for (const schemas::DisclosureId& id : returned_) {
    const auto [message, recipient] = meant_[id];
    const auto parsed = schemas::parse_message_id(message);
    const auto record = parsed ? records_.find(*parsed) : records_.end();
    const bool is_told = record != records_.end() && std::any_of(record->second.statuses.begin(), record->second.statuses.end(), [&to = recipient](const schemas::Status& status) {
      return status.state == "returned" && status.recipient == to;
    });
    if (!is_told) complain("returned, and its sender was not told: " + message + " to " + recipient);
  }
}

// What the broker goes by is what the log alone shows.
void Oracle::judge_rules(const broker::Core& core) {
  if (core.rules.directory->version != rules_.directory()) complain("the directory in force is not the last that was recorded");
  for (const policy::CompiledAgreement& each : core.rules.book->agreements()) {
    const std::string name = schemas::format_agreement_name(each.name);
    if ((each.status == policy::Status::suspended) != rules_.is_suspended(name) && !rules_.is_superseded(name)) complain("the book and the log differ about " + name);
  }
}

void Oracle::judge_memory(const broker::Core& core) {
  if (!core.held.all().empty()) complain("something is still held");
  if (!core.reviews.all().empty()) complain("an emergency was never reviewed");
  if (core.outbox.size() != core.outbox.dead()) complain("the outbox still holds " + std::to_string(core.outbox.size()));
  for (const AgencyId& agency : area_.agencies())
    if (!core.notes.of(agency).empty()) complain("notes are still held for " + agency.value());
  for (const auto& [pair, disclosures] : by_message_) {
    const schemas::Envelope& envelope = submitted_.at(pair.first).envelope;
    const bool is_known = std::any_of(disclosures.begin(), disclosures.end(), [this](const auto& disclosure) { return !returned_.contains(disclosure); });
    if (is_known && !core.cases.is_party(envelope.case_id, pair.second)) complain("was delivered to, but is no party: " + pair.second.value());
    if (!core.cases.is_party(envelope.case_id, envelope.sender)) complain("opened the case, but is no party: " + envelope.sender.value());
    for (const schemas::DisclosureId& disclosure : disclosures) {
      if (returned_.contains(disclosure)) continue;  // it had arrived, and its receipt was lost: nobody can know
      const auto* delivery = core.cases.delivery(disclosure);
      if (delivery == nullptr || delivery->message != pair.first) complain("the case table does not know a delivery");
    }
  }
  for (const auto& [id, accepted] : accepted_) {
    const broker::Seen* seen = core.seen.find(id);
    if (seen == nullptr || seen->first != accepted.sequence) complain("not seen, though answered: " + name_of(id));
  }
}

void Oracle::judge_files(const std::filesystem::path& folder) {
  for (const auto& file : std::filesystem::recursive_directory_iterator{folder})
    if (file.is_regular_file() && holds(file.path(), canary)) complain("a value lies in " + file.path().filename().string());
}

}  // namespace concordat::sim
