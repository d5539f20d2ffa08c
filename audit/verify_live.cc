#include "audit/verify_live.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "audit/export.h"

namespace concordat::audit {
namespace {

LogError error_from_errno() {
  return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? LogError::full : LogError::disk;
}

Result<std::uint64_t, LogError> write_export(const Log& log, int descriptor) {
  TRY(const SignedCheckpoint latest, log.checkpoint());
  const std::uint64_t size = latest.checkpoint.size;
  RecordWriter writer{descriptor};
  if (!writer.begin()) return Fail{error_from_errno()};
  for (std::uint64_t at = 0; at < size;) {
    TRY(Slice slice, log.slice(at, size));
    if (slice.entries.empty()) return Fail{LogError::broken_chain};
    slice.annexes.clear();
    slice.strays.clear();
    if (!writer.write(slice)) return Fail{error_from_errno()};
    at = slice.end;
  }
  if (!writer.end(size) || ::fsync(descriptor) != 0) return Fail{error_from_errno()};
  return size;
}

}  // namespace

Result<FsckReport, LogError> verify_live(const Log& log, const std::optional<Checkpoint>& known) {
  TRY(SignedCheckpoint latest, log.checkpoint());
  Checker checker{
      {.key = log.verify_key(), .known = known, .day_keys = nullptr, .settled = latest.checkpoint.size},
      Holds::annexes};
  for (;;) {
    while (checker.size() < latest.checkpoint.size) {
      TRY(const Slice slice, log.slice(checker.size(), latest.checkpoint.size));
      if (!checker.take(slice) || slice.entries.empty()) return checker.finish();
    }
    // An annex erased since we began is accounted for by an entry written since: follow the log until
    // it is seen.
    TRY(SignedCheckpoint grown, log.checkpoint());
    if (!checker.awaits_erasure() || grown.checkpoint.size == latest.checkpoint.size) return checker.finish();
    latest = std::move(grown);
  }
}

Result<std::uint64_t, LogError> export_log(const Log& log, const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return Fail{errno == EACCES || errno == EPERM ? LogError::locked : error_from_errno()};
  auto written = write_export(log, descriptor);
  ::close(descriptor);
  if (!written) ::unlink(file.c_str());  // half an export is none
  return written;
}

}  // namespace concordat::audit
