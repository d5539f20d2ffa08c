// The export: a log as C2SP tlog-tiles with entry bundles (docs/audit-format.md, section 9), one folder that any web
// server could serve: `checkpoint`, `tile/<L>/<N>[.p/<W>]`, `tile/entries/<N>[.p/<W>]`. Headers alone, as ever.
//
// The checkpoint is written last, after everything else has reached the disk: a folder without it is no export.
//
//   TRY(TileWriter tiles, TileWriter::begin(folder));
//   while (more) if (!tiles.write(slice)) ...
//   TRY(Unit done, tiles.finish(note));
#pragma once

#include <filesystem>
#include <map>

#include "audit/copy.h"
#include "audit/export.h"
#include "audit/note.h"
#include "base/file.h"

namespace concordat::audit {

inline constexpr std::size_t tile_width = 256;

// "x001/x234/067" and, for fewer than 256 of them, ".p/112".
std::string tile_path(std::uint64_t index, std::size_t width);

class TileWriter {
public:
  // A new folder, for its owner alone.
  static Result<TileWriter, FileError> begin(const std::filesystem::path& folder);
  // The next entries and the nodes they complete. A slice that is no continuation is a FileError of kind `other`.
  Result<Unit, FileError> write(const Slice& slice);
  // `key` goes in beside it, for whoever compares it with what they know.
  Result<Unit, FileError> finish(std::string_view note, const NamedKey& key);
  std::uint64_t size() const { return size_; }

private:
  explicit TileWriter(std::filesystem::path folder) : folder_(std::move(folder)) {}
  Result<Unit, FileError> put(const std::string& name, std::uint64_t index, std::size_t width, const Bytes& bytes);
  struct Tile {
    std::uint64_t index = 0;
    std::size_t width = 0;
    Bytes bytes;
  };
  Result<Unit, FileError> add(const std::string& name, Tile& tile);  // one more is in it

  std::filesystem::path folder_;
  std::uint64_t size_ = 0;
  Tile bundle_;
  std::map<unsigned, Tile> tiles_;  // by level
};

bool is_tiles(const std::filesystem::path& path);  // a folder with a checkpoint
// The note in the folder, which says how many entries there are; nobody has judged it.
Result<std::string, ReadError> read_tiles_note(const std::filesystem::path& folder);
Result<Unit, ReadError> read_tiles(const std::filesystem::path& folder, const SliceSink& sink);

}  // namespace concordat::audit
