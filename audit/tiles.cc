#include "audit/tiles.h"

#include <fcntl.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "audit/entry.h"

namespace concordat::audit {
namespace {

namespace fs = std::filesystem;

constexpr unsigned level_bits = 8;

FileError error_at(const fs::path& path, int code) {
  const auto kind = code == ENOSPC || code == EDQUOT || code == EFBIG ? FileError::Kind::full
                    : code == EACCES || code == EPERM ? FileError::Kind::denied
                                                      : FileError::Kind::other;
  return {kind, "write " + path.string() + ": " + std::generic_category().message(code)};
}

// Without waiting for the disk: finish() waits once for all.
Result<Unit, FileError> write_new(const fs::path& path, ByteView bytes) {
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  if (failed) return Fail{error_at(path, failed.value())};
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return Fail{error_at(path, errno)};
  int code = 0;
  while (!bytes.empty() && code == 0) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written > 0) bytes = bytes.subspan(static_cast<std::size_t>(written));
    else if (errno != EINTR) code = errno == 0 ? EIO : errno;
  }
  if (::close(file) != 0 && code == 0) code = errno;
  if (code != 0) return Fail{error_at(path, code)};
  return Unit{};
}

}  // namespace

std::string tile_path(std::uint64_t index, std::size_t width) {
  const auto three = [](std::uint64_t n) {
    const std::string digits = std::to_string(n);
    return std::string(3 - digits.size(), '0') + digits;
  };
  std::string path = three(index % 1000);
  for (index /= 1000; index != 0; index /= 1000) path = "x" + three(index % 1000) + "/" + path;
  return width == tile_width ? path : path + ".p/" + std::to_string(width);
}

Result<TileWriter, FileError> TileWriter::begin(const fs::path& folder) {
  std::error_code failed;
  if (!folder.parent_path().empty()) fs::create_directories(folder.parent_path(), failed);
  if (!failed && !fs::create_directory(folder, failed) && !failed) failed = std::make_error_code(std::errc::file_exists);
  if (!failed) fs::permissions(folder, fs::perms::owner_all, failed);
  if (failed) return Fail{error_at(folder, failed.value())};
  return TileWriter{folder};
}

Result<Unit, FileError> TileWriter::put(const std::string& name, std::uint64_t index, std::size_t width, const Bytes& bytes) {
  return write_new(folder_ / "tile" / name / tile_path(index, width), bytes);
}

Result<Unit, FileError> TileWriter::add(const std::string& name, Tile& tile) {
  if (++tile.width < tile_width) return Unit{};
  TRY(const Unit written, put(name, tile.index, tile.width, tile.bytes));
  tile = {tile.index + 1, 0, {}};
  return written;
}

Result<Unit, FileError> TileWriter::write(const Slice& slice) {
  const Fail broken{FileError{FileError::Kind::other, "export " + folder_.string() + ": the log's entries and nodes do not belong together"}};
  std::size_t node = 0;
  for (const Numbered entry : slice.entries) {
    if (entry.number != size_ || entry.bytes.size() > entry_bytes_max) return broken;
    put_u16(bundle_.bytes, static_cast<std::uint16_t>(entry.bytes.size()));
    put_bytes(bundle_.bytes, entry.bytes);
    TRY([[maybe_unused]] const Unit bundled, add("entries", bundle_));
    const auto completed = static_cast<unsigned>(std::countr_zero(++size_)) + 1;
    for (unsigned level = 0; level < completed; ++level, ++node) {
      if (node >= slice.nodes.size() || slice.nodes[node].number != node_count(size_ - 1) + level ||
          slice.nodes[node].bytes.size() != sizeof(Digest::bytes))
        return broken;
      if (level % level_bits != 0) continue;
      Tile& tile = tiles_[level / level_bits];
      put_bytes(tile.bytes, slice.nodes[node].bytes);
      TRY([[maybe_unused]] const Unit tiled, add(std::to_string(level / level_bits), tile));
    }
  }
  return Unit{};
}

Result<Unit, FileError> TileWriter::finish(std::string_view note, const NamedKey& key) {
  if (bundle_.width > 0) {
    TRY([[maybe_unused]] const Unit bundled, put("entries", bundle_.index, bundle_.width, bundle_.bytes));
  }
  for (const auto& [level, tile] : tiles_) {
    if (tile.width == 0) continue;
    TRY([[maybe_unused]] const Unit tiled, put(std::to_string(level), tile.index, tile.width, tile.bytes));
  }
  TRY([[maybe_unused]] const Unit named, write_new(folder_ / stated_key_name, as_bytes(verifier_key(key, NoteKey::log) + "\n")));
  const int held = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool is_synced = held >= 0 && ::syncfs(held) == 0;
  const int code = errno;
  if (held >= 0) ::close(held);
  if (!is_synced) return Fail{error_at(folder_, code)};
  return write_file(folder_ / "checkpoint", as_bytes(note), FileMode::owner_only);
}

}  // namespace concordat::audit
