#include "audit/subject/run.h"

#include <algorithm>
#include <cstring>

namespace concordat::audit {
namespace {

constexpr std::uint8_t run_version = 1;
constexpr std::size_t head_bytes = 1 + 4 + 4;
constexpr std::size_t row_bytes = 16 + 8 + 2 + 1;

std::optional<HandleRow> take_row(ByteReader& in) {
  HandleRow row{};
  const ByteView handle = in.take(row.handle.size());
  std::copy(handle.begin(), handle.end(), row.handle.begin());
  row.first = in.u64();
  row.entries = in.u16();
  const std::uint8_t bearing = in.u8();
  if (bearing > static_cast<std::uint8_t>(Bearing::related_hidden)) return std::nullopt;
  row.bearing = static_cast<Bearing>(bearing);
  return row;
}

}  // namespace

Bytes encode_run(std::uint32_t generation, std::vector<HandleRow> rows) {
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  Bytes out{std::byte{run_version}};
  out.reserve(9 + rows.size() * row_bytes);
  put_u32(out, generation);
  put_u32(out, static_cast<std::uint32_t>(rows.size()));
  for (const HandleRow& row : rows) {
    put_bytes(out, row.handle);
    put_u64(out, row.first);
    put_u16(out, row.entries);
    out.push_back(static_cast<std::byte>(row.bearing));
  }
  return out;
}

std::optional<Run> decode_run(ByteView bytes) {
  ByteReader in{bytes};
  if (in.u8() != run_version) return std::nullopt;
  Run run{.generation = in.u32(), .rows = {}};
  const std::uint32_t count = in.u32();
  if (!in.ok() || in.left() != std::size_t{count} * row_bytes) return std::nullopt;
  run.rows.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto row = take_row(in);
    if (!row || (!run.rows.empty() && !(run.rows.back() < *row))) return std::nullopt;
    run.rows.push_back(*row);
  }
  return run;
}

std::optional<std::vector<HandleRow>> find_in_run(ByteView bytes, const Handle& handle) {
  ByteReader in{bytes};
  const bool is_ours = in.u8() == run_version;
  in.u32();
  const std::size_t count = in.u32();
  if (!is_ours || !in.ok() || in.left() != count * row_bytes) return std::nullopt;
  const auto handle_at = [&](std::size_t row) { return bytes.subspan(head_bytes + row * row_bytes, handle.size()); };
  std::size_t from = 0;
  for (std::size_t to = count; from < to;) {
    const std::size_t middle = from + (to - from) / 2;
    if (std::memcmp(handle_at(middle).data(), handle.data(), handle.size()) < 0) from = middle + 1;
    else to = middle;
  }
  std::vector<HandleRow> found;
  for (; from < count && std::memcmp(handle_at(from).data(), handle.data(), handle.size()) == 0; ++from) {
    ByteReader at{bytes.subspan(head_bytes + from * row_bytes, row_bytes)};
    const auto row = take_row(at);
    if (!row) return std::nullopt;
    found.push_back(*row);
  }
  return found;
}

}  // namespace concordat::audit
