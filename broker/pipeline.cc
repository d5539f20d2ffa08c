#include "broker/pipeline.h"

#include <utility>

#include "audit/notes_file.h"
#include "base/check.h"
#include "broker/answers.h"
#include "broker/keys.h"
#include "broker/register/rules_of.h"
#include "broker/voice.h"
#include "schemas/signed_envelope.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using schemas::AgencyId;

constexpr std::chrono::seconds sweep_every{30};
constexpr std::chrono::seconds watch_every{1};
constexpr std::chrono::minutes turn_every{1};
constexpr std::size_t forget_each_tick_max = 256;

// An officer's word that the log is the one that was left, though no link has borne it out. The desk records it.
bool said_to_proceed(const Core& core, const Session& officer, const schemas::Ask& ask) {
  return ask.question == "proceed" && !ask.reason.empty() && core.rules.directory->find_officer(officer.transport_key, core.clock.now())->role == "igOfficer";
}

// A file whose commit seemed to fail, and had reached the disk: the register read back has it already.
bool is_taken(const Register& in, const RegisterRow& row) {
  if (const auto* directory = std::get_if<ImportedDirectory>(&row)) return !in.is_empty() && !in.judge(*directory);
  if (const auto* agreement = std::get_if<ImportedAgreement>(&row)) return !in.judge(*agreement);
  return false;
}

}  // namespace

Pipeline::Pipeline(Core& core, Verifier& verifier)
    : core_(core), verifier_(verifier), holding_(core), reviewing_(core), delivery_(core), recalling_(core, delivery_), intake_(core, holding_, recalling_),
      watching_(core), desk_(core, {delivery_, holding_, intake_.deciding(), reviewing_, recalling_}) {}

Result<Unit, audit::LogError> Pipeline::start() {
  TRY([[maybe_unused]] const Unit read, recover(core_));
  TRY([[maybe_unused]] const Unit recalled, recall_witnesses());
  available_ = true;
  rules_heard_(core_.rules);
  vigil_.begin(core_.limits.witnesses_at_start, core_.log().next_sequence().value());
  if (vigil_.holds()) say(Tone::warning, "starting", "witnesses_at_start", core_.limits.witnesses_at_start);
  work_.push_back([this](Tick& tick) {
    audit::AnnexWriter annex;
    for (const AgencyId& witness : vigil_.witnesses()) annex.add(annex_witness, witness.value());
    tick.add({.kind = EventKind::started, .at = core_.clock.now(), .actor = "broker", .reference = core_.rules.directory->digest, .annex = annex.finish()});
  });
  return Unit{};
}

// What links cosigned before this start. Our own key signed it, so a log that does not continue it is not the one we left.
Result<Unit, audit::LogError> Pipeline::recall_witnesses() {
  if (!core_.cosigned) return Unit{};
  const auto notes = audit::read_notes(*core_.cosigned);
  if (!notes) say(Tone::warning, "cosigned-unusable", "log");  // they cosign again
  const audit::Log& log = core_.log();
  TRY(const audit::SignedCheckpoint latest, log.checkpoint());
  for (const std::string& note : notes ? *notes : std::vector<std::string>{}) {
    const auto seen = audit::verify_checkpoint(note, log.keys());
    if (!seen) continue;
    const auto proof = log.consistency(seen->size, latest.checkpoint.size);
    if (!proof || !audit::verify_advance(*seen, latest.checkpoint, *proof)) {
      say(Tone::alarm, "checkpoint-inconsistent", audit::cosigned_name, seen->size);
      return Fail{audit::LogError::broken_chain};
    }
    core_.witnesses.restore(*core_.rules.directory, *seen, note);
  }
  return Unit{};
}

void Pipeline::write_witnesses() {
  if (!core_.cosigned || !core_.witnesses.is_unwritten()) return;
  witnesses_written_at_ = core_.clock.now();
  if (audit::write_notes(*core_.cosigned, core_.witnesses.last_words())) core_.witnesses.written();
  else say(Tone::warning, "cosigned-unusable", "log");
}

