#include "broker/desk.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "broker/activity.h"
#include "broker/answers.h"
#include "broker/register/rules_of.h"
#include "broker/register/told.h"
#include "broker/standing.h"
#include "broker/voice.h"

namespace concordat::broker {
namespace {

using nlohmann::ordered_json;

constexpr std::uint32_t entries_each_max = 500;

std::string_view name_of(Waybill::State state) {
  switch (state) {
    case Waybill::State::queued: return "queued";
    case Waybill::State::sent: return "sent";
    case Waybill::State::parked: return "waiting";
    case Waybill::State::dead: return "dead-letter";
  }
  return "queued";
}

ordered_json entry_json(const audit::Entry& entry) {
  ordered_json out{{"sequence", entry.sequence.value()},
                   {"kind", std::string{audit::event_kind_name(entry.kind)}},
                   {"at", format_instant(entry.at)}};
  const auto put = [&](const char* key, const std::string& value) {
    if (!value.empty()) out[key] = value;
  };
  put("actor", entry.actor);
  put("counterpart", entry.counterpart);
  put("code", entry.code);
  put("messageType", entry.message_type);
  put("purpose", entry.purpose);
  if (entry.agreement) out["agreement"] = entry.agreement->name;
  if (entry.about) out["about"] = entry.about->value();
  if (entry.reference != Digest{}) out["reference"] = to_hex(entry.reference.bytes);
  return out;
}

schemas::Answer failed(std::string_view code) { return {.code = std::string{code}, .json = {}, .bytes = {}, .more = false}; }
schemas::Answer told(const ordered_json& json) { return {.code = {}, .json = json.dump(), .bytes = {}, .more = false}; }

std::size_t overdue_reviews(const Core& core) {
  const auto& all = core.reviews.all();
  return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const auto& row) { return !row.second.due.has_value(); }));
}

std::size_t open_recalls(const Core& core) {
  const auto is_open = [](const auto& row) {
    return row.second.stage == RecallRow::Stage::undecided || std::any_of(row.second.asked.begin(), row.second.asked.end(), [](const AskedRow& asked) { return asked.answer.empty(); });
  };
  const auto& all = core.recalls.all();
  return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), is_open));
}

schemas::Answer status(const Core& core) {
  const auto checkpoint = core.log().checkpoint();
  const auto cosigned = core.witnesses.best(core.log().next_sequence().value(), std::nullopt);
  std::size_t queued = core.outbox.size() - core.outbox.dead();
  return told({{"entries", core.log().next_sequence().value()}, {"undelivered", queued}, {"deadLetters", core.outbox.dead()},
               {"directoryVersion", core.rules.directory->version}, {"agreements", standings(*core.rules.book, core.clock.now())},
               {"checkpoint", checkpoint ? checkpoint->note : std::string{}},
               {"cosigned", cosigned ? cosigned->note : std::string{}}, {"keyChanges", core.log().keys().notes()},
               {"holds", core.held.all().size()}, {"emergencies", core.reviews.all().size()}, {"emergenciesOverdue", overdue_reviews(core)}, {"recalls", open_recalls(core)}});
}

schemas::Answer queue(const Core& core) {
  ordered_json list = ordered_json::array();
  for (const Waybill& waybill : core.outbox.all())
    list.push_back({{"record", waybill.record}, {"disclosure", to_hex(waybill.label.disclosure.value().bytes)},
                    {"sender", waybill.label.sender.value()}, {"recipient", waybill.label.recipient.value()},
                    {"type", std::string{schemas::name_of(waybill.label.type)}}, {"urgency", std::string{schemas::name_of(waybill.label.urgency)}},
                    {"state", std::string{name_of(waybill.state)}}, {"attempts", waybill.attempts},
                    {"accepted", format_instant(waybill.label.accepted)}});
  return told({{"parcels", list}});
}

enum class Shown : std::uint8_t { paths, values };

ordered_json hold_json(std::uint64_t record, const HeldRow& row) {
  ordered_json one{{"record", record}, {"message", format_uuid(row.message.value())}, {"sender", row.sender.value()},
                   {"recipient", row.recipient.value()}, {"since", format_instant(row.since)}};
  if (row.due) one["due"] = format_instant(*row.due);
  return one;
}

void add_held(ordered_json& to, const std::vector<HeldField>& held, Shown shown) {
  ordered_json fields = ordered_json::array();
  for (const HeldField& field : held) {
    fields.push_back({{"path", field.path}, {"view", field.view}, {"why", field.why}, {"clause", field.clause}});
    if (shown == Shown::values) fields.back()["value"] = field.value;
  }
  to["fields"] = fields;
  to["held"] = to_hex(held_digest(held).bytes);
}

