#include "broker/holding.h"

#include <algorithm>

#include "broker/answers.h"
#include "broker/deciding.h"
#include "broker/facts.h"
#include "broker/urgent.h"
#include "broker/voice.h"
#include "schemas/decode.h"
#include "schemas/views.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using policy::Approval;

constexpr std::string_view overdue = "hold-overdue";
constexpr std::string_view said_no = "hold-refused";
constexpr std::string_view held_code = "held-for-approval";

bool holds(const std::vector<Approval>& approvals, const Approval& one) {
  return std::find(approvals.begin(), approvals.end(), one) != approvals.end();
}

std::vector<Approval> joined(std::vector<Approval> some, const std::vector<Approval>& others) {
  some.insert(some.end(), others.begin(), others.end());
  return some;
}

std::string_view name_of(policy::Hold::Why why) { return why == policy::Hold::Why::approval ? "approval" : "leak-guard"; }

}  // namespace

bool Holding::holds_more(const policy::Evaluation& evaluation, const std::vector<Approval>& refused, const policy::AgreementBook& book) {
  return std::any_of(evaluation.holds.begin(), evaluation.holds.end(),
                     [&](const policy::Hold& hold) { return !holds(refused, policy::approval_of(hold, book)); });
}

void Holding::park(const Question& question, const policy::Evaluation& evaluation, std::size_t event, Tick& tick) {
  const schemas::Envelope& envelope = question.submission->envelope();
  const Instant now = core_.clock.now();
  const Call call = call_for(core_, envelope, question.recipient, now);
  HeldRow row{.message = envelope.id, .sender = envelope.sender, .recipient = question.recipient, .since = now, .due = {},
              .call_name = call.name, .call_number = call.number, .content = {}};
  for (const policy::Hold& hold : evaluation.holds)
    if (hold.due && (!row.due || *hold.due < *row.due)) row.due = hold.due;
  row.content = seal_held(row, {question.accepted, to_bytes(question.frame), joined(question.approvals.earlier, question.approvals.fresh), question.refused},
                          core_.vault);
  tick.store(audit::Table::waiting, event, encode_row(row));
  const std::uint64_t sequence = tick.sequence_of(event);
  tick.after([this, row, sequence](audit::Committed&) { core_.held.add(sequence, row); });
  say(Tone::note, held_code, envelope.sender.value(), sequence);
}

Result<Holding::Opened, std::string_view> Holding::open(std::uint64_t record, const schemas::AgencyId& agency) const {
  const HeldRow* known = core_.held.find(record);
  if (known == nullptr) return Fail{std::string_view{"no-such-hold"}};
  if (known->sender != agency) return Fail{std::string_view{"not-yours"}};
  const auto stored = core_.log().get(audit::Table::waiting, audit::Sequence{record});
  auto row = stored && *stored ? decode_held(**stored) : std::nullopt;
  auto content = row ? open_held(*row, core_.vault) : std::nullopt;
  auto frame = content ? schemas::decode_frame(content->frame) : Result<schemas::Frame, schemas::FrameError>{Fail{schemas::FrameError::malformed}};
  if (!frame || !std::holds_alternative<schemas::Submit>(*frame)) return Fail{std::string_view{"no-such-hold"}};
  // Its key was valid when it was accepted; that is what counts.
  const auto key_of = [&](const schemas::AgencyId& sender, const schemas::KeyFingerprint& key) {
    return core_.rules.directory->signing_key(sender, key, content->accepted);
  };
  auto submission = schemas::Decoder::decode(std::get<schemas::Submit>(*frame), key_of);
  if (!submission) return Fail{std::string_view{"unknown-key"}};
  return Opened{std::move(*row), std::move(*content), *submission};
}

policy::Evaluation Holding::weigh(const Opened& held, const std::vector<Approval>& fresh) const {
  const schemas::Message& message = held.submission->message();
  return policy::weigh(*core_.rules.book, message, held.row.recipient, core_.clock.now(), facts_of(core_, message.envelope, held.row.recipient),
                       {.earlier = held.content.let_go, .fresh = fresh});
}

std::vector<Approval> Holding::asked(const Opened& held, std::string_view clause) const {
  std::vector<Approval> found;
  for (const policy::Hold& hold : weigh(held, {}).holds) {
    const Approval approval = policy::approval_of(hold, *core_.rules.book);
    const bool is_meant = clause.empty() || clause == approval.clause || (approval.clause.empty() && clause == name_of(hold.why));
    if (is_meant && !broker::holds(held.content.refused, approval)) found.push_back(approval);
  }
  return found;
}

