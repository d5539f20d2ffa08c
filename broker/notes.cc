#include "broker/notes.h"

#include "broker/scan.h"

namespace concordat::broker {

bool NoteTable::remove(const schemas::AgencyId& sender, std::uint64_t sequence) {
  const auto at = notes_.find(sender);
  return at != notes_.end() && at->second.erase(sequence) > 0;
}

const std::map<std::uint64_t, NoteRow>& NoteTable::of(const schemas::AgencyId& sender) const {
  static const std::map<std::uint64_t, NoteRow> none;
  const auto at = notes_.find(sender);
  return at == notes_.end() ? none : at->second;
}

Result<Unit, audit::LogError> NoteTable::recover(const audit::Log& log) {
  notes_.clear();
  return scan_rows(log, audit::Table::notes, [this](std::uint64_t sequence, ByteView value) {
    if (auto row = decode_note(value)) add(sequence, std::move(*row));
  });
}

std::string_view state_after_waiting(const schemas::RecipientOutcome& outcome) {
  return outcome.outcome == "refused" ? "refused" : outcome.outcome == "waiting" ? "waiting" : "released";
}

schemas::Status status_of(std::uint64_t sequence, const NoteRow& row) {
  return {sequence, row.message, row.recipient, row.state, row.code, row.at, row.call_name, row.call_number};
}

}  // namespace concordat::broker
