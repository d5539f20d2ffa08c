#include "broker/erasing.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "broker/answers.h"
#include "broker/urgent.h"
#include "broker/voice.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using nlohmann::ordered_json;

constexpr std::size_t annexes_max = 65536;  // in one commit
constexpr std::size_t asked_max = 16;
constexpr std::size_t named_max = 1000;     // in one answer

schemas::Answer failed(std::string_view code, const std::string& wrong = {}) {
  return {.code = std::string{code}, .json = wrong.empty() ? std::string{} : ordered_json{{"wrong", wrong}}.dump(), .bytes = {}, .more = false};
}

// What was asked for, without a value: people by their handles.
Bytes access_annex(const schemas::Ask& ask, const ErasureRequest& request, const Search& search) {
  audit::AnnexWriter annex;
  annex.add(annex_question, ask.question).add(annex_reason, ask.reason).add("criterion", "ground\t" + request.ground);
  const Query& query = search.query();
  if (query.no_tell != NoTell::undecided) annex.add("decision", (query.no_tell == NoTell::include ? "include no-tell: " : "leave out no-tell: ") + query.decision);
  for (const auto& [handle, grade] : search.handles())
    if (grade <= audit::Grade::exact || grade == audit::Grade::envelope) annex.add("handle", to_hex(handle));
  if (query.since && query.until) annex.add("criterion", "since\t" + format_instant(*query.since)).add("criterion", "until\t" + format_instant(*query.until));
  std::vector<std::string> records;
  for (const std::uint64_t record : query.records) records.push_back(std::to_string(record));
  if (!records.empty()) annex.add("criterion", "records\t" + join(records, " "));
  return annex.finish();
}

schemas::Answer answered(std::string json) { return {.code = {}, .json = std::move(json), .bytes = {}, .more = false}; }

}  // namespace

void Erasing::ask(const Session& officer, const schemas::Officer& known, const schemas::Ask& ask, Tick& tick) {
  auto request = parse_erasure(ask.text);
  if (!request || asked_.size() >= asked_max) {
    core_.network.reply(officer, request ? failed("busy") : failed("invalid-question", request.error()));
    return;
  }
  const std::string actor = known.agency.value() + "/" + known.name;
  const std::string use = request->query.use;
  Search search{request->query, core_};
  const std::size_t index = tick.add({.kind = EventKind::access, .at = core_.clock.now(), .actor = actor, .code = use,
                                      .annex = access_annex(ask, *request, search)});
  auto asked = std::make_shared<std::unique_ptr<Asked>>(std::unique_ptr<Asked>(
      new Asked{officer, actor, tick.sequence_of(index), std::move(*request), std::move(search), {}, {}, {}, {}, {}, {}}));
  tick.after([this, asked, officer, role = known.role](audit::Committed&) {
    if (role == "igOfficer") asked_.push_back(std::move(*asked));
    else core_.network.reply(officer, failed("not-permitted"));
  });
}

void Erasing::take(const FoundRow& row, Asked& asked) {
  const std::uint64_t sequence = row.entry.sequence.value();
  if (asked.request.query.subject && row.grade > audit::Grade::exact) {
    ++asked.unsure;
    return;
  }
  if (row.bearing && audit::is_related(*row.bearing)) {
    asked.named.insert(sequence);
    return;
  }
  asked.records.insert(sequence);
  if (row.is_annex_gone || row.annex.empty()) return;
  asked.annexes.insert(sequence);
  asked.days.insert(format_instant(row.entry.at).substr(0, 10));
}

Result<Unit, audit::LogError> Erasing::look(Asked& asked) {
  if (!asked.search.is_ready()) return asked.search.prepare(core_);
  TRY(const Page page, asked.search.next(core_));
  for (const FoundRow& row : page.rows) take(row, asked);
  asked.is_looked_up = !page.has_more || asked.annexes.size() > annexes_max;
  return Unit{};
}

void Erasing::advance() {
  if (asked_.empty() || is_due()) return;
  Asked& asked = *asked_.front();
  if (asked.search.is_ready() && asked.search.needs_decision()) return finish("needs-decision");
  if (const auto looked = look(asked); !looked) return finish(audit::log_error_code(looked.error()));
  if (!asked.is_looked_up) return;
  if (asked.annexes.size() > annexes_max) return finish("too-many-records");
  if (asked.request.rehearsal == Rehearsal::no) return;
  const auto severed = handles_of(asked);
  if (!severed) return finish(audit::log_error_code(severed.error()));
  core_.network.reply(asked.officer, answered(told(asked, *severed, leavings_of(asked))));
  asked_.pop_front();
}

void Erasing::finish(std::string_view code) {
  core_.network.reply(asked_.front()->officer, failed(code));
  asked_.pop_front();
}