void Pipeline::stop() {
  write_witnesses();
  if (vigil_.holds()) work_.clear();  // nobody has borne the log out: it stays as it was found
  if (!available_ || vigil_.holds()) return;
  work_.push_back([this](Tick& tick) { tick.add({.kind = EventKind::stopped, .at = core_.clock.now(), .actor = "broker"}); });
}

// The session was proved by CURVE; that it still counts is asked of the directory at every frame.
bool Pipeline::is_known(const AgencyId& agency, const Session& session) const {
  const schemas::Organisation* organisation = core_.rules.directory->find(agency);
  return organisation != nullptr && organisation->standing == schemas::Standing::active &&
         organisation->connects_with(session.transport_key, core_.clock.now());
}

void Pipeline::receive(const Session& session, schemas::Frame frame) {
  const auto agency = schemas::parse_agency_id(session.name);
  if (!agency || !is_known(*agency, session)) return;  // nothing: not even a refusal
  if (const auto* said = std::get_if<schemas::Hello>(&frame)) return hello(*agency, session, *said);
  LinkSession* link = core_.sessions.find(*agency);
  if (link == nullptr || link->session.connection != session.connection) {
    core_.network.reply(session, schemas::Refused{std::nullopt, "say-hello", {}});
    return;
  }
  link->heard = core_.clock.now();
  if (auto* submitted = std::get_if<schemas::Submit>(&frame)) return submit(*agency, link->session, std::move(*submitted));
  if (std::holds_alternative<schemas::Heartbeat>(frame)) {
    core_.network.reply(link->session, schemas::Heartbeat{});
    show_checkpoint(*link);
    return;
  }
  if (const auto* said = std::get_if<schemas::Cosignature>(&frame)) return cosigned(*agency, *said);
  if (const auto* credit = std::get_if<schemas::Credit>(&frame)) {
    link->window = std::min(credit->count, core_.limits.window_max);
    return;
  }
  if (!available_ || vigil_.holds()) return;  // what a link says of deliveries it says again
  if (const auto* ack = std::get_if<schemas::Ack>(&frame)) {
    work_.push_back([this, who = *agency, said = *ack](Tick& tick) { delivery_.acknowledged(who, said, tick); });
  } else if (const auto* nack = std::get_if<schemas::Nack>(&frame)) {
    work_.push_back([this, who = *agency, said = *nack](Tick& tick) { delivery_.refused_by(who, said, tick); });
  } else if (const auto* read = std::get_if<schemas::Acknowledged>(&frame)) {
    work_.push_back([this, who = *agency, said = *read](Tick& tick) { delivery_.read_by_person(who, said, tick); });
  } else if (const auto* noted = std::get_if<schemas::Noted>(&frame)) {
    work_.push_back([this, who = *agency, said = *noted](Tick& tick) { delivery_.noted(who, said, tick); });
  } else {
    receive_malformed(session, "malformed");  // a frame that only the broker may send
  }
}

void Pipeline::receive_malformed(const Session& session, std::string_view code) {
  const auto agency = schemas::parse_agency_id(session.name);
  if (!agency || !is_known(*agency, session)) return;
  core_.network.reply(session, schemas::Refused{std::nullopt, std::string{code}, {}});
  // Written down within the agency's rate: a link gone wild must not fill the log.
  if (!available_ || vigil_.holds() || intake_.hold_off(*agency, core_.clock.now(), verifier_)) return;
  work_.push_back([this, who = *agency, code = std::string{code}](Tick& tick) {
    tick.add({.kind = EventKind::refused, .at = core_.clock.now(), .actor = who.value(), .code = code});
  });
}

