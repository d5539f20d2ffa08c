#include "broker/keys.h"

#include "broker/scan.h"
#include "broker/voice.h"
#include "broker/waiting.h"

namespace concordat::broker {

bool is_data_key_due(const Core& core) {
  return core.vault.has_older() || core.clock.now() - core.vault.since() >= core.limits.data_key_life;
}

bool renew_data_key(Core& core, Tick& tick) {
  if (!is_data_key_due(core)) return false;
  const Instant now = core.clock.now();
  if (!core.vault.has_older()) {
    if (!core.vault.rotate(now)) {
      say(Tone::alarm, "data-key-unwritable");
      return false;
    }
  }
  bool is_whole = true;
  const auto reseal = [&](audit::Table table, auto resealed) {
    is_whole = scan_rows(core.log(), table, [&](std::uint64_t sequence, ByteView row) {
                 if (auto anew = resealed(row, core.vault)) tick.replace(table, sequence, std::move(*anew));
               }).has_value() && is_whole;
  };
  reseal(audit::Table::parcels, &Outbox::reseal);
  reseal(audit::Table::waiting, &reseal_waiting);
  reseal(audit::Table::waiting, &reseal_held);
  reseal(audit::Table::waiting, &reseal_recall);
  if (!is_whole) return false;
  tick.add({.kind = audit::EventKind::key_rotated, .at = now, .actor = "broker", .code = "data-key"});
  tick.after([&core](audit::Committed&) {
    if (!core.vault.destroy_older()) say(Tone::alarm, "data-key-undestroyed");
  });
  return true;
}

}  // namespace concordat::broker