// Of one person: what finds their records as their subject, and their own handles where they are named beside another. Else
// whatever finds nothing that is left.
Result<Severed, audit::LogError> Erasing::handles_of(const Asked& asked) const {
  if (asked.request.query.subject) {
    std::set<audit::Handle> theirs;
    for (const auto& [handle, grade] : asked.search.handles()) theirs.insert(handle);
    std::set<std::uint64_t> all = asked.records;
    all.insert(asked.named.begin(), asked.named.end());
    return sever(core_.log(), all, [&](const audit::HandleRow& row) -> Result<bool, audit::LogError> {
      return audit::is_related(row.bearing) ? theirs.contains(row.handle) && finds_any(row, asked.named) : finds_any(row, asked.records);
    });
  }
  return sever(core_.log(), asked.records, [&](const audit::HandleRow& row) -> Result<bool, audit::LogError> {
    if (!finds_any(row, asked.records)) return false;
    for (std::uint64_t at = row.first; at < row.first + row.entries; ++at) {
      if (asked.records.contains(at)) continue;
      TRY(const std::optional<Bytes> annex, core_.log().annex(audit::Sequence{at}));
      if (annex) return false;
    }
    return true;
  });
}

Erasing::Leavings Erasing::leavings_of(const Asked& asked) const {
  Leavings leavings;
  for (Waybill& waybill : core_.outbox.all())
    if (asked.records.contains(waybill.record)) leavings.parcels.push_back(std::move(waybill));
  for (const std::uint64_t record : asked.records) {
    if (core_.reviews.find(record) != nullptr) continue;
    const auto row = core_.log().get(audit::Table::waiting, audit::Sequence{record});
    leavings.has_waiting = leavings.has_waiting || (row && *row);
  }
  return leavings;
}

std::string Erasing::told(const Asked& asked, const Severed& severed, const Leavings& leavings) const {
  ordered_json records = ordered_json::array();
  for (const std::uint64_t record : asked.annexes) {
    if (records.size() == named_max) break;
    records.push_back(record);
  }
  return ordered_json{{"dryRun", asked.request.rehearsal == Rehearsal::yes}, {"access", asked.access}, {"ground", asked.request.ground},
                      {"annexes", asked.annexes.size()}, {"records", records}, {"days", asked.days}, {"handles", severed.rows.size()},
                      {"parcels", leavings.parcels.size()}, {"unsure", asked.unsure}}
      .dump();
}

void Erasing::add_events(const Asked& asked, const Leavings& leavings, Tick& tick) {
  const Instant now = core_.clock.now();
  audit::Event event{.kind = EventKind::erased, .at = now, .actor = asked.actor, .code = asked.request.ground};
  // About nothing: a person was severed, or what was left beside annexes that had gone before.
  if (asked.request.query.subject || asked.annexes.empty()) tick.add(event);
  for (const std::uint64_t record : asked.annexes) {
    event.about = audit::Sequence{record};
    const std::size_t index = tick.add(event);
    for (const Waybill& waybill : leavings.parcels) {
      if (waybill.record != record || waybill.state == Waybill::State::dead) continue;
      note(core_, index, {waybill.label.sender, waybill.label.message, waybill.label.recipient.value(), "returned", "erased", now}, tick);
    }
  }
  if (!asked.annexes.empty()) tick.add({.kind = EventKind::key_rotated, .at = now, .actor = "broker", .code = "day-key"});
}

bool Erasing::fill(Tick& tick) {
  if (!is_due()) return false;
  Asked& asked = *asked_.front();
  std::erase_if(asked.annexes, [this](std::uint64_t record) {  // by another officer's word, meanwhile
    const auto annex = core_.log().annex(audit::Sequence{record});
    return annex && !*annex;
  });
  auto severed = handles_of(asked);
  if (!severed) return finish(audit::log_error_code(severed.error())), false;
  const Leavings leavings = leavings_of(asked);
  std::string answer = told(asked, *severed, leavings);
  if (asked.annexes.empty() && severed->rows.empty() && leavings.parcels.empty() && !leavings.has_waiting) {
    core_.network.reply(asked.officer, answered(std::move(answer)));
    asked_.pop_front();
    return false;
  }
  if (core_.subjects && core_.subjects->keeper && !severed->rows.empty() && !core_.subjects->keeper->doubt())
    return finish("index-unwritable"), false;
  add_events(asked, leavings, tick);
  write_severed(*severed, tick);
  for (const Waybill& waybill : leavings.parcels) tick.erase(audit::Table::parcels, waybill.row);
  for (const std::uint64_t record : asked.records) {
    tick.erase(audit::Table::cases, record);
    // A review says nothing of a person, and is open until an officer closes it.
    if (core_.reviews.find(record) == nullptr) tick.erase(audit::Table::waiting, record);
  }
  tick.after([this, severed = std::move(*severed), officer = asked.officer, answer = std::move(answer),
              has_stored = !leavings.parcels.empty() || leavings.has_waiting](audit::Committed&) {
    erased(severed, has_stored);
    core_.network.reply(officer, answered(answer));
    asked_.pop_front();
  });
  return true;
}

// The memory is read from the log anew; what waited is beyond reading once the data key is, which is not left for the hour.
void Erasing::erased(const Severed& severed, bool has_stored) {
  searches_.end_all();
  if (!recover(core_)) say(Tone::alarm, "log-disk", "log");
  if (has_stored && !core_.vault.rotate(core_.clock.now())) say(Tone::alarm, "data-key-unwritable");
  if (severed.rows.empty() || !core_.subjects || !core_.subjects->keeper || core_.subjects->keeper->forget(severed.rows)) return;
  // It would find what the log does not: searches do without, and the next start begins it anew.
  core_.subjects->keeper.reset();
  say(Tone::alarm, "index-unwritable", "index");
}

}  // namespace concordat::broker
