// Reading tiles back as slices, one for each bundle. What is missing or does not parse is left out of its slice, so
// that the checker names the entry where the log stops.
#include <algorithm>

#include "audit/checkpoint.h"
#include "audit/entry.h"
#include "audit/tiles.h"

namespace concordat::audit {
namespace {

namespace fs = std::filesystem;

constexpr unsigned level_bits = 8;
constexpr std::size_t digest_bytes = sizeof(Digest::bytes);
constexpr std::size_t bundle_bytes_max = tile_width * (2 + entry_bytes_max);

class TileReader {
public:
  TileReader(fs::path folder, std::uint64_t size) : folder_(std::move(folder)), size_(size) {}

  Slice bundle(std::uint64_t index) {
    const std::uint64_t first = index * tile_width;
    const auto width = static_cast<std::size_t>(std::min<std::uint64_t>(tile_width, size_ - first));
    Slice slice;
    slice.end = first + width;
    const Found found = read("entries", index, width, bundle_bytes_max);
    ByteReader reader{found.bytes};
    bool is_whole = true;
    for (std::size_t i = 0; i < found.width; ++i) {
      const std::size_t length = reader.u16();
      const ByteView entry = reader.take(length);
      if (i >= width || !is_whole) continue;
      is_whole = reader.ok();
      if (!is_whole) continue;
      slice.entries.add(first + i, entry);
      is_whole = add_nodes(slice, first + i);
    }
    if (is_whole && !reader.done()) slice.strays.emplace_back("entries");
    return slice;
  }

private:
  struct Loaded {
    std::uint64_t index = 0;
    Bytes bytes;
    bool is_loaded = false;
  };

  struct Found {
    Bytes bytes;
    std::size_t width;
  };
  // The partial tile, or the full one that replaced it.
  Found read(const std::string& name, std::uint64_t index, std::size_t width, std::size_t bytes_max) const {
    if (auto bytes = read_file(folder_ / "tile" / name / tile_path(index, width), bytes_max)) return {std::move(*bytes), width};
    auto whole = read_file(folder_ / "tile" / name / tile_path(index, tile_width), bytes_max);
    return {whole ? std::move(*whole) : Bytes{}, tile_width};
  }

  bool add_nodes(Slice& slice, std::uint64_t sequence) {
    const std::uint64_t after = sequence + 1;
    for (unsigned level = 0; (after & ((std::uint64_t{1} << (level * level_bits)) - 1)) == 0; ++level) {
      const std::uint64_t hash = (after >> (level * level_bits)) - 1;
      const ByteView node = node_at(level, hash);
      if (node.empty()) return false;
      slice.nodes.add(node_position(level * level_bits, hash), node);
    }
    return true;
  }

  ByteView node_at(unsigned level, std::uint64_t hash) {
    Loaded& tile = tiles_[level];
    const std::uint64_t index = hash / tile_width;
    if (!tile.is_loaded || tile.index != index) {
      const std::uint64_t there = (size_ >> (level * level_bits)) - index * tile_width;
      const auto width = static_cast<std::size_t>(std::min<std::uint64_t>(tile_width, there));
      Found found = read(std::to_string(level), index, width, tile_width * digest_bytes);
      if (found.bytes.size() != found.width * digest_bytes) found.bytes.clear();
      tile = {index, std::move(found.bytes), true};
    }
    const std::size_t at = static_cast<std::size_t>(hash % tile_width) * digest_bytes;
    return at + digest_bytes <= tile.bytes.size() ? ByteView{tile.bytes}.subspan(at, digest_bytes) : ByteView{};
  }

  fs::path folder_;
  std::uint64_t size_;
  std::map<unsigned, Loaded> tiles_;
};

}  // namespace

bool is_tiles(const fs::path& path) {
  std::error_code failed;
  return fs::is_regular_file(path / "checkpoint", failed);
}

Result<std::string, ReadError> read_tiles_note(const fs::path& folder) {
  const auto note = read_file(folder / "checkpoint", note_bytes_max);
  if (!note) return Fail{ReadError::unreadable};
  return std::string{as_text(*note)};
}

Result<Unit, ReadError> read_tiles(const fs::path& folder, const SliceSink& sink) {
  TRY(const std::string note, read_tiles_note(folder));
  const auto checkpoint = parse_checkpoint(note);
  if (!checkpoint) return Fail{ReadError::not_ours};
  TileReader reader{folder, checkpoint->size};
  for (std::uint64_t first = 0; first < checkpoint->size; first += tile_width) {
    Slice slice = reader.bundle(first / tile_width);
    const bool is_whole = slice.entries.size() == slice.end - first;
    if (is_whole && slice.end == checkpoint->size) slice.checkpoints.add(checkpoint->size, as_bytes(note));
    if (!sink(slice) || !is_whole) return Unit{};
  }
  return Unit{};
}

}  // namespace concordat::audit
