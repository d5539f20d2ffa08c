#include "audit/condemned.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace concordat::audit {
namespace {

constexpr std::string_view magic = "concordat condemned 1\n";
constexpr std::size_t note_bytes_max = std::size_t{1} << 20;

std::filesystem::path file_in(const std::filesystem::path& folder) { return folder / "condemned"; }

}  // namespace

Result<Unit, FileError> condemn(const std::filesystem::path& folder, const Condemned& condemned) {
  Bytes bytes = to_bytes(as_bytes(magic));
  put_u64(bytes, condemned.commit);
  put_bytes(bytes, condemned.entry.bytes);
  put_u32(bytes, static_cast<std::uint32_t>(condemned.generations.size()));
  for (const std::uint32_t generation : condemned.generations) put_u32(bytes, generation);
  return write_file(file_in(folder), bytes, FileMode::owner_only);
}

Result<std::optional<Condemned>, FileError> read_condemned(const std::filesystem::path& folder) {
  const auto bytes = read_file(file_in(folder), note_bytes_max);
  if (!bytes && bytes.error().kind == FileError::Kind::missing) return std::optional<Condemned>{};
  if (!bytes) return Fail{bytes.error()};
  ByteReader in{*bytes};
  const bool is_ours = as_text(in.take(magic.size())) == magic;
  Condemned found{.commit = in.u64(), .entry = {}, .generations = {}};
  const ByteView entry = in.take(found.entry.bytes.size());
  std::copy(entry.begin(), entry.end(), found.entry.bytes.begin());
  const std::uint32_t count = in.u32();
  if (!is_ours || !in.ok() || in.left() != std::size_t{count} * 4)
    return Fail{FileError{FileError::Kind::other, "read " + file_in(folder).string() + ": not a note of condemned keys"}};
  for (std::uint32_t i = 0; i < count; ++i) found.generations.push_back(in.u32());
  return std::optional{std::move(found)};
}

Result<Unit, FileError> execute(KeyRing& ring, const Condemned& condemned) {
  for (const std::uint32_t generation : condemned.generations) {
    TRY([[maybe_unused]] const Unit gone, ring.destroy(generation));
  }
  return reprieve(ring.folder());
}

Result<Unit, FileError> reprieve(const std::filesystem::path& folder) {
  const std::filesystem::path file = file_in(folder);
  if (::unlink(file.c_str()) != 0 && errno != ENOENT)
    return Fail{FileError{FileError::Kind::other, "remove " + file.string() + ": " + std::strerror(errno)}};
  return sync_folder(folder);
}

}  // namespace concordat::audit
