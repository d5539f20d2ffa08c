#include "audit/export.h"

#include <gtest/gtest.h>
#include <fcntl.h>
#include <unistd.h>

#include <fstream>

#include "audit/fsck.h"
#include "scratch.h"

namespace concordat::audit {
namespace {

// A descriptor holding `bytes`, read from its start.
class Source {
public:
  explicit Source(ByteView bytes) {
    std::ofstream{path(), std::ios::binary}.write(reinterpret_cast<const char*>(bytes.data()),
                                                  static_cast<std::streamsize>(bytes.size()));
    descriptor_ = ::open(path().c_str(), O_RDONLY | O_CLOEXEC);
  }
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  ~Source() { ::close(descriptor_); }
  int descriptor() const { return descriptor_; }

private:
  std::filesystem::path path() const { return scratch_.root() / "stream"; }
  Scratch scratch_;
  int descriptor_;
};

Bytes record(int type, std::uint64_t number, std::string_view bytes) {
  Bytes out{static_cast<std::byte>(type)};
  put_u64(out, number);
  put_sized(out, as_bytes(bytes));
  return out;
}

Bytes stream(std::initializer_list<Bytes> records) {
  Bytes out = to_bytes(as_bytes("concordat log export 1\n"));
  for (const Bytes& one : records) put_bytes(out, one);
  return out;
}

TEST(Records, ReadBackAsWritten) {
  const Scratch scratch;
  const std::filesystem::path file = scratch.root() / "stream";
  const int out = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  Slice slice;
  slice.end = 2;
  slice.entries.add(0, Bytes(3));
  slice.entries.add(1, {});
  slice.nodes.add(0, Bytes(32));
  slice.checkpoints.add(2, Bytes(5));
  slice.annexes.add(1, Bytes(70000));
  slice.strays = {"parcels"};
  RecordWriter writer{out};
  ASSERT_TRUE(writer.begin() && writer.write(slice) && writer.end(2));
  ASSERT_EQ(::lseek(out, 0, SEEK_SET), 0);
  RecordReader reader{out};
  const auto again = reader.next();
  ASSERT_TRUE(again && *again);
  EXPECT_EQ((*again)->end, slice.end);
  EXPECT_EQ((*again)->entries, slice.entries);
  EXPECT_EQ((*again)->nodes, slice.nodes);
  EXPECT_EQ((*again)->checkpoints, slice.checkpoints);
  EXPECT_EQ((*again)->annexes, slice.annexes);
  EXPECT_EQ((*again)->strays, slice.strays);
  const auto end = reader.next();
  ASSERT_TRUE(end);
  EXPECT_FALSE(*end);
  ::close(out);
}

TEST(Records, WhatDoesNotParseIsAnError) {
  const struct {
    const char* name;
    Bytes bytes;
    ReadError expected;
  } cases[] = {
      {"nothing", {}, ReadError::not_ours},
      {"another magic", to_bytes(as_bytes("concordat log export 2\n")), ReadError::not_ours},
      {"no end", stream({}), ReadError::unreadable},
      {"unknown type", stream({record(8, 0, "")}), ReadError::unreadable},
      {"type 0", stream({record(0, 0, "")}), ReadError::unreadable},
      {"slice end with bytes", stream({record(6, 0, "x")}), ReadError::unreadable},
      {"end with bytes", stream({record(7, 0, "x")}), ReadError::unreadable},
      {"end inside a slice", stream({record(1, 0, "x"), record(7, 0, "")}), ReadError::unreadable},
      {"something after the end", stream({record(7, 0, ""), Bytes(1)}), ReadError::unreadable},
      {"end of another size", stream({record(7, 5, "")}), ReadError::unreadable},
      {"cut off", stream({Bytes(5, std::byte{1})}), ReadError::unreadable},
      {"length past the end", stream({Bytes(13, std::byte{1})}), ReadError::unreadable},
  };
  for (const auto& c : cases) {
    const Source source{c.bytes};
    RecordReader reader{source.descriptor()};
    const auto read = reader.next();
    ASSERT_FALSE(read) << c.name;
    EXPECT_EQ(read.error(), c.expected) << c.name;
  }
}

TEST(Records, ASliceHasABound) {
  Bytes bytes = stream({});
  for (int i = 0; i < 9000; ++i) put_bytes(bytes, record(1, 0, ""));
  const Source source{bytes};
  RecordReader reader{source.descriptor()};
  EXPECT_FALSE(reader.next());
}

TEST(Records, ReadSliceBySlice) {
  const Scratch scratch;
  const FixedClock clock;
  Log log = open_log(scratch, clock);
  for (int i = 0; i < 5; ++i) commit(log, batch_of(500));
  const std::filesystem::path file = scratch.root() / "log.export";
  write_records(log, file);
  std::vector<std::size_t> sizes;
  ASSERT_TRUE(read_log(file, [&](const Slice& slice) {
    sizes.push_back(slice.entries.size());
    return true;
  }));
  EXPECT_EQ(sizes, (std::vector<std::size_t>{1024, 1024, 453}));
  const FsckReport report = fsck(file, {.key = test_key().verify_key(), .known = std::nullopt});
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.entries, 2501U);
  std::size_t seen = 0;
  ASSERT_TRUE(read_log(file, [&](const Slice&) { return ++seen < 2; }));
  EXPECT_EQ(seen, 2U);
}

TEST(Records, OneThatGivesAwayAnnexesIsRefused) {
  const Scratch scratch;
  const std::filesystem::path file = scratch.root() / "log.export";
  const Bytes bytes = stream({record(4, 0, "sealed"), record(6, 0, ""), record(7, 0, "")});
  std::ofstream{file, std::ios::binary}.write(reinterpret_cast<const char*>(bytes.data()),
                                              static_cast<std::streamsize>(bytes.size()));
  const auto read = read_log(file, [](const Slice&) { return true; });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error(), ReadError::not_ours);
}

}  // namespace
}  // namespace concordat::audit
