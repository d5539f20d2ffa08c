#include "adapters/link/kept_checkpoint.h"

namespace concordat::link {

Result<KeptCheckpoint, FileError> KeptCheckpoint::open(const std::filesystem::path& file, audit::LogKeys keys) {
  KeptCheckpoint kept{file, std::move(keys)};
  TRY(const std::vector<std::string> notes, audit::read_notes(kept.key_changes()));
  kept.keys_.follow_all(notes);
  auto bytes = read_file(file, audit::note_bytes_max);
  if (!bytes && bytes.error().kind == FileError::Kind::missing) return kept;
  if (!bytes) return Fail{bytes.error()};
  std::string note{as_text(*bytes)};
  auto checkpoint = audit::verify_checkpoint(note, kept.keys_);
  if (!checkpoint)
    return Fail{FileError{FileError::Kind::other, "read " + file.string() + ": is not a checkpoint of the log in the directory"}};
  kept.held_ = audit::SignedCheckpoint{std::move(*checkpoint), std::move(note)};
  return kept;
}

Result<bool, FileError> KeptCheckpoint::follow(const std::vector<std::string>& notes) {
  audit::LogKeys keys = keys_;
  for (const std::string& note : notes)
    if (keys.follow(note) == audit::Followed::contradicts) return false;
  keys.follow_all(notes);
  if (keys == keys_) return true;
  // Who signed what we keep is settled: a change that would have had another key sign it comes too late to be true.
  if (held_ && !audit::verify_checkpoint(held_->note, keys)) return false;
  TRY([[maybe_unused]] const Unit written, audit::write_notes(key_changes(), keys.notes()));
  keys_ = std::move(keys);
  return true;
}

Result<Unit, audit::ProofError> KeptCheckpoint::judge(const audit::Checkpoint& newer, std::span<const Digest> consistency) const {
  if (!held_ || newer == held_->checkpoint) return Unit{};  // the same needs no proof
  return audit::verify_advance(held_->checkpoint, newer, consistency);
}

Result<Unit, FileError> KeptCheckpoint::keep(const audit::SignedCheckpoint& newer) {
  if (held_ && held_->checkpoint == newer.checkpoint) return Unit{};
  TRY(const Unit written, write_file(file_, as_bytes(newer.note), FileMode::owner_only));
  held_ = newer;
  return written;
}

}  // namespace concordat::link
