// The export: a log's slices as a stream of records (docs/audit-format.md, section 9), written to and
// read from a file or a pipe. Readers trust nothing: what does not parse is an end without an end
// record.
#pragma once

#include <optional>

#include "audit/slice.h"
#include "base/file.h"
#include "base/result.h"

namespace concordat::audit {

enum class ReadError { unreadable, in_use, not_ours };

// Writes to a descriptor it does not own. After the first failure every write fails.
class RecordWriter {
public:
  explicit RecordWriter(int descriptor) : descriptor_(descriptor) {}
  [[nodiscard]] bool begin();
  [[nodiscard]] bool write(const Slice& slice);
  [[nodiscard]] bool end(std::uint64_t entries);

private:
  void put(std::uint8_t type, std::uint64_t number, ByteView bytes);
  bool flush();
  int descriptor_;
  Bytes pending_;
};

// Reads from a descriptor it does not own.
class RecordReader {
public:
  explicit RecordReader(int descriptor) : descriptor_(descriptor) {}
  // Nothing after the end record, which must be the last thing there is.
  Result<std::optional<Slice>, ReadError> next();

private:
  bool fill(std::size_t count);  // makes `count` unread bytes available
  bool begin();
  int descriptor_;
  struct Expected {
    std::size_t entries = 0, entry_bytes = 0, nodes = 0;
  };
  Expected expected_;  // the next slice is about as large as the last
  Bytes buffer_;
  std::size_t used_ = 0;
  std::size_t filled_ = 0;
  bool begun_ = false;
  std::uint64_t entries_ = 0;  // as the last slice said
};

}  // namespace concordat::audit