// Whoever is not of the sender's sees that something waits, and nothing of what.
schemas::Answer holds(const Core& core, const Holding& holding, const schemas::Officer& officer) {
  ordered_json list = ordered_json::array();
  for (const auto& [record, row] : core.held.all()) {
    ordered_json one = hold_json(record, row);
    if (row.sender == officer.agency) add_held(one, holding.fields(record, officer), Shown::paths);
    list.push_back(std::move(one));
  }
  return told({{"holds", list}});
}

// One of them with what the recipient would read. The sender's own people alone are shown it: it is what they sent.
schemas::Answer hold(const Core& core, const Holding& holding, std::uint64_t record, const schemas::Officer& officer) {
  if (const auto code = holding.objection(record, officer, {}); !code.empty()) return failed(code);
  ordered_json one = hold_json(record, *core.held.find(record));
  add_held(one, holding.fields(record, officer), Shown::values);
  return told(one);
}

schemas::Answer emergencies(const Core& core) {
  ordered_json list = ordered_json::array();
  for (const auto& [record, row] : core.reviews.all()) {
    list.push_back({{"record", record}, {"decision", row.decision}, {"message", format_uuid(row.message.value())}, {"sender", row.sender.value()},
                    {"recipient", row.recipient.value()}, {"code", row.code}, {"since", format_instant(row.since)}, {"overdue", !row.due.has_value()}});
    if (row.due) list.back()["due"] = format_instant(*row.due);
    if (row.breach) list.back()["breach"] = format_instant(*row.breach);
  }
  return told({{"emergencies", list}});
}

std::string_view state_of(Core& core, const AskedRow& asked) {
  if (!asked.answer.empty()) return "answered";
  if (asked.delivered != Instant{}) return "delivered";
  const Waybill* waybill = core.outbox.find(asked.disclosure);
  return waybill == nullptr ? "queued" : name_of(waybill->state);
}

ordered_json asked_json(Core& core, const AskedRow& asked, const schemas::Officer& officer) {
  ordered_json out{{"agency", asked.agency.value()}, {"record", asked.record}, {"state", std::string{state_of(core, asked)}}};
  if (asked.delivered != Instant{}) out["delivered"] = format_instant(asked.delivered);
  if (asked.answer.empty()) return out;
  out["answer"] = asked.answer;
  out["answered"] = format_instant(asked.answered);
  out["answerRecord"] = asked.answer_record;
  const auto annex = officer.role == "igOfficer" ? core.log().annex(audit::Sequence{asked.answer_record}) : Result<std::optional<Bytes>, audit::LogError>{std::optional<Bytes>{}};
  if (!annex || !*annex) return out;
  for (const audit::AnnexPair& pair : audit::read_annex(**annex).value_or(std::vector<audit::AnnexPair>{}))
    if (pair.key == annex_reason) out["because"] = pair.value;
  return out;
}

// Whom each asked, who has answered, and since when it is open. Ids and agencies only.
schemas::Answer recalls(Core& core, const schemas::Officer& officer) {
  ordered_json list = ordered_json::array();
  for (const auto& [record, row] : core.recalls.all()) {
    ordered_json one{{"record", record}, {"recall", format_uuid(row.recall.value())}, {"message", format_uuid(row.message.value())},
                     {"case", format_uuid(row.case_id.value())}, {"sender", row.sender.value()}, {"action", row.action}, {"since", format_instant(row.since)}};
    ordered_json asked = ordered_json::array();
    bool is_open = false;
    for (const AskedRow& each : row.asked) {
      is_open = is_open || each.answer.empty();
      asked.push_back(asked_json(core, each, officer));
    }
    one["state"] = row.stage == RecallRow::Stage::undecided ? "needs-decision" : is_open ? "open" : "answered";
    one["asked"] = asked;
    list.push_back(std::move(one));
  }
  return told({{"recalls", list}});
}

