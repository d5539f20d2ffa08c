#include "broker/core.h"

#include <limits>

#include "broker/register/rules_of.h"
#include "broker/register/vouched.h"
#include "broker/scan.h"
#include "broker/voice.h"

namespace concordat::broker {

void tell(Core& core, std::uint64_t sequence, const NoteRow& note) {
  core.notes.add(sequence, note);
  if (const LinkSession* link = core.sessions.find(note.sender)) core.network.reply(link->session, status_of(sequence, note));
}

Result<Register, audit::LogError> register_before(const Core& core, std::uint64_t sequence) {
  Register anew;
  bool is_whole = true;
  TRY([[maybe_unused]] const Unit read, scan_rows(core.log(), audit::Table::acts, [&](std::uint64_t record, ByteView value) {
        if (record >= sequence) return;
        const auto row = decode_register_row(record, value);
        const auto entry = core.log().entry(audit::Sequence{record});
        if (row && entry && *entry && is_vouched_for(row->row, **entry)) anew.apply(*row);
        else is_whole = false;
      }));
  if (!is_whole) return Fail{audit::LogError::not_ours};
  return anew;
}

namespace {

// The register is the fold of what is on disk, and the rules are what it says; without any acts they stay what they were.
Result<Unit, audit::LogError> recover_register(Core& core) {
  auto folded = register_before(core, std::numeric_limits<std::uint64_t>::max());
  auto rules = folded ? rules_of(*folded) : std::nullopt;
  if (!folded || (!rules && !folded->is_empty())) {
    say(Tone::alarm, "register-unusable");
    return Fail{folded ? audit::LogError::not_ours : folded.error()};
  }
  Register& anew = *folded;
  core.governed = std::move(anew);
  if (rules) core.rules = std::move(*rules);
  return Unit{};
}

}  // namespace

Result<Unit, audit::LogError> recover(Core& core) {
  const audit::Log& log = core.log();
  TRY([[maybe_unused]] const Unit governed, recover_register(core));
  TRY([[maybe_unused]] const Unit seen, core.seen.recover(log));
  TRY([[maybe_unused]] const Unit cases, core.cases.recover(log));
  TRY([[maybe_unused]] const Unit notes, core.notes.recover(log));
  TRY([[maybe_unused]] const Unit watches, core.watches.recover(log));
  TRY([[maybe_unused]] const Unit held, core.held.recover(log));
  TRY([[maybe_unused]] const Unit reviews, core.reviews.recover(log));
  TRY([[maybe_unused]] const Unit recalls, core.recalls.recover(log));
  TRY([[maybe_unused]] const Unit parcels, core.outbox.recover(log, core.vault, core.clock.now()));
  return Unit{};
}

}  // namespace concordat::broker
