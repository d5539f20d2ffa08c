// Somebody had the disk. Each test alters a copy in one way and asks whether fsck says so, and says where.
#include "audit/fsck.h"

#include <gtest/gtest.h>

#include <fstream>
#include <limits>

#include "scratch.h"
#include "surgery.h"

namespace concordat::audit {
namespace {

constexpr std::uint64_t entries = 8;  // genesis, a tick of 4, a tick of 2, one that erases annex 2

class Fsck : public testing::Test {
protected:
  Fsck() {
    Log log = open_log(scratch_, clock_);
    first_ = commit(log, batch_of(4)).checkpoint;
    Batch second = batch_of(2);
    second.rows = {{Table::parcels, 0, Bytes(10)}, {Table::seen, 1, Bytes(3)}};
    commit(log, second);
    Batch third;
    third.events.push_back(
        {.kind = EventKind::erased, .at = clock_.at, .actor = "broker", .about = Sequence{2}});
    last_ = commit(log, third).checkpoint;
    write_records(log, export_file());
    copy_ = scratch_.copy();
  }
  std::filesystem::path export_file() const { return scratch_.root() / "log.export"; }
  static CheckOptions options(std::optional<Checkpoint> known = std::nullopt) {
    return {.key = test_key().verify_key(), .known = std::move(known)};
  }
  FsckReport check() const { return fsck(copy_, options()); }
  static std::string said(const FsckReport& report) {
    if (report.ok()) return "ok";
    std::string out{fault_code(report.wrong->fault)};
    if (report.wrong->entry) out += " " + std::to_string(report.wrong->entry->value());
    return out;
  }