schemas::Answer entries(const Core& core, const schemas::Ask& ask, std::string_view role) {
  const std::uint32_t count = std::min(ask.count == 0 ? entries_each_max : ask.count, entries_each_max);
  const std::uint64_t end = core.log().next_sequence().value();
  ordered_json list = ordered_json::array();
  std::uint64_t at = ask.from;
  for (; at < end && list.size() < count; ++at) {
    const auto entry = core.log().entry(audit::Sequence{at});
    if (!entry || !*entry) return failed("log-disk");
    ordered_json row = entry_json(**entry);
    const auto annex = role == "igOfficer" ? core.log().annex(audit::Sequence{at}) : Result<std::optional<Bytes>, audit::LogError>{std::optional<Bytes>{}};
    if (annex && *annex) {
      ordered_json pairs = ordered_json::array();
      for (const audit::AnnexPair& pair : audit::read_annex(**annex).value_or(std::vector<audit::AnnexPair>{}))
        pairs.push_back({{"key", pair.key}, {"value", pair.value}});
      row["annex"] = pairs;
    }
    list.push_back(std::move(row));
  }
  schemas::Answer answer = told({{"entries", list}, {"next", at}});
  answer.more = at < end;
  return answer;
}

// Of a checkpoint that there was: `text` is its size, or empty for the latest.
schemas::Answer prove(const Core& core, const schemas::Ask& ask) {
  const audit::Log& log = core.log();
  const auto latest = log.checkpoint();
  if (!latest) return failed(audit::log_error_code(latest.error()));
  std::uint64_t size = latest->checkpoint.size;
  const auto [end, code] = std::from_chars(ask.text.data(), ask.text.data() + ask.text.size(), size);
  if (!ask.text.empty() && (code != std::errc{} || end != ask.text.data() + ask.text.size())) return failed("no-such-entry");
  if (size == 0 || size > latest->checkpoint.size || ask.from >= size) return failed("no-such-entry");
  const auto slice = log.slice(size - 1, size);
  const auto entry = log.slice(ask.from, ask.from + 1);
  const auto inclusion = log.inclusion(audit::Sequence{ask.from}, size);
  if (!slice || !entry || !inclusion) return failed("log-disk");
  if (slice->checkpoints.empty() || slice->checkpoints.back().number != size || entry->entries.size() != 1) return failed("no-such-entry");
  const audit::DeliveryReceipt receipt{audit::Sequence{ask.from}, to_bytes(entry->entries[0].bytes), *inclusion,
                                       std::string{as_text(slice->checkpoints.back().bytes)}};
  return {.code = {}, .json = ordered_json{{"keyChanges", log.keys().notes()}}.dump(), .bytes = audit::encode_receipt(receipt), .more = false};
}

}  // namespace

void Desk::answer(const Session& officer, const schemas::Ask& ask, Tick& tick) {
  const auto known = core_.rules.directory->find_officer(officer.transport_key, core_.clock.now());
  if (!known) return;
  const auto reply = [this, officer](const schemas::Answer& answer) { core_.network.reply(officer, answer); };
  if (ask.question == "status") return reply(status(core_));  // says nothing of anybody
  if (ask.question == "activity") return reply(activity(core_, ask));
  if (ask.question == "workings") return reply(workings(core_));
  if (ask.question == "search-more") return searches_.answer(officer, *known, ask, tick);  // the access is on disk
  if (ask.reason.empty()) return reply(failed("reason-missing"));
  if (SearchDesk::answers(ask.question)) return searches_.answer(officer, *known, ask, tick);
  if (ask.question == "erase") return erasing_.ask(officer, *known, ask, tick);
  if (ask.question == "act") return acting_.hear(officer, *known, ask, tick);

  audit::AnnexWriter annex;
  annex.add(annex_question, ask.question).add(annex_reason, ask.reason);
  if (const HeldRow* row = ask.question == "hold" ? core_.held.find(ask.from) : nullptr) annex.add(annex_message, format_uuid(row->message.value()));
  tick.add({.kind = audit::EventKind::access, .at = core_.clock.now(), .actor = known->agency.value() + "/" + known->name,
            .code = ask.question, .annex = annex.finish()});
  if (ask.question == "verify") return verifying_.ask(officer, ask, tick);
  if (const auto code = act(ask, *known, tick)) {
    tick.after([reply, code = *code](audit::Committed&) { reply(code.empty() ? told({{"done", true}}) : failed(code)); });
    return;
  }
  tick.after([this, reply, ask, officer = *known](audit::Committed&) { reply(look_up(ask, officer)); });
}

