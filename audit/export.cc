#include "audit/export.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace concordat::audit {
namespace {

constexpr std::string_view magic = "concordat log export 1\n";
constexpr std::size_t record_head_bytes = 1 + 8 + 4;
constexpr std::size_t flush_bytes = std::size_t{1} << 20;
constexpr std::size_t read_bytes_min = std::size_t{1} << 18;
constexpr std::size_t slice_records_max = slice_entries * 8;

enum RecordType : std::uint8_t {
  entry = 1,
  node = 2,
  checkpoint = 3,
  annex = 4,
  stray = 5,
  slice_end = 6,
  end_of_log = 7
};

ssize_t read_some(int descriptor, std::byte* out, std::size_t count) {
  for (;;) {
    const ssize_t got = ::read(descriptor, out, count);
    if (got >= 0 || errno != EINTR) return got;
  }
}

}  // namespace

bool RecordWriter::begin() {
  put_bytes(pending_, as_bytes(magic));
  return flush();
}

void RecordWriter::put(std::uint8_t type, std::uint64_t number, ByteView bytes) {
  std::array<std::byte, record_head_bytes> head{std::byte{type}};
  for (std::size_t i = 0; i < 8; ++i) head[1 + i] = static_cast<std::byte>(number >> (56 - 8 * i));
  for (std::size_t i = 0; i < 4; ++i) head[9 + i] = static_cast<std::byte>(bytes.size() >> (24 - 8 * i));
  pending_.insert(pending_.end(), head.begin(), head.end());
  pending_.insert(pending_.end(), bytes.begin(), bytes.end());
}

bool RecordWriter::write(const Slice& slice) {
  const auto put_all = [this](RecordType type, const Rows& rows) {
    for (const Numbered row : rows) {
      put(type, row.number, row.bytes);
      if (pending_.size() >= flush_bytes && !flush()) return false;
    }
    return true;
  };
  if (!put_all(entry, slice.entries) || !put_all(node, slice.nodes) ||
      !put_all(checkpoint, slice.checkpoints) || !put_all(annex, slice.annexes))
    return false;
  for (const std::string& table : slice.strays) put(stray, 0, as_bytes(table));
  put(slice_end, slice.end, {});
  return flush();
}

bool RecordWriter::end(std::uint64_t entries) {
  put(end_of_log, entries, {});
  return flush();
}

bool RecordWriter::flush() {
  ByteView rest{pending_};
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    rest = rest.subspan(static_cast<std::size_t>(written));
  }
  pending_.clear();
  return true;
}

bool RecordReader::fill(std::size_t count) {
  if (filled_ - used_ >= count) return true;
  std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(used_), buffer_.begin() + static_cast<std::ptrdiff_t>(filled_), buffer_.begin());
  filled_ -= used_;
  used_ = 0;
  while (filled_ < count) {
    // Grows as bytes come, not as a length claims.
    if (buffer_.size() - filled_ < read_bytes_min) buffer_.resize(filled_ + std::clamp(count - filled_, read_bytes_min, flush_bytes));
    const ssize_t got = read_some(descriptor_, buffer_.data() + filled_, buffer_.size() - filled_);
    if (got <= 0) return false;
    filled_ += static_cast<std::size_t>(got);
  }
  return true;
}

bool RecordReader::begin() {
  if (!fill(magic.size()) || as_text(ByteView{buffer_}.first(magic.size())) != magic) return false;
  used_ = magic.size();
  begun_ = true;
  return true;
}

Result<std::optional<Slice>, ReadError> RecordReader::next() {
  if (!begun_ && !begin()) return Fail{ReadError::not_ours};
  Slice slice;
  slice.entries.reserve(expected_.entries, expected_.entry_bytes);
  slice.nodes.reserve(expected_.nodes, expected_.nodes * sizeof(Digest::bytes));
  for (std::size_t records = 0; records < slice_records_max; ++records) {
    if (!fill(record_head_bytes)) return Fail{ReadError::unreadable};
    ByteReader head{ByteView{buffer_}.subspan(used_, record_head_bytes)};
    const std::uint8_t type = head.u8();
    const std::uint64_t number = head.u64();
    const std::size_t size = head.u32();
    if (size > value_bytes_max || !fill(record_head_bytes + size)) return Fail{ReadError::unreadable};
    const ByteView bytes = ByteView{buffer_}.subspan(used_ + record_head_bytes, size);
    used_ += record_head_bytes + size;
    switch (type) {
      case entry: slice.entries.add(number, bytes); break;
      case node: slice.nodes.add(number, bytes); break;
      case checkpoint: slice.checkpoints.add(number, bytes); break;
      case annex: slice.annexes.add(number, bytes); break;
      case stray: slice.strays.emplace_back(as_text(bytes)); break;
      case slice_end:
        if (size != 0) return Fail{ReadError::unreadable};
        slice.end = entries_ = number;
        expected_ = {slice.entries.size(), slice.entries.bytes(), slice.nodes.size()};
        return std::optional{std::move(slice)};
      case end_of_log:
        if (size != 0 || records != 0 || number != entries_ || fill(1)) return Fail{ReadError::unreadable};
        return std::optional<Slice>{};
      default: return Fail{ReadError::unreadable};
    }
  }
  return Fail{ReadError::unreadable};
}

}  // namespace concordat::audit
