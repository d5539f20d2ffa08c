#include "audit/fsck.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/check.h"

namespace concordat::audit {
namespace {

Result<Unit, ReadError> read_export(const std::filesystem::path& file, const SliceSink& sink) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return Fail{ReadError::unreadable};
  const auto read = [&]() -> Result<Unit, ReadError> {
    RecordReader reader{descriptor};
    for (;;) {
      TRY(const std::optional<Slice> slice, reader.next());
      if (!slice) return Unit{};
      // An export never holds what only a copy may: whoever made this one gave away sealed annexes.
      if (!slice->annexes.empty() || !slice->strays.empty()) return Fail{ReadError::not_ours};
      if (!sink(*slice)) return Unit{};
    }
  }();
  ::close(descriptor);
  return read;
}

bool is_copy(const std::filesystem::path& path) {
  std::error_code code;
  return std::filesystem::is_directory(path, code);
}

}  // namespace

Result<Unit, ReadError> read_log(const std::filesystem::path& path, const SliceSink& sink) {
  return is_copy(path) ? read_copy(path, sink) : read_export(path, sink);
}

Fault fault_of(ReadError error) {
  switch (error) {
    case ReadError::unreadable: return Fault::unreadable;
    case ReadError::in_use: return Fault::in_use;
    case ReadError::not_ours: return Fault::not_ours;
  }
  CHECK(false, "read error out of range");
}

FsckReport fsck(const std::filesystem::path& path, const CheckOptions& options) {
  Checker checker{options, is_copy(path) ? Holds::annexes : Holds::headers};
  bool good = true;
  const auto read = read_log(path, [&](const Slice& slice) { return good = checker.take(slice); });
  FsckReport report = checker.finish();
  if (!read && good) report.wrong = Finding{fault_of(read.error()), std::nullopt};
  return report;
}

}  // namespace concordat::audit