std::optional<std::string> Desk::act(const schemas::Ask& ask, const schemas::Officer& officer, Tick& tick) {
  const std::string who = officer.agency.value() + "/" + officer.name;
  const bool is_word = ask.question == "release" || ask.question == "refuse" || ask.question == "review";
  if (is_word && core_.rules.directory->find_person(officer.agency, officer.name) != nullptr) return "signature-missing";
  if (ask.question == "retry") return hands_.delivery.retry(ask.from, who, tick) ? "" : "no-such-parcel";
  if (ask.question == "give-back") return hands_.delivery.give_back(ask.from, who, tick) ? "" : "no-such-parcel";
  if (ask.question == "release") return hands_.holding.release(ask.from, officer, ask.text, hands_.deciding, tick);
  if (ask.question == "refuse") return hands_.holding.refuse(ask.from, officer, ask.text, tick);
  if (ask.question == "review") return hands_.reviewing.close(ask.from, officer, ask.text, ask.reason, tick);
  if (ask.question == "proceed") return officer.role == "igOfficer" ? "" : "not-permitted";  // the pipeline has heard it
  if (ask.question == "rotate") return rotate(ask.text, officer, tick);
  if (ask.question == "recall-release") return hands_.recalling.release(ask.from, officer, tick);
  if (ask.question == "recall-refuse") return hands_.recalling.refuse(ask.from, officer, tick);
  return std::nullopt;
}

// What was found under a subject key is found under it for good: so the old one stays, and only what comes gets the new.
std::string Desk::rotate(const std::string& key, const schemas::Officer& officer, Tick& tick) {
  if (officer.role != "igOfficer") return "not-permitted";
  const Instant now = core_.clock.now();
  if (key == "data") return core_.vault.rotate(now) ? "" : "data-key-unwritable";  // then what is stored is re-sealed, and that recorded
  if (key == "log") return rotate_log(officer.agency.value() + "/" + officer.name, tick);
  if (key != "subject") return "invalid-question";
  if (!core_.subjects || !core_.subjects->keys.ring().rotate(now)) return "subject-key-unusable";
  tick.add({.kind = audit::EventKind::key_rotated, .at = now, .actor = officer.agency.value() + "/" + officer.name, .code = "subject-key"});
  return "";
}

// Alone in its tick and last in it. Links then say hello again, and are welcomed with the change.
std::string Desk::rotate_log(const std::string& who, Tick& tick) {
  auto next = core_.log_seed ? core_.log_seed->prepare() : Result<SigningKey, FileError>{Fail{FileError{FileError::Kind::missing, {}}}};
  if (!next) return "log-seed-unwritable";
  tick.add({.kind = audit::EventKind::key_rotated, .at = core_.clock.now(), .actor = who, .code = std::string{audit::log_key_code}});
  tick.change_key(std::make_shared<const SigningKey>(std::move(*next)));
  tick.after([this](audit::Committed&) {
    if (!core_.log_seed->settle(core_.log().verify_key())) say(Tone::alarm, "log-seed-unwritable", "log_seed");
    say(Tone::note, "log-key-changed", "log", core_.log().next_sequence().value());
    for (const auto& [agency, link] : core_.sessions.all()) core_.network.reply(link.session, schemas::Refused{std::nullopt, "say-hello", {}});
    core_.sessions.all().clear();
  });
  return "";
}

schemas::Answer Desk::look_up(const schemas::Ask& ask, const schemas::Officer& officer) {
  const Instant now = core_.clock.now();
  const auto as_json = [](std::string json) { return schemas::Answer{.code = {}, .json = std::move(json), .bytes = {}, .more = false}; };
  if (ask.question == "agreements") return as_json(agreements_told(core_.governed, now));
  if (ask.question == "agreement") {
    const auto name = schemas::parse_agreement_name(ask.text);
    auto told_of = name ? agreement_told(core_.governed, *name, now) : std::nullopt;
    return told_of ? as_json(std::move(*told_of)) : failed("no-such-agreement");
  }
  if (ask.question == "rules-at") {
    const auto then = register_before(core_, ask.from);
    if (!then) return failed(audit::log_error_code(then.error()));
    return then->is_empty() ? failed("no-rules-then") : as_json(rules_told(*then));
  }
  if (ask.question == "history") return as_json(history_told(core_.governed, ask.text));
  if (ask.question == "directory") return as_json(directory_told(core_.governed, now));
  if (ask.question == "queue") return queue(core_);
  if (ask.question == "holds") return holds(core_, hands_.holding, officer);
  if (ask.question == "hold") return hold(core_, hands_.holding, ask.from, officer);
  if (ask.question == "emergencies") return emergencies(core_);
  if (ask.question == "recalls") return recalls(core_, officer);
  if (ask.question == "entries") return entries(core_, ask, officer.role);
  if (ask.question == "prove") return prove(core_, ask);
  return failed("unknown-question");
}

}  // namespace concordat::broker