void Pipeline::hello(const AgencyId& agency, const Session& from, const schemas::Hello& hello) {
  const Instant now = core_.clock.now();
  Session session = from;
  session.key = hello.session;
  if (hello.protocol != schemas::protocol_version) {
    core_.network.reply(session, schemas::Refused{std::nullopt, "unsupported-version", {}});
    return;
  }
  if (!available_) {
    core_.network.reply(session, schemas::Refused{std::nullopt, "log-unavailable", {}});
    return;
  }
  const audit::Log& log = core_.log();
  const auto checkpoint = log.checkpoint();
  if (!checkpoint) return;
  schemas::Welcome welcome{schemas::protocol_version, checkpoint->note, {}, core_.limits.submit_credit, desks_of(core_, agency, now), log.keys().notes()};
  if (!hello.checkpoint.empty()) {
    const auto kept = audit::verify_checkpoint(hello.checkpoint, log.keys());
    auto proof = kept ? log.consistency(kept->size, checkpoint->checkpoint.size) : Result<audit::Proof, audit::LogError>{audit::Proof{}};
    if (!proof && proof.error() != audit::LogError::broken_chain) {  // it could not be looked up, which says nothing of the log
      core_.network.reply(session, schemas::Refused{std::nullopt, "log-unavailable", {}});
      return;
    }
    if (!kept || !proof || !audit::verify_advance(*kept, checkpoint->checkpoint, *proof)) {
      say(Tone::alarm, "checkpoint-inconsistent", agency.value(), kept ? kept->size : 0);
      // It holds a checkpoint that our key signed and our log does not continue: the log was rolled back, cut short or
      // replaced, so nothing more may be appended to it until a person has looked.
      if (kept) halt();
      core_.network.reply(session, schemas::Refused{std::nullopt, "checkpoint-inconsistent", {}});
      return;
    }
    welcome.consistency = std::move(*proof);
    if (vigil_.heard(agency)) say(Tone::note, "witnessed", agency.value(), checkpoint->checkpoint.size);
  }
  core_.witnesses.shown(*checkpoint);
  core_.sessions.open(agency, {session, std::min(hello.credit, core_.limits.window_max), checkpoint->checkpoint.size, now, now, hello.software});
  core_.outbox.forget_session(agency, now);
  core_.network.reply(session, welcome);
  delivery_.send_notes(agency);
}

void Pipeline::cosigned(const AgencyId& agency, const schemas::Cosignature& said) {
  if (!core_.witnesses.take(*core_.rules.directory, agency, said.size, said.line, core_.clock.now()))
    say(Tone::alarm, "cosignature-broken", agency.value(), said.size);
}

// A link that gets no deliveries is told how the log grows all the same: it is a witness, and it would see a fork.
void Pipeline::show_checkpoint(LinkSession& link) {
  const Instant now = core_.clock.now();
  if (!available_ || now - link.shown < core_.limits.checkpoint_every) return;
  const audit::Log& log = core_.log();
  const auto checkpoint = log.checkpoint();
  if (!checkpoint || checkpoint->checkpoint.size == link.checkpoint_size) return;
  const auto proof = log.consistency(link.checkpoint_size, checkpoint->checkpoint.size);
  if (!proof) return;
  core_.witnesses.shown(*checkpoint);
  if (core_.network.reply(link.session, schemas::SeenCheckpoint{checkpoint->note, *proof, link.checkpoint_size}) != SendOutcome::sent) return;
  link.checkpoint_size = checkpoint->checkpoint.size;
  link.shown = now;
}

void Pipeline::submit(const AgencyId& agency, const Session& session, schemas::Submit submit) {
  const Instant now = core_.clock.now();
  std::optional<std::string_view> code;
  if (!available_) code = "log-unavailable";
  else if (vigil_.holds()) code = "starting";
  else code = intake_.hold_off(agency, submit.envelope, now, verifier_);
  std::optional<schemas::MessageId> message;
  if (code) {  // temporary: the link waits and sends the same bytes again, so it must know which
    if (const auto envelope = schemas::read_signed_envelope(submit.envelope)) message = envelope->envelope.id;
  } else if (!verifier_.offer({session, agency, now, core_.rules.directory, std::move(submit)})) {
    code = "busy";  // cannot be: hold_off has just seen room
  }
  if (code) core_.network.reply(session, schemas::Refused{message, std::string{*code}, {}});
}

