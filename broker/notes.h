// What senders have yet to be told of their messages: delivered, acknowledged, returned, released. A note
// stays until the sender's link says it has it. Owned by the pipeline's thread.
#pragma once

#include <map>

#include "audit/log.h"
#include "broker/rows.h"
#include "schemas/frame.h"

namespace concordat::broker {

class NoteTable {
public:
  void add(std::uint64_t sequence, NoteRow row) { notes_[row.sender].insert_or_assign(sequence, std::move(row)); }
  // True if it was there: only the sender it is for can take it away.
  bool remove(const schemas::AgencyId& sender, std::uint64_t sequence);
  const std::map<std::uint64_t, NoteRow>& of(const schemas::AgencyId& sender) const;
  Result<Unit, audit::LogError> recover(const audit::Log& log);

private:
  std::map<schemas::AgencyId, std::map<std::uint64_t, NoteRow>> notes_;
};

// What a sender is told of something of theirs that waited, once it was decided afresh: released, waiting (for something else now) or
// refused after all.
std::string_view state_after_waiting(const schemas::RecipientOutcome& outcome);

// A note as its sender's link is told it.
schemas::Status status_of(std::uint64_t sequence, const NoteRow& row);

}  // namespace concordat::broker
