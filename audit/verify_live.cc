#include "audit/verify_live.h"

#include "audit/notes_file.h"
#include "audit/tiles.h"

namespace concordat::audit {
namespace {

LogError log_error_of(const FileError& error) {
  switch (error.kind) {
    case FileError::Kind::full: return LogError::full;
    case FileError::Kind::denied: return LogError::locked;
    case FileError::Kind::missing:
    case FileError::Kind::too_large:
    case FileError::Kind::other: return LogError::disk;
  }
  return LogError::disk;
}

Result<Unit, LogError> or_log_error(const Result<Unit, FileError>& written) {
  if (!written) return Fail{log_error_of(written.error())};
  return Unit{};
}

Result<std::uint64_t, LogError> write_tiles(const Log& log, const std::filesystem::path& folder, TileWriter& tiles) {
  TRY(const SignedCheckpoint latest, log.checkpoint());
  while (tiles.size() < latest.checkpoint.size) {
    TRY(const Slice slice, log.slice(tiles.size(), latest.checkpoint.size, Annexes::none));
    if (slice.entries.empty()) return Fail{LogError::broken_chain};
    TRY([[maybe_unused]] const Unit written, or_log_error(tiles.write(slice)));
  }
  if (const LogKeys keys = log.keys(); !keys.notes().empty()) {
    TRY([[maybe_unused]] const Unit stated, or_log_error(write_notes(folder / key_changes_name, keys.notes())));
  }
  TRY([[maybe_unused]] const Unit finished, or_log_error(tiles.finish(latest.note, {log.verify_key(), log.origin()})));
  return tiles.size();
}

}  // namespace

Result<LiveCheck, LogError> LiveCheck::begin(const Log& log, const std::optional<Checkpoint>& known) {
  TRY(const SignedCheckpoint latest, log.checkpoint());
  const LogKeys keys = log.keys();
  return LiveCheck{{.key = keys.first(), .known = known, .day_keys = nullptr, .changes = keys.changes(), .settled = latest.checkpoint.size}, latest.checkpoint.size};
}

Result<bool, LogError> LiveCheck::advance(const Log& log, std::size_t slices) {
  for (; slices > 0; --slices) {
    if (checker_->size() >= end_) {
      // An annex erased since we began is accounted for by an entry written since: follow the log until it is seen.
      TRY(const SignedCheckpoint grown, log.checkpoint());
      if (!checker_->awaits_erasure() || grown.checkpoint.size == end_) return false;
      end_ = grown.checkpoint.size;
    }
    TRY(const Slice slice, log.slice(checker_->size(), end_, Annexes::heads));
    if (!checker_->take(slice) || slice.entries.empty()) return false;
  }
  return true;
}

Result<FsckReport, LogError> verify_live(const Log& log, const std::optional<Checkpoint>& known) {
  TRY(LiveCheck check, LiveCheck::begin(log, known));
  for (;;) {
    TRY(const bool more, check.advance(log, 64));
    if (!more) return check.finish();
  }
}

Result<std::uint64_t, LogError> export_log(const Log& log, const std::filesystem::path& folder) {
  auto tiles = TileWriter::begin(folder);
  if (!tiles) return Fail{log_error_of(tiles.error())};
  auto written = write_tiles(log, folder, *tiles);
  std::error_code ignored;
  if (!written) std::filesystem::remove_all(folder, ignored);  // half an export is none
  return written;
}

}  // namespace concordat::audit
