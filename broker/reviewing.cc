#include "broker/reviewing.h"

#include "broker/answers.h"
#include "broker/voice.h"

namespace concordat::broker {
namespace {

using audit::EventKind;

constexpr std::string_view found_by_guard = "leak-guard";
constexpr std::string_view overdue = "review-overdue";
constexpr std::string_view breach_overdue = "breach-overdue";

// AGENCY/NAME where the person who declares it is an officer of the directory; what was submitted is kept nowhere.
std::string officer_who_declared(const schemas::Message& message, const schemas::Directory& directory) {
  static const auto declared_by = schemas::FieldTable::get().field("declaration.declaredBy");
  const schemas::Field* name = declared_by ? message.body.find(*declared_by, schemas::no_element) : nullptr;
  if (name == nullptr) return {};
  for (const schemas::Officer& officer : directory.officers)
    if (officer.agency == message.envelope.sender && officer.name == name->value) return officer.agency.value() + "/" + officer.name;
  for (const schemas::Person& person : directory.persons)
    if (person.agency == message.envelope.sender && (person.id == name->value || person.name == name->value)) return person.agency.value() + "/" + person.id;
  return {};
}

audit::Event event_about(const ReviewRow& row, EventKind kind, std::uint64_t about, Instant now) {
  audit::AnnexWriter annex;
  annex.add(annex_message, format_uuid(row.message.value()));
  return {.kind = kind, .at = now, .actor = row.sender.value(), .counterpart = row.recipient.value(), .code = row.code,
          .about = audit::Sequence{about}, .annex = annex.finish()};
}

}  // namespace

bool Reviewing::is_called_for(const policy::Evaluation& evaluation, const schemas::Envelope& envelope) {
  return evaluation.emergency == policy::Truth::yes || !evaluation.emergency_clauses.empty() ||
         (!evaluation.leaks.empty() && policy::is_urgent(envelope));
}

void Reviewing::open(const schemas::Message& message, const schemas::AgencyId& recipient, const policy::Evaluation& evaluation, std::uint64_t decision,
                     Tick& tick) {
  const Instant now = core_.clock.now();
  const schemas::Envelope& envelope = message.envelope;
  const bool is_emergency = evaluation.emergency == policy::Truth::yes && envelope.emergency;
  const ReviewRow row{.message = envelope.id, .sender = envelope.sender, .recipient = recipient,
                      .code = std::string{is_emergency ? schemas::name_of(*envelope.emergency) : found_by_guard},
                      .declared_by = officer_who_declared(message, *core_.rules.directory), .decision = decision, .since = now,
                      .due = now + core_.limits.review_within};
  audit::Event event = event_about(row, EventKind::emergency, decision, now);
  event.message_type = schemas::name_of(envelope.type);
  event.purpose = envelope.purpose;
  audit::AnnexWriter annex;
  annex.add(annex_message, format_uuid(envelope.id.value())).add(annex_case, format_uuid(envelope.case_id.value()));
  for (const policy::ClauseRef clause : evaluation.emergency_clauses) annex.add("emergency-clause", core_.rules.book->label(clause));
  for (const policy::Leak& leak : evaluation.leaks) {
    const schemas::Field& passage = message.body.fields[leak.passage];
    annex.add("leak", schemas::positional_path(message.body, passage.id, passage.element) + "\t" + std::string{policy::name_of(leak.kind)});
  }
  event.annex = annex.finish();
  const std::size_t index = tick.add(std::move(event));
  const std::uint64_t sequence = tick.sequence_of(index);
  tick.store(audit::Table::waiting, index, encode_row(row));
  tick.after([this, row, sequence](audit::Committed&) { core_.reviews.add(sequence, row); });
  say(Tone::alarm, is_emergency ? "emergency" : "leak-delivered", envelope.sender.value(), sequence);
  if (is_emergency) count(envelope.sender, now);
}

void Reviewing::count(const schemas::AgencyId& sender, Instant now) {
  std::deque<Instant>& recent = recent_[sender];
  while (!recent.empty() && now - recent.front() > std::chrono::hours{1}) recent.pop_front();
  recent.push_back(now);
  if (recent.size() > core_.limits.emergencies_per_hour) say(Tone::alarm, "emergency-rate", sender.value(), recent.size());
}

std::string Reviewing::objection(std::uint64_t record, const schemas::Officer& officer, std::string_view verdict) const {
  const ReviewRow* row = core_.reviews.find(record);
  if (row == nullptr) return "no-such-review";
  if (!row->may_be_called(verdict)) return "invalid-value";
  return officer.agency.value() + "/" + officer.name == row->declared_by ? "same-officer" : "";
}

std::string Reviewing::close(std::uint64_t record, const schemas::Officer& officer, std::string_view verdict, std::string_view reason, Tick& tick) {
  if (auto code = objection(record, officer, verdict); !code.empty()) return code;
  const ReviewRow* row = core_.reviews.find(record);
  const std::string who = officer.agency.value() + "/" + officer.name;
  audit::Event event = event_about(*row, EventKind::emergency_reviewed, record, core_.clock.now());
  event.actor = who;
  event.counterpart = row->sender.value();
  event.code = verdict;
  audit::AnnexWriter annex;
  annex.add(annex_message, format_uuid(row->message.value())).add(annex_reason, reason);
  event.annex = annex.finish();
  tick.add(std::move(event));
  if (verdict == "breach") {  // its report is open now, until an officer says how it was settled
    ReviewRow breach = *row;
    breach.breach = core_.clock.now();
    breach.due = *breach.breach + core_.limits.breach_report_within;
    tick.replace(audit::Table::waiting, record, encode_row(breach));
    say(Tone::alarm, "emergency-breach", row->sender.value(), record);
    core_.reviews.add(record, std::move(breach));
    return {};
  }
  tick.erase(audit::Table::waiting, record);
  core_.reviews.remove(record);
  return {};
}

void Reviewing::sweep(Tick& tick) {
  const Instant now = core_.clock.now();
  const std::map<std::uint64_t, ReviewRow> open = core_.reviews.all();
  for (const auto& [sequence, row] : open) {
    if (!row.due || *row.due > now) continue;
    audit::Event event = event_about(row, EventKind::emergency, sequence, now);
    const std::string_view code = row.breach ? breach_overdue : overdue;
    event.code = code;
    tick.add(std::move(event));
    say(Tone::alarm, code, row.sender.value(), sequence);
    ReviewRow escalated = row;
    escalated.due.reset();
    tick.replace(audit::Table::waiting, sequence, encode_row(escalated));
    core_.reviews.add(sequence, std::move(escalated));
  }
}

}  // namespace concordat::broker
