#include "adapters/link/kept_checkpoint.h"

namespace concordat::link {

Result<KeptCheckpoint, FileError> KeptCheckpoint::open(const std::filesystem::path& file, const audit::PinnedLog& log) {
  KeptCheckpoint kept{file};
  auto bytes = read_file(file, audit::note_bytes_max);
  if (!bytes && bytes.error().kind == FileError::Kind::missing) return kept;
  if (!bytes) return Fail{bytes.error()};
  std::string note{as_text(*bytes)};
  auto checkpoint = audit::verify_checkpoint(note, log.key, log.origin);
  if (!checkpoint)
    return Fail{FileError{FileError::Kind::other, "read " + file.string() + ": is not a checkpoint of the log in the directory"}};
  kept.held_ = audit::SignedCheckpoint{std::move(*checkpoint), std::move(note)};
  return kept;
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
