#include "audit/verify_live.h"

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

Result<std::uint64_t, LogError> write_tiles(const Log& log, TileWriter& tiles) {
  TRY(const SignedCheckpoint latest, log.checkpoint());
  while (tiles.size() < latest.checkpoint.size) {
    TRY(const Slice slice, log.slice(tiles.size(), latest.checkpoint.size, Annexes::none));
    if (slice.entries.empty()) return Fail{LogError::broken_chain};
    TRY([[maybe_unused]] const Unit written, or_log_error(tiles.write(slice)));
  }
  TRY([[maybe_unused]] const Unit finished, or_log_error(tiles.finish(latest.note, {log.verify_key(), log.origin()})));
  return tiles.size();
}

}  // namespace

Result<FsckReport, LogError> verify_live(const Log& log, const std::optional<Checkpoint>& known) {
  TRY(SignedCheckpoint latest, log.checkpoint());
  Checker checker{
      {.key = log.verify_key(), .known = known, .day_keys = nullptr, .settled = latest.checkpoint.size},
      Holds::annexes};
  for (;;) {
    while (checker.size() < latest.checkpoint.size) {
      TRY(const Slice slice, log.slice(checker.size(), latest.checkpoint.size, Annexes::heads));
      if (!checker.take(slice) || slice.entries.empty()) return checker.finish();
    }
    // An annex erased since we began is accounted for by an entry written since: follow the log until
    // it is seen.
    TRY(SignedCheckpoint grown, log.checkpoint());
    if (!checker.awaits_erasure() || grown.checkpoint.size == latest.checkpoint.size) return checker.finish();
    latest = std::move(grown);
  }
}

Result<std::uint64_t, LogError> export_log(const Log& log, const std::filesystem::path& folder) {
  auto tiles = TileWriter::begin(folder);
  if (!tiles) return Fail{log_error_of(tiles.error())};
  auto written = write_tiles(log, *tiles);
  std::error_code ignored;
  if (!written) std::filesystem::remove_all(folder, ignored);  // half an export is none
  return written;
}

}  // namespace concordat::audit