std::vector<HeldField> Holding::fields(std::uint64_t record, const schemas::Officer& officer) const {
  std::vector<HeldField> out;
  const auto held = open(record, officer.agency);
  if (!held) return out;
  const schemas::Body& body = held->submission->body();
  for (const policy::Hold& hold : weigh(*held, {}).holds) {
    const Approval approval = policy::approval_of(hold, *core_.rules.book);
    if (broker::holds(held->content.refused, approval)) continue;
    for (const schemas::ReleasedField& field : hold.fields) {
      const schemas::Field& at = body.fields[field.field];
      out.push_back({schemas::positional_path(body, at.id, at.element), std::string{schemas::name_of(field.level)}, std::string{name_of(hold.why)},
                     approval.clause, schemas::value_at(schemas::FieldTable::get()[at.id], at.value, field.level, held->submission->envelope().case_opened)});
    }
  }
  return out;
}

std::size_t Holding::write(const HeldRow& row, std::uint64_t about, EventKind kind, std::string_view code, std::string_view by, Tick& tick) {
  audit::AnnexWriter annex;
  annex.add(annex_message, format_uuid(row.message.value()));
  return tick.add({.kind = kind, .at = core_.clock.now(), .actor = std::string{by}, .counterpart = row.recipient.value(), .code = std::string{code},
                   .about = audit::Sequence{about}, .annex = annex.finish()});
}

std::string Holding::objection(std::uint64_t record, const schemas::Officer& officer, std::string_view clause) const {
  const auto held = open(record, officer.agency);
  if (!held) return std::string{held.error()};
  return asked(*held, clause).empty() ? "no-such-hold" : "";
}

std::string Holding::release(std::uint64_t record, const schemas::Officer& officer, std::string_view clause, Deciding& deciding, Tick& tick) {
  const auto held = open(record, officer.agency);
  if (!held) return std::string{held.error()};
  const std::vector<Approval> fresh = asked(*held, clause);
  if (fresh.empty()) return "no-such-hold";
  const policy::Evaluation then = weigh(*held, fresh);
  if (then.outcome == policy::Evaluation::Outcome::waiting) return std::string{policy::name_of(then.waits_for.value_or(policy::WaitsFor::renewal))};
  if (then.outcome == policy::Evaluation::Outcome::refused) return std::string{policy::name_of(then.refusal.value_or(policy::RefusalCode::no_agreement))};
  const HeldRow& row = held->row;
  const std::size_t index = write(row, record, EventKind::released, "approved", officer.agency.value() + "/" + officer.name, tick);
  note(core_, index, {row.sender, row.message, row.recipient.value(), "released", "approved", core_.clock.now()}, tick);
  tick.erase(audit::Table::waiting, record);
  core_.held.remove(record);
  const std::size_t decided = tick.size();
  deciding.decide({held->submission, row.recipient, held->content.frame, held->content.accepted, {held->content.let_go, fresh}, held->content.refused}, tick);
  if (core_.subjects) core_.subjects->note(held->submission->message(), decided, tick.size() - decided, tick);
  return {};
}

std::string Holding::refuse(std::uint64_t record, const schemas::Officer& officer, std::string_view clause, Tick& tick) {
  const auto held = open(record, officer.agency);
  if (!held) return std::string{held.error()};
  const std::vector<Approval> fresh = asked(*held, clause);
  if (fresh.empty()) return "no-such-hold";
  const HeldRow& row = held->row;
  const std::size_t index = write(row, record, EventKind::refused, said_no, officer.agency.value() + "/" + officer.name, tick);
  note(core_, index, {row.sender, row.message, row.recipient.value(), "refused", std::string{said_no}, core_.clock.now()}, tick);
  tick.erase(audit::Table::waiting, record);
  core_.held.remove(record);
  const Question rest{held->submission, row.recipient, held->content.frame, held->content.accepted, {held->content.let_go, {}},
                      joined(held->content.refused, fresh)};
  const policy::Evaluation evaluation = weigh(*held, {});
  if (holds_more(evaluation, rest.refused, *core_.rules.book))
    park(rest, evaluation, write(row, record, EventKind::waiting, held_code, row.sender.value(), tick), tick);
  return {};
}

void Holding::sweep(Tick& tick) {
  const Instant now = core_.clock.now();
  const std::map<std::uint64_t, HeldRow> held = core_.held.all();
  for (const auto& [sequence, row] : held) {
    if (!row.due || *row.due > now) continue;
    const auto stored = core_.log().get(audit::Table::waiting, audit::Sequence{sequence});
    auto whole = stored && *stored ? decode_held(**stored) : std::nullopt;
    if (!whole) continue;
    const std::size_t index = write(row, sequence, EventKind::waiting, overdue, row.sender.value(), tick);
    note(core_, index, {row.sender, row.message, row.recipient.value(), "held", std::string{overdue}, now, row.call_name, row.call_number}, tick);
    say(Tone::alarm, overdue, row.sender.value(), sequence);
    whole->due.reset();
    tick.replace(audit::Table::waiting, sequence, encode_row(*whole));
    core_.held.escalated(sequence);
  }
}

}  // namespace concordat::broker