void Pipeline::ask(const Session& officer, schemas::Ask ask) {
  if (!core_.rules.directory->find_officer(officer.transport_key, core_.clock.now())) return;
  if (!available_) {
    core_.network.reply(officer, schemas::Answer{.code = "log-unavailable", .json = {}, .bytes = {}, .more = false});
    return;
  }
  if (vigil_.holds() && said_to_proceed(core_, officer, ask)) {
    say(Tone::warning, "unwitnessed", core_.rules.directory->find_officer(officer.transport_key, core_.clock.now())->agency.value(), core_.log().next_sequence().value());
    vigil_.waive();
  }
  if (vigil_.holds()) {
    Tick aside{next_sequence()};  // status records nothing, and is answered at once
    if (ask.question == "status") desk_.answer(officer, ask, aside);
    else core_.network.reply(officer, schemas::Answer{.code = "starting", .json = {}, .bytes = {}, .more = false});
    return;
  }
  // What an officer decides of a recall must see all that the log will hold.
  auto& queue = Desk::answers_alone(ask) ? core_.alone : work_;
  queue.push_back([this, officer, said = std::move(ask)](Tick& tick) { desk_.answer(officer, said, tick); });
}

void Pipeline::govern(Governance change) { governance_.push_back(std::move(change)); }

std::uint64_t Pipeline::next_sequence() const { return in_flight_ ? in_flight_->next() : core_.log().next_sequence().value(); }

void Pipeline::step() {
  if (!available_) {
    try_to_reopen();
    if (!available_) return;
  }
  finish_commit();
  if (!available_) return;
  if (core_.subjects && core_.subjects->keeper) core_.subjects->keeper->feed(core_.log(), core_.clock.now());
  desk_.advance();
  turn_the_calendar();
  if (core_.clock.now() - witnesses_written_at_ >= core_.limits.cosigned_every) write_witnesses();
  if (!ready_ && !barrier_ && !vigil_.holds()) {
    Tick tick{next_sequence()};
    if (!in_flight_ && fill_barrier(tick)) {
      barrier_ = true;
    } else if (governance_.empty() && core_.alone.empty() && !(in_flight_ && (is_data_key_due(core_) || desk_.erasing().is_due()))) {  // a barrier waits its turn, not for a lull
      fill(tick);
    }
    if (!tick.empty() || tick.has_erasures()) ready_.emplace(std::move(tick));
  }
  begin_commit();
}

// A change that changes nothing is nothing to record.
bool Pipeline::fill_governance(Tick& tick) {
  while (!governance_.empty()) {
    Governance& change = governance_.front();
    for (auto row = change.rows.begin(); row != change.rows.end();) {
      if (!is_taken(core_.governed, row->row)) {
        ++row;
        continue;
      }
      change.events.erase(change.events.begin() + static_cast<std::ptrdiff_t>(row->event));
      for (auto later = row = change.rows.erase(row); later != change.rows.end(); ++later) --later->event;
    }
    if (!change.events.empty()) break;
    governance_.pop_front();
  }
  if (governance_.empty()) return false;
  const Governance& change = governance_.front();
  for (const audit::Event& event : change.events) tick.add(event);
  std::vector<RecordedRow> rows;
  for (const Governance::Row& each : change.rows) {
    tick.store(audit::Table::acts, each.event, encode_row(change.events[each.event].at, each.row));
    rows.push_back({tick.sequence_of(each.event), change.events[each.event].at, each.row});
  }
  tick.after([this, rows = std::move(rows)](audit::Committed&) {  // until then it stays: a commit that fails must not lose it
    for (const RecordedRow& row : rows) core_.governed.apply(row);
    core_.rules = std::move(governance_.front().rules);
    if (auto rules = rules_of(core_.governed)) core_.rules = std::move(*rules);
    governance_.pop_front();
    core_.rules_changed = true;
  });
  return true;
}

// What is on disk now counts: what waited for it is looked at again, and who may connect is told to the doors.
void Pipeline::adopt() {
  delivery_.unpark();
  waiting_due_ = true;
  rules_heard_(core_.rules);
}

// Once a minute, as work to be done alone: what the calendar has done to agreements is recorded as anything else is.
void Pipeline::turn_the_calendar() {
  const Instant now = core_.clock.now();
  if (now - turned_at_ < turn_every) return;
  turned_at_ = now;
  if (core_.governed.due(now).empty()) return;
  core_.alone.push_back([this](Tick& tick) { desk_.acting().turn(tick); });
}

