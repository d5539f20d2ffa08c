#include "audit/subject/run.h"

#include <algorithm>

namespace concordat::audit {
namespace {

constexpr std::uint8_t run_version = 1;
constexpr std::size_t row_bytes = 16 + 8 + 2 + 1;

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
    HandleRow row{};
    const ByteView handle = in.take(row.handle.size());
    std::copy(handle.begin(), handle.end(), row.handle.begin());
    row.first = in.u64();
    row.entries = in.u16();
    const std::uint8_t bearing = in.u8();
    if (bearing > static_cast<std::uint8_t>(Bearing::related_hidden)) return std::nullopt;
    row.bearing = static_cast<Bearing>(bearing);
    if (!run.rows.empty() && !(run.rows.back() < row)) return std::nullopt;
    run.rows.push_back(row);
  }
  return run;
}

}  // namespace concordat::audit
