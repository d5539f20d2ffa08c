#include "broker/acting.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "broker/answers.h"
#include "broker/register/rules_of.h"
#include "broker/register/signer.h"
#include "broker/voice.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using nlohmann::ordered_json;
using schemas::ActKind;

constexpr std::string_view annex_statement = "statement";
constexpr std::string_view annex_signature = "signature";

// {"statement": …, "signature": HEX, "attached": {WHAT: TEXT, …}, "dryRun": false}
struct Asked {
  ActRow row;
  bool is_dry = false;
};

std::optional<Asked> read_asked(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("statement") || !json["statement"].is_string() || !json.contains("signature") || !json["signature"].is_string()) return std::nullopt;
  Asked asked{{{json["statement"].get<std::string>(), {}}, {}}};
  const auto signature = from_hex(json["signature"].get<std::string>());
  if (!signature || signature->size() != asked.row.act.signature.bytes.size()) return std::nullopt;
  std::copy(signature->begin(), signature->end(), asked.row.act.signature.bytes.begin());
  if (json.contains("dryRun") && !json["dryRun"].is_boolean()) return std::nullopt;
  asked.is_dry = json.value("dryRun", false);
  const auto attached = json.value("attached", nlohmann::json::object());
  if (!attached.is_object()) return std::nullopt;
  for (const auto& [what, value] : attached.items()) {
    if (!value.is_string()) return std::nullopt;
    asked.row.attached.emplace(what, value.get<std::string>());
  }
  return asked;
}

// Refused before anybody knew that the person named had said it.
bool is_unproved(std::string_view code) {
  return code == "act-malformed" || code == "unknown-person" || code == "agency-not-active" || code == "person-key-invalid" || code == "bad-signature";
}

std::optional<std::uint64_t> record_of(const std::string& subject) {
  std::uint64_t record = 0;
  const auto [end, code] = std::from_chars(subject.data(), subject.data() + subject.size(), record);
  return code == std::errc{} && end == subject.data() + subject.size() ? std::optional{record} : std::nullopt;
}

bool is_of_a_case(ActKind kind) { return kind == ActKind::emergency_review || kind == ActKind::hold_release || kind == ActKind::hold_refuse; }

schemas::Officer officer_of(const schemas::Person& person) {
  return {person.id, person.agency, std::string{name_of(person.has(schemas::Role::ig_officer) ? schemas::Role::ig_officer : person.roles.front())}, person.transport_key};
}

}  // namespace

struct Acting::Heard {
  Asked asked;
  schemas::Statement said;
  std::string who;  // AGENCY/PERSON, as it signs itself
};

struct Acting::Outcome {
  std::string code;  // of docs/codes.md; empty: it counts
  ordered_json says = ordered_json::object();
};

Digest held_digest(const std::vector<HeldField>& fields) {
  Hasher hasher;
  hasher.add("concordat held 1");
  for (const HeldField& field : fields)
    hasher.add_sized(as_bytes(field.path)).add_sized(as_bytes(field.view)).add_sized(as_bytes(field.why)).add_sized(as_bytes(field.clause));
  return hasher.finish();
}

void Acting::hear(const Session& carrier, const schemas::Officer& officer, const schemas::Ask& ask, Tick& tick) {
  const Instant now = core_.clock.now();
  auto asked = read_asked(ask.text);
  const auto said = asked ? schemas::read_statement(asked->row.act.statement) : std::nullopt;
  const std::string carried_by = officer.agency.value() + "/" + officer.name;
  audit::AnnexWriter annex;
  annex.add(annex_question, said ? name_of(said->kind) : "act").add(annex_reason, ask.reason);
  if (asked && asked->is_dry) annex.add("dry-run", "yes");
  if (said && is_of_a_case(said->kind)) annex.add(annex_statement, asked->row.act.statement).add(annex_signature, to_hex(asked->row.act.signature.bytes));
  const std::size_t access = tick.add({.kind = EventKind::access, .at = now, .actor = carried_by, .code = said ? std::string{name_of(said->kind)} : "act", .annex = annex.finish()});
  const auto reply = [this, carrier](const Outcome& outcome) {
    core_.network.reply(carrier, schemas::Answer{.code = outcome.code, .json = outcome.says.dump(), .bytes = {}, .more = false});
  };
  Outcome outcome{.code = "act-malformed"};
  bool is_dry = false;
  if (said) {
    is_dry = asked->is_dry;
    const Heard heard{std::move(*asked), *said, said->agency.value() + "/" + said->person};
    outcome = judge(heard, tick);
  }
  if (!outcome.code.empty() && !is_dry) {
    audit::Event refused{.kind = EventKind::refused, .at = now, .actor = said && !is_unproved(outcome.code) ? said->agency.value() + "/" + said->person : carried_by,
                         .code = outcome.code, .about = audit::Sequence{tick.sequence_of(access)}};
    tick.add(std::move(refused));
    say(Tone::warning, "act-refused", outcome.code);
  }
  outcome.says["dryRun"] = is_dry;
  tick.after([reply, outcome](audit::Committed&) { reply(outcome); });
}

