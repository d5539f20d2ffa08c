#include <nlohmann/json.hpp>

#include "audit/fsck.h"
#include "console/terminal/admin.h"
#include "console/terminal/audit_commands.h"
#include "console/terminal/log_place.h"
#include "console/terminal/progress.h"
#include "console/terminal/reading.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;

struct Verify {
  OfficerOptions officer;
  std::string log;
  std::string checkpoint;
  LogOptions pinned;
};

void bind_verify(CLI::App& leaf, Verify& to) {
  bind(leaf, to.officer, Reason::needed);
  leaf.add_option("--log", to.log, "Offline: a stopped area, its log's folder, a copy of that, or an export; default the area's own")->type_name("PATH");
  leaf.add_option("--checkpoint", to.checkpoint, "A signed checkpoint seen before: the log must be what it became by appending only")->type_name("FILE");
  bind(leaf, to.pinned);
  leaf.footer("Recomputes everything: every entry, the chain, the tree, each checkpoint's signature.\n"
              "With --officer the running broker is asked (and records that it was). Else offline, from the public key alone.\n"
              "Exit codes: 0 log verified; 2 it does not verify, with the first entry that is wrong; 1 it could not be checked.\n\n"
              "Examples:\n  concordat audit verify --area demo\n"
              "  concordat audit verify --log /mnt/evidence/log --key 0f1e…\n"
              "  concordat audit verify --officer demo/officers/ig-officer --reason \"monthly check\"");
}

std::string verified(std::uint64_t entries, std::uint64_t erased) {
  const std::string annexes = erased == 0 ? "" : "; " + std::to_string(erased) + " annexes erased, each by an entry that says so";
  return "log verified: " + std::to_string(entries) + " entries" + annexes + "\n";
}

Exit say(const audit::FsckReport& report, Terminal& terminal) {
  const bool is_ok = report.ok();
  if (terminal.is_json()) {
    ordered_json out{{"ok", is_ok}, {"entries", report.entries}, {"erased", report.erased}};
    if (!is_ok) out["code"] = audit::fault_code(report.wrong->fault);
    if (!is_ok && report.wrong->entry) out["entry"] = report.wrong->entry->value();
    if (report.checkpoint) out["checkpoint"] = {{"size", report.checkpoint->size}, {"root", to_hex(report.checkpoint->root.bytes)}};
    terminal.data(out.dump(2) + "\n");
  } else if (is_ok) {
    terminal.data(verified(report.entries, report.erased));
  }
  if (is_ok) return Exit::done;
  const std::string where = report.wrong->entry ? "entry " + std::to_string(report.wrong->entry->value()) + ": " : std::string{};
  const std::string what = where + std::string{audit::fault_text(report.wrong->fault)} + " [" + std::string{audit::fault_code(report.wrong->fault)} + "]";
  return report.wrong->fault == audit::Fault::in_use ? terminal.failed("log was not verified: " + what + "; or ask that broker, with --officer and --reason")
                                                     : terminal.no("log does not verify: " + what);
}

Exit verify_offline(const Verify& asked, Terminal& terminal) {
  const auto place = find_log(asked.log, asked.officer.area, terminal);
  if (!place) return place.error();
  const auto keys = trusted_keys(asked.pinned, *place, terminal);
  if (!keys) return keys.error();
  const std::uint64_t of = entries_of(place->log);
  audit::CheckOptions options{.key = keys->first(), .known = {}, .day_keys = nullptr,
                              .progress = [&](std::uint64_t entries) { show_progress(terminal, "verifying", entries, of); }, .changes = keys->changes()};
  if (!asked.checkpoint.empty()) {
    const auto note = read_text(asked.checkpoint, terminal);
    if (!note) return note.error();
    options.known = keys->origin().empty() ? audit::verify_checkpoint(*note, keys->trusted()) : audit::verify_checkpoint(*note, *keys);
    if (!options.known) return terminal.invalid(asked.checkpoint, "is no checkpoint that this log signed");
  }
  terminal.talk("concordat: verifying " + place->log.string());
  const audit::FsckReport report = audit::fsck(place->log, options);
  terminal.progress_done();
  return say(report, terminal);
}

Exit verify_live(const Verify& asked, Terminal& terminal) {
  const auto officer = read_officer(asked.officer, terminal);
  if (!officer) return officer.error();
  std::string note;
  if (!asked.checkpoint.empty()) {
    auto text = read_text(asked.checkpoint, terminal);
    if (!text) return text.error();
    note = std::move(*text);
  }
  const auto hear = [&](const schemas::Answer& progress) {
    const auto said = ordered_json::parse(progress.json, nullptr, false);
    if (said.is_object()) show_progress(terminal, "verifying", said.value("checked", std::uint64_t{0}), said.value("of", std::uint64_t{0}));
  };
  const auto answer = ask_broker_at_length(*officer, {.question = "verify", .reason = asked.officer.reason, .text = note}, hear, terminal);
  terminal.progress_done();
  if (!answer) return answer.error();
  const auto report = ordered_json::parse(answer->json, nullptr, false);
  if (!answer->code.empty() || !report.is_object()) return terminal.failed("the broker could not verify [" + answer->code + "]");
  const bool is_ok = report.value("ok", false);
  if (terminal.is_json()) terminal.data(report.dump(2) + "\n");
  else if (is_ok) terminal.data(verified(report.value("entries", std::uint64_t{0}), report.value("erased", std::uint64_t{0})));
  return is_ok ? Exit::done : terminal.no("log does not verify: " + report.dump());
}

Exit run_verify(const Verify& asked, Terminal& terminal) {
  const bool is_live = !asked.officer.officer.empty() || (asked.log.empty() && !asked.officer.reason.empty());
  if (is_live && !asked.log.empty()) return terminal.failed("--log is offline, --officer asks a running broker: say one of them");
  return is_live ? verify_live(asked, terminal) : verify_offline(asked, terminal);
}

}  // namespace

void add_audit_verify(CLI::App& family, Tree& tree) {
  add_leaf<Verify>(family, tree, "verify", "Whether a log is what was logged", bind_verify, run_verify);
}

}  // namespace concordat::console
