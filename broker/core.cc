#include "broker/core.h"

namespace concordat::broker {

void tell(Core& core, std::uint64_t sequence, const NoteRow& note) {
  core.notes.add(sequence, note);
  if (const LinkSession* link = core.sessions.find(note.sender)) core.network.reply(link->session, status_of(sequence, note));
}

Result<Unit, audit::LogError> recover(Core& core) {
  const audit::Log& log = core.log();
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
