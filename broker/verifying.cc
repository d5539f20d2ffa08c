#include "broker/verifying.h"

#include <nlohmann/json.hpp>

namespace concordat::broker {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t slices_each = 4;  // of 1,024 entries: some milliseconds
constexpr std::chrono::milliseconds tell_every{250};

schemas::Answer told(const ordered_json& json) { return {.code = {}, .json = json.dump(), .bytes = {}, .more = false}; }

}  // namespace

void Verifying::ask(const Session& officer, const schemas::Ask& ask, Tick& tick) {
  tick.after([this, officer, note = ask.text](audit::Committed&) { begin(officer, note); });
}

void Verifying::begin(const Session& officer, const std::string& note) {
  std::optional<audit::Checkpoint> known;
  if (!note.empty()) {
    known = audit::verify_checkpoint(note, core_.log().keys());
    if (!known) return answer(officer, "receipt-broken");
  }
  auto check = audit::LiveCheck::begin(core_.log(), known);
  if (!check) return answer(officer, audit::log_error_code(check.error()));
  asked_.push_back({officer, std::move(*check), core_.clock.now()});
}

void Verifying::advance() {
  if (asked_.empty()) return;
  Asked& asked = asked_.front();
  const auto more = asked.check.advance(core_.log(), slices_each);
  if (!more) {
    answer(asked.officer, audit::log_error_code(more.error()));
    asked_.pop_front();
    return;
  }
  if (!*more) {
    report(asked);
    asked_.pop_front();
    return;
  }
  const Instant now = core_.clock.now();
  if (now - asked.told < tell_every) return;
  asked.told = now;
  schemas::Answer progress = told({{"checked", asked.check.size()}, {"of", asked.check.of()}});
  progress.more = true;
  core_.network.reply(asked.officer, progress);
}

void Verifying::forget() {
  for (const Asked& asked : asked_) answer(asked.officer, "log-unavailable");
  asked_.clear();
}

void Verifying::answer(const Session& officer, std::string_view code) {
  core_.network.reply(officer, schemas::Answer{.code = std::string{code}, .json = {}, .bytes = {}, .more = false});
}

void Verifying::report(Asked& asked) {
  const audit::FsckReport report = asked.check.finish();
  ordered_json out{{"ok", report.ok()}, {"entries", report.entries}, {"erased", report.erased}, {"keyChanges", report.key_changes}};
  if (report.wrong) {
    out["wrong"] = {{"code", std::string{audit::fault_code(report.wrong->fault)}}, {"what", std::string{audit::fault_text(report.wrong->fault)}}};
    if (report.wrong->entry) out["wrong"]["entry"] = report.wrong->entry->value();
  }
  if (report.checkpoint) out["size"] = report.checkpoint->size;
  core_.network.reply(asked.officer, told(out));
}

}  // namespace concordat::broker