// Things that must be alone: a change of rules, an erasure, a change of data key. Only when nothing is in flight.
bool Pipeline::fill_barrier(Tick& tick) {
  return fill_governance(tick) || desk_.erasing().fill(tick) || renew_data_key(core_, tick) || fill_alone(tick);
}

// The first piece that has something to record; the others come after it is on disk.
bool Pipeline::fill_alone(Tick& tick) {
  while (!core_.alone.empty() && tick.empty()) {
    const auto work = std::move(core_.alone.front());
    core_.alone.pop_front();
    work(tick);
  }
  intake_.deciding().follow_up(tick);
  if (core_.subjects) core_.subjects->write_run(tick);
  return !tick.empty();
}

void Pipeline::fill(Tick& tick) {
  const std::size_t bound = core_.limits.tick_messages_max;
  // First in its tick and once for all changes of rules so far: a second look in the same tick would still
  // find on disk what the first has decided.
  if (std::exchange(waiting_due_, false)) intake_.decide_waiting(tick);
  while (!work_.empty() && tick.size() < 4 * bound) {
    const Work work = std::move(work_.front());
    work_.pop_front();
    work(tick);
  }
  for (std::size_t taken = 0; taken < bound; ++taken) {
    auto verified = verifier_.take();
    if (!verified) break;
    intake_.decide(std::move(*verified), tick);
  }
  intake_.deciding().follow_up(tick);
  const Instant now = core_.clock.now();
  if (now - watched_at_ >= watch_every) {
    watched_at_ = now;
    watching_.sweep(tick);
    holding_.sweep(tick);
    reviewing_.sweep(tick);
  }
  if (now - swept_at_ >= sweep_every) {
    swept_at_ = now;
    delivery_.bury_overdue(tick);
    for (const auto& [agency, link] : core_.sessions.all())
      if (now - link.heard <= core_.limits.session_silence) delivery_.send_notes(agency);  // a queue may have been full
    // One day more than the freshness window: what is forgotten is already too old to come again.
    for (const std::uint64_t sequence : core_.seen.forget(now - core_.limits.freshness - std::chrono::hours{24}, forget_each_tick_max))
      tick.erase(audit::Table::seen, sequence);
  }
  delivery_.send_due(tick);
  if (core_.subjects) core_.subjects->write_run(tick);
}

void Pipeline::begin_commit() {
  if (in_flight_ || !ready_) return;
  in_flight_ = std::move(ready_);
  ready_.reset();
  core_.ledger.begin(in_flight_->take_batch());
}

void Pipeline::finish_commit() {
  auto result = core_.ledger.finished();
  if (!result) return;
  CHECK(in_flight_, "a commit finished that was not begun");
  if (!*result) {
    fail(result->error());
    return;
  }
  Tick done = std::move(*in_flight_);
  in_flight_.reset();
  barrier_ = false;
  done.committed(**result);
  if (std::exchange(core_.rules_changed, false)) adopt();
}

// Both ticks go: nobody was told of either. What is on disk is read back when the log opens again.
void Pipeline::fail(audit::LogError error) {
  say(Tone::alarm, audit::log_error_code(error), "log");
  available_ = false;
  barrier_ = false;
  in_flight_.reset();
  ready_.reset();
  work_.clear();
  desk_.forget();
  retry_at_ = core_.clock.now() + core_.limits.reopen_after;
}

void Pipeline::halt() {
  say(Tone::alarm, "halted", "log");
  halted_ = true;
  available_ = false;
}

void Pipeline::try_to_reopen() {
  if (halted_ || core_.clock.now() < retry_at_) return;
  retry_at_ = core_.clock.now() + core_.limits.reopen_after;
  const auto opened = core_.ledger.reopen();
  const auto read = opened ? recover(core_) : opened;
  if (!read) {
    say(Tone::alarm, audit::log_error_code(read.error()), "log");
    return;
  }
  available_ = true;
  core_.rules_changed = false;
  rules_heard_(core_.rules);
  waiting_due_ = true;  // the tick that decided them anew may be among those thrown away
  say(Tone::note, "log-reopened", "log", core_.log().next_sequence().value());
}

}  // namespace concordat::broker
