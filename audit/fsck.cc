#include "audit/fsck.h"

#include <fcntl.h>
#include <unistd.h>

#include "audit/tiles.h"
#include "base/check.h"

namespace concordat::audit {
namespace {

// A log as one stream of records: what exports were before they were tiles.
Result<Unit, ReadError> read_records(const std::filesystem::path& file, const SliceSink& sink) {
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
  return std::filesystem::is_directory(path, code) && !is_tiles(path);
}

Holds holds_of(const std::filesystem::path& path) {
  if (is_copy(path)) return Holds::annexes;
  return is_tiles(path) ? Holds::tiles : Holds::headers;
}

}  // namespace

Result<Unit, ReadError> read_log(const std::filesystem::path& path, const SliceSink& sink, Annexes annexes) {
  if (is_copy(path)) return read_copy(path, sink, annexes);
  return is_tiles(path) ? read_tiles(path, sink) : read_records(path, sink);
}

Result<std::string, ReadError> last_note(const std::filesystem::path& path) {
  if (is_tiles(path)) return read_tiles_note(path);
  std::string note;
  const auto take = [&](const Slice& slice) {
    if (!slice.checkpoints.empty()) note = as_text(slice.checkpoints.back().bytes);
    return true;
  };
  TRY([[maybe_unused]] const Unit read, is_copy(path) ? read_copy_end(path, take) : read_records(path, take));
  return note;
}

std::optional<NamedKey> stated_key(const std::filesystem::path& path) {
  const auto bytes = read_file(path / stated_key_name, note_bytes_max);
  if (!bytes || bytes->empty() || bytes->back() != std::byte{'\n'}) return std::nullopt;
  return parse_verifier_key(as_text(*bytes).substr(0, bytes->size() - 1), NoteKey::log);
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
  Checker checker{options, holds_of(path)};
  bool good = true;
  const auto read = read_log(path, [&](const Slice& slice) {
    good = checker.take(slice);
    if (options.progress) options.progress(checker.size());
    return good;
  }, options.day_keys == nullptr ? Annexes::heads : Annexes::whole);
  FsckReport report = checker.finish();
  if (!read && good) report.wrong = Finding{fault_of(read.error()), std::nullopt};
  return report;
}

}  // namespace concordat::audit