  Scratch scratch_;
  FixedClock clock_;
  SignedCheckpoint first_;
  SignedCheckpoint last_;
  std::filesystem::path copy_;
};

TEST_F(Fsck, AgreesWithAnUntouchedCopyAndExport) {
  const FsckReport copied = check();
  EXPECT_EQ(said(copied), "ok");
  EXPECT_EQ(copied.entries, entries);
  EXPECT_EQ(copied.checkpoint, last_.checkpoint);
  const FsckReport exported = fsck(export_file(), options());
  EXPECT_EQ(said(exported), "ok");
  EXPECT_EQ(exported.entries, entries);
  EXPECT_EQ(exported.checkpoint, last_.checkpoint);
}

TEST_F(Fsck, AnyByteOfAnyEntryNamesThatEntry) {
  Surgery surgery{copy_};
  for (std::uint64_t sequence : {0, 1, 7}) {
    const Bytes good = *surgery.get("entries", key_of(sequence));
    for (std::size_t at = 0; at < good.size(); at += sequence == 7 ? 1 : 5) {
      Bytes bad = good;
      bad[at] ^= std::byte{0x01};
      surgery.put("entries", key_of(sequence), bad);
      ASSERT_EQ(said(check()), "entry-altered " + std::to_string(sequence)) << "byte " << at;
    }
    surgery.put("entries", key_of(sequence), good);
  }
  EXPECT_EQ(said(check()), "ok");
}

// The same for every byte of every entry, without the disk between: the checker itself, slice by slice.
TEST_F(Fsck, EveryByteOfEveryEntryInMemory) {
  const Log log = open_log(scratch_, clock_);
  const Slice good = *log.slice(0, entries);
  for (std::uint64_t sequence = 0; sequence < entries; ++sequence) {
    for (std::size_t at = 0; at < good.entries[sequence].bytes.size(); ++at) {
      Slice bad = good;
      bad.entries.clear();
      for (const Numbered entry : good.entries) {
        Bytes bytes = to_bytes(entry.bytes);
        if (entry.number == sequence) bytes[at] ^= std::byte{0x80};
        bad.entries.add(entry.number, bytes);
      }
      Checker checker{options(), Holds::annexes};
      ASSERT_FALSE(checker.take(bad));
      ASSERT_EQ(said(checker.finish()), "entry-altered " + std::to_string(sequence)) << "byte " << at;
    }
  }
}

TEST_F(Fsck, AnyByteOfTheExportIsNoticed) {
  const Bytes good = *read_file(export_file(), 1 << 20);
  const std::filesystem::path bad_file = scratch_.root() / "bad.export";
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes bad = good;
    bad[at] ^= std::byte{0x20};
    std::ofstream{bad_file, std::ios::binary}.write(reinterpret_cast<const char*>(bad.data()),
                                                    static_cast<std::streamsize>(bad.size()));
    ASSERT_FALSE(fsck(bad_file, options()).ok()) << "byte " << at;
  }
  for (std::size_t size = 0; size < good.size(); size += 7) {
    std::ofstream{bad_file, std::ios::binary}.write(reinterpret_cast<const char*>(good.data()),
                                                    static_cast<std::streamsize>(size));
    ASSERT_FALSE(fsck(bad_file, options()).ok()) << "first " << size;
  }
}

TEST_F(Fsck, AlteredTrees) {
  Surgery surgery{copy_};
  for (std::uint64_t position = 0; position < node_count(entries); ++position) {
    const Bytes good = *surgery.get("nodes", key_of(position));
    Bytes bad = good;
    bad[31] ^= std::byte{0x01};
    surgery.put("nodes", key_of(position), bad);
    const FsckReport report = check();
    ASSERT_FALSE(report.ok()) << position;
    EXPECT_TRUE(report.wrong->fault == Fault::node_wrong || report.wrong->fault == Fault::entry_altered)
        << position;
    EXPECT_TRUE(report.wrong->entry) << position;
    surgery.put("nodes", key_of(position), ByteView{good}.first(31));
    EXPECT_FALSE(check().ok()) << position;
    surgery.erase("nodes", key_of(position));
    EXPECT_FALSE(check().ok()) << position;
    surgery.put("nodes", key_of(position), good);
  }
  surgery.put("nodes", key_of(node_count(entries)), Bytes(32));
  EXPECT_FALSE(check().ok());
}

TEST_F(Fsck, AlteredCheckpoints) {
  for (const std::uint64_t size : {1, 5, 7, 8}) {
    Surgery surgery{copy_};
    const Bytes good = *surgery.get("checkpoints", key_of(size));
    for (std::size_t at = 0; at < good.size(); at += 11) {
      Bytes bad = good;
      bad[at] ^= std::byte{0x01};
      surgery.put("checkpoints", key_of(size), bad);
      ASSERT_EQ(said(check()), "checkpoint-signature " + std::to_string(size - 1)) << "byte " << at;
    }
    surgery.put("checkpoints", key_of(size), good);
  }
  EXPECT_EQ(said(check()), "ok");
}

TEST_F(Fsck, MisplacedCheckpoints) {
  const struct {
    const char* name;
    std::uint64_t from;
    std::optional<std::uint64_t> to;
    const char* expected;
  } cases[] = {{"the last one gone", 8, std::nullopt, "checkpoint-missing 7"},
               {"another size's at 8", 5, 8, "checkpoint-root 7"},
               {"one past the end", 8, 9, "checkpoint-root 7"},
               {"one at 0", 8, 0, "checkpoint-root 0"}};
  for (const auto& c : cases) {
    const std::filesystem::path copy = scratch_.copy();
    Surgery surgery{copy};
    const Bytes note = *surgery.get("checkpoints", key_of(c.from));
    if (c.to) {
      surgery.put("checkpoints", key_of(*c.to), note);
    } else {
      surgery.erase("checkpoints", key_of(c.from));
    }
    EXPECT_EQ(said(check()), c.expected) << c.name;
  }
}

// Cuts the copy back to `size` entries so that nothing in it contradicts itself: only who saw more can
// tell.
void cut_back(Surgery& surgery, std::uint64_t size) {
  for (std::uint64_t sequence = size; sequence < entries; ++sequence) {
    surgery.erase("entries", key_of(sequence));
    surgery.erase("annexes", key_of(sequence));
  }
  for (std::uint64_t position = node_count(size); position < node_count(entries); ++position)
    surgery.erase("nodes", key_of(position));
  for (const Bytes& key : surgery.keys("checkpoints"))
    if (*number_of(key) > size) surgery.erase("checkpoints", key);
  for (const char* table : {"parcels", "seen"})
    for (const Bytes& key : surgery.keys(table))
      if (*number_of(key) >= size) surgery.erase(table, key);
}

TEST_F(Fsck, ACutTailIsCaughtByWhoSawIt) {
  Surgery surgery{copy_};
  surgery.put("annexes", key_of(2),
              *surgery.get("annexes", key_of(3)));  // nothing erased it in the shorter history
  cut_back(surgery, 5);
  EXPECT_EQ(said(check()), "ok");
  EXPECT_EQ(said(fsck(copy_, options(first_.checkpoint))), "ok");
  EXPECT_EQ(said(fsck(copy_, options(last_.checkpoint))), "rollback 4");
}

TEST_F(Fsck, AForkIsCaughtByWhoSawTheOther) {
  Checkpoint other = first_.checkpoint;
  other.root = digest_of("another history");
  EXPECT_EQ(said(fsck(copy_, options(other))), "fork");
  Checkpoint elsewhere = first_.checkpoint;
  elsewhere.origin = "concordat.example/other";
  EXPECT_EQ(said(fsck(copy_, options(elsewhere))), "fork");
}

TEST_F(Fsck, GapsAndStrays) {
  const struct {
    const char* name;
    const char* expected;
    void (*operate)(Surgery&);
  } cases[] = {
      {"entry gone", "entry-gap 3", [](Surgery& s) { s.erase("entries", key_of(3)); }},
      {"genesis gone", "entry-gap 0", [](Surgery& s) { s.erase("entries", key_of(0)); }},
      {"entry added", "entry-gap 8",
       [](Surgery& s) { s.put("entries", key_of(8), *s.get("entries", key_of(7))); }},
      {"entry far off", "entry-gap 8",
       [](Surgery& s) { s.put("entries", key_of(~std::uint64_t{0}), Bytes(4)); }},
      {"short key", "unreadable", [](Surgery& s) { s.put("entries", Bytes(3), Bytes(4)); }},
      {"annex gone", "annex-missing 3", [](Surgery& s) { s.erase("annexes", key_of(3)); }},
      {"erased annex back", "annex-stray 2",
       [](Surgery& s) { s.put("annexes", key_of(2), *s.get("annexes", key_of(3))); }},
      {"annex of nothing", "annex-stray 9", [](Surgery& s) { s.put("annexes", key_of(9), Bytes(80)); }},
      {"annex too short", "annex-altered 3", [](Surgery& s) { s.put("annexes", key_of(3), Bytes(8)); }},
      {"parcel past the end", "row-stray", [](Surgery& s) { s.put("parcels", key_of(8), Bytes(1)); }},
      {"odd key among parcels", "row-stray",
       [](Surgery& s) { s.put("parcels", to_bytes(ByteView{key_of(5)}.first(7)), Bytes(1)); }},
      {"a table more", "not-ours", [](Surgery& s) { s.put("more", key_of(0), Bytes(1)); }},
  };
  for (const auto& c : cases) {
    const std::filesystem::path copy = scratch_.copy();
    {
      Surgery surgery{copy};
      c.operate(surgery);
    }
    EXPECT_EQ(said(check()), c.expected) << c.name;
  }
}

TEST_F(Fsck, OpensAnnexesWhenItHasTheDayKeys) {
  const auto ring = KeyRing::load(scratch_.day_keys());
  ASSERT_TRUE(ring);
  CheckOptions with_keys = options();
  with_keys.day_keys = &*ring;
  EXPECT_EQ(said(fsck(copy_, with_keys)), "ok");
  Surgery surgery{copy_};
  Bytes row = *surgery.get("annexes", key_of(3));
  row.back() ^= std::byte{0x01};
  surgery.put("annexes", key_of(3), row);
  EXPECT_EQ(said(check()), "ok");  // without the keys it can only be counted
  EXPECT_EQ(said(fsck(copy_, with_keys)), "annex-altered 3");
  surgery.put("annexes", key_of(3), *surgery.get("annexes", key_of(4)));
  EXPECT_EQ(said(fsck(copy_, with_keys)), "annex-altered 3");
}

TEST_F(Fsck, AnotherKeysLogIsNotThisOne) {
  const CheckOptions other{.key = SigningKey::generate().verify_key(), .known = std::nullopt};
  EXPECT_EQ(said(fsck(copy_, other)), "genesis-wrong 0");
  EXPECT_EQ(said(fsck(export_file(), other)), "genesis-wrong 0");
}

TEST_F(Fsck, ALiveLogIsRefused) {
  const Log log = open_log(scratch_, clock_);
  EXPECT_EQ(said(fsck(scratch_.log(), options())), "in-use");
}

TEST_F(Fsck, WhatIsNoLog) {
  const std::filesystem::path empty = scratch_.root() / "empty";
  std::filesystem::create_directory(empty);
  EXPECT_EQ(said(fsck(empty, options())), "not-ours");
  std::ofstream{empty / "data.mdb"} << "hello";
  EXPECT_EQ(said(fsck(empty, options())), "not-ours");
  std::ofstream{empty / "data.mdb"} << std::string(100000, 'x');
  EXPECT_EQ(said(fsck(empty, options())), "not-ours");
  EXPECT_EQ(said(fsck(scratch_.root() / "nowhere", options())), "unreadable");
  std::ofstream{empty / "text"} << "hello";
  EXPECT_EQ(said(fsck(empty / "text", options())), "not-ours");
}

// LMDB reads its file as if it were memory of its own. Whatever is in the file, fsck answers; and when
// it says ok, it has seen the whole log.
TEST_F(Fsck, DamagedPagesNeverCrashIt) {
  const Bytes good = *read_file(copy_ / "data.mdb", std::size_t{64} << 20);
  const auto write = [&](ByteView bytes) {
    std::ofstream{copy_ / "data.mdb", std::ios::binary}.write(reinterpret_cast<const char*>(bytes.data()),
                                                              static_cast<std::streamsize>(bytes.size()));
  };
  std::size_t refused = 0;
  const auto expect_sound = [&](std::size_t at) {
    const FsckReport report = check();
    if (!report.ok()) {
      ++refused;
      return;
    }
    EXPECT_EQ(report.entries, entries) << at;
    EXPECT_EQ(report.checkpoint, last_.checkpoint) << at;
  };
  for (std::size_t at = 0; at + 16 <= good.size(); at += 509) {
    Bytes bad = good;
    for (std::size_t i = 0; i < 16; ++i) bad[at + i] ^= std::byte{0xa5};
    write(bad);
    expect_sound(at);
  }
  for (std::size_t page = 0; page < good.size(); page += 4096) {  // page headers steer everything
    for (std::size_t i = 8; i < 24; ++i) {
      Bytes bad = good;
      bad[page + i] ^= std::byte{0xff};
      write(bad);
      expect_sound(page + i);
    }
  }
  for (std::size_t size = 0; size < good.size(); size += 4096) {
    write(ByteView{good}.first(size));
    expect_sound(size);
  }
  EXPECT_GT(refused, 20U);
}

}  // namespace
}  // namespace concordat::audit
