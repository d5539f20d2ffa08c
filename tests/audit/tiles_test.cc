#include "audit/tiles.h"

#include <gtest/gtest.h>

#include <fstream>

#include "audit/fsck.h"
#include "audit/verify_live.h"
#include "scratch.h"

namespace concordat::audit {
namespace {

namespace fs = std::filesystem;

TEST(TilePath, IsTheStandards) {
  EXPECT_EQ(tile_path(0, 256), "000");
  EXPECT_EQ(tile_path(999, 256), "999");
  EXPECT_EQ(tile_path(1000, 256), "x001/000");
  EXPECT_EQ(tile_path(1234067, 256), "x001/x234/067");
  EXPECT_EQ(tile_path(1234067, 1), "x001/x234/067.p/1");
}

class Tiles : public testing::Test {
protected:
  fs::path exported() const { return scratch_.root() / "tiles"; }
  void make(std::size_t entries) {  // genesis included
    while (log_.next_sequence().value() < entries)
      commit(log_, batch_of(std::min<std::size_t>(400, entries - log_.next_sequence().value()), "canary"));
    ASSERT_TRUE(export_log(log_, exported()));
  }
  std::set<std::string> files() const {
    std::set<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator{exported()})
      if (entry.is_regular_file() && entry.path().filename() != stated_key_name) found.insert(entry.path().lexically_relative(exported()).string());
    return found;
  }
  std::string said() const {
    const FsckReport report = fsck(exported(), {.key = test_key().verify_key(), .known = std::nullopt});
    if (report.ok()) return "ok " + std::to_string(report.entries);
    return std::string{fault_code(report.wrong->fault)} + (report.wrong->entry ? " " + std::to_string(report.wrong->entry->value()) : "");
  }
  void put(const std::string& name, const Bytes& bytes) const {
    fs::create_directories((exported() / name).parent_path());
    std::ofstream{exported() / name, std::ios::binary}.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }

  Scratch scratch_;
  FixedClock clock_;
  Log log_ = open_log(scratch_, clock_);
};

TEST_F(Tiles, FewEntriesArePartialTiles) {
  make(5);
  EXPECT_EQ(files(), (std::set<std::string>{"checkpoint", "tile/0/000.p/5", "tile/entries/000.p/5"}));
  EXPECT_EQ(said(), "ok 5");
  EXPECT_EQ(stated_key(exported()), (NamedKey{test_key().verify_key(), "concordat.example/test"}));
  EXPECT_EQ(*read_file(exported() / "checkpoint", 1 << 20), to_bytes(as_bytes(log_.checkpoint()->note)));
}

TEST_F(Tiles, AFullTileIsHashedIntoTheNextLevel) {
  make(256);
  EXPECT_EQ(files(), (std::set<std::string>{"checkpoint", "tile/0/000", "tile/1/000.p/1", "tile/entries/000"}));
  EXPECT_EQ(said(), "ok 256");
  const Bytes upper = *read_file(exported() / "tile/1/000.p/1", 1 << 20);
  EXPECT_EQ(to_hex(upper), to_hex(log_.checkpoint()->checkpoint.root.bytes));
}

TEST_F(Tiles, EverySizeAroundATileReadsBack) {
  for (const std::size_t size : {1, 2, 255, 256, 257, 511, 512, 700}) {
    fs::remove_all(exported());
    make(size);
    EXPECT_EQ(said(), "ok " + std::to_string(size));
  }
}

TEST_F(Tiles, HoldHeadersOnlyAndForTheirOwnerAlone) {
  make(5);
  for (const std::string& name : files()) {
    EXPECT_EQ(fs::status(exported() / name).permissions(), fs::perms{0600}) << name;
    EXPECT_EQ(as_text(*read_file(exported() / name, 1 << 20)).find("canary"), std::string_view::npos) << name;  // the annexes name it
  }
  EXPECT_EQ(fs::status(exported()).permissions(), fs::perms{0700});
  ASSERT_FALSE(export_log(log_, exported()));  // never over something that is there
}

TEST_F(Tiles, NoByteCanChange) {
  make(258);
  for (const std::string& name : files()) {
    const Bytes good = *read_file(exported() / name, 1 << 20);
    const std::size_t step = good.size() > 1000 ? good.size() / 50 : 1;
    for (std::size_t at = 0; at < good.size(); at += step) {
      Bytes bad = good;
      bad[at] ^= std::byte{0x20};
      put(name, bad);
      EXPECT_NE(said().substr(0, 2), "ok") << name << " byte " << at;
    }
    Bytes longer = good;
    longer.push_back(std::byte{0});
    put(name, longer);
    EXPECT_NE(said().substr(0, 2), "ok") << name << " longer";
    put(name, Bytes(good.begin(), good.end() - 1));
    EXPECT_NE(said().substr(0, 2), "ok") << name << " shorter";
    fs::remove(exported() / name);
    EXPECT_NE(said().substr(0, 2), "ok") << "without " << name;
    put(name, good);
  }
  EXPECT_EQ(said(), "ok 258");
}

TEST_F(Tiles, TheFirstBadEntryIsNamed) {
  make(600);
  fs::remove(exported() / "tile/entries/001");
  EXPECT_EQ(said(), "entry-gap 256");
}

// C2SP tlog-tiles: a partial tile may go once the full one is there.
TEST_F(Tiles, AFullTileStandsInForAPartialOne) {
  make(300);
  const fs::path older = scratch_.root() / "older";
  fs::rename(exported(), older);
  make(512);
  fs::copy_file(older / "checkpoint", exported() / "checkpoint", fs::copy_options::overwrite_existing);
  fs::copy_file(older / "tile/1/000.p/1", exported() / "tile/1/000.p/1");  // which is not full yet
  EXPECT_EQ(said(), "ok 300");
}

TEST_F(Tiles, ACheckpointOfAnAbsurdSizeIsNoHang) {
  make(5);
  const std::string note = sign_checkpoint({"concordat.example/test", std::numeric_limits<std::uint64_t>::max(), {}}, test_key());
  put("checkpoint", to_bytes(as_bytes(note)));
  EXPECT_EQ(said(), "entry-gap 0");
}

}  // namespace
}  // namespace concordat::audit