Acting::Outcome Acting::judge(const Heard& heard, Tick& tick) {
  return is_of_a_case(heard.said.kind) ? decide_case(heard, tick) : govern(heard, tick);
}

Acting::Outcome Acting::govern(const Heard& heard, Tick& tick) {
  const Instant now = core_.clock.now();
  const Judgement ruling = core_.governed.judge(heard.asked.row, now);
  if (!ruling) return {.code = std::string{ruling.error()}};
  Outcome outcome;
  outcome.says = {{"does", ruling->code}, {"changesRules", ruling->changes_rules}, {"stillMissing", ruling->still_missing}};
  if (ruling->agreement) outcome.says["agreement"] = ruling->agreement->name;
  RecordedRow row{0, now, heard.asked.row};
  Register after = core_.governed;
  after.apply(row);
  if (ruling->changes_rules && !rules_of(after)) return {.code = "check-failed"};
  if (heard.asked.is_dry) return outcome;
  audit::AnnexWriter annex;
  annex.add(annex_statement, heard.asked.row.act.statement).add(annex_signature, to_hex(heard.asked.row.act.signature.bytes));
  const std::size_t index = tick.add({.kind = ruling->kind, .at = now, .actor = heard.who, .code = ruling->code, .agreement = ruling->agreement,
                                      .reference = schemas::act_id(heard.asked.row.act), .annex = annex.finish()});
  tick.store(audit::Table::acts, index, encode_row(now, row.row));
  row.record = tick.sequence_of(index);
  outcome.says["record"] = row.record;
  tick.after([this, row = std::move(row), changes = ruling->changes_rules](audit::Committed&) {
    core_.governed.apply(row);
    if (!changes) return;
    core_.rules = rules_of(core_.governed).value();
    core_.rules_changed = true;
  });
  return outcome;
}

// Of an emergency or a hold: signed as every act is, and kept only in annexes, which can be erased with the case.
Acting::Outcome Acting::decide_case(const Heard& heard, Tick& tick) {
  const schemas::Statement& said = heard.said;
  const auto person = judge_signer(heard.asked.row.act, said, *core_.rules.directory, decided_, core_.clock.now());
  if (!person) return {.code = std::string{person.error()}};
  const auto record = record_of(said.subject);
  if (!record) return {.code = "invalid-question"};
  const schemas::Officer officer = officer_of(**person);
  Outcome outcome;
  outcome.says = {{"does", std::string{name_of(said.kind)}}, {"subject", *record}};
  if (said.kind == ActKind::emergency_review) {
    const std::string* verdict = said.said("verdict");
    if (!(*person)->has(schemas::Role::ig_officer)) return {.code = "role-missing"};
    const std::string word = verdict == nullptr ? "" : *verdict;
    outcome.code = heard.asked.is_dry ? hands_.reviewing.objection(*record, officer, word) : hands_.reviewing.close(*record, officer, word, said.reason, tick);
  } else {
    const std::string* clause = said.said("clause");
    const std::string label = clause == nullptr ? "" : *clause;
    if (const auto code = hands_.holding.objection(*record, officer, label); !code.empty()) return {.code = code};
    const Digest* shown = said.bound("held");
    if (shown == nullptr || *shown != held_digest(hands_.holding.fields(*record, officer))) return {.code = "held-changed"};
    if (!heard.asked.is_dry)
      outcome.code = said.kind == ActKind::hold_release ? hands_.holding.release(*record, officer, label, hands_.deciding, tick)
                                                        : hands_.holding.refuse(*record, officer, label, tick);
  }
  if (outcome.code.empty() && !heard.asked.is_dry) decided_.insert(schemas::act_id(heard.asked.row.act));
  return outcome;
}

void Acting::turn(Tick& tick) {
  const Instant now = core_.clock.now();
  std::vector<RecordedRow> rows;
  for (const Turn& turn : core_.governed.due(now)) {
    const Ruling ruling = core_.governed.judge(turn);
    const std::size_t index = tick.add({.kind = ruling.kind, .at = now, .actor = "broker", .code = ruling.code, .agreement = ruling.agreement,
                                        .reference = core_.rules.book->digest()});
    tick.store(audit::Table::acts, index, encode_row(now, turn));
    rows.push_back({tick.sequence_of(index), now, turn});
    if (turn.what == Turn::What::review_due || turn.what == Turn::What::expiry_due || turn.what == Turn::What::expired)
      say(Tone::alarm, ruling.code, schemas::format_agreement_name(turn.name), turn.days);
  }
  if (rows.empty()) return;
  tick.after([this, rows = std::move(rows)](audit::Committed&) {
    for (const RecordedRow& row : rows) core_.governed.apply(row);
    if (auto rules = rules_of(core_.governed)) core_.rules = std::move(*rules);
    core_.rules_changed = true;  // also where only the day is another: what waited is looked at again
  });
}

}  // namespace concordat::broker
