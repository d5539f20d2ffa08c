#include "audit/key_ring.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/crypto.h"

namespace concordat::audit {
namespace {

constexpr std::string_view magic = "concordat key 1\n";
constexpr std::string_view prefix = "key-";
constexpr std::size_t digits = 10;
constexpr std::size_t file_bytes = magic.size() + 8 + 32;

std::optional<std::uint32_t> generation_of(const std::string& name) {
  if (name.size() != prefix.size() + digits || !name.starts_with(prefix)) return std::nullopt;
  std::uint32_t generation = 0;
  const char* const end = name.data() + name.size();
  const auto [stop, code] = std::from_chars(name.data() + prefix.size(), end, generation);
  if (code != std::errc{} || stop != end || generation == 0) return std::nullopt;
  return generation;
}

// Nothing for a file of zeros: a key that was overwritten, and whose name a crash left behind.
Result<std::optional<RingKey>, FileError> read_key(const std::filesystem::path& path, std::uint32_t generation) {
  TRY(Bytes bytes, read_file(path, file_bytes));
  if (bytes == Bytes(file_bytes)) return std::optional<RingKey>{};
  ByteReader reader{bytes};
  const bool ours = as_text(reader.take(magic.size())) == magic;
  const std::uint64_t created = reader.u64();
  const ByteView key = reader.take(32);
  if (!ours || !reader.done())
    return Fail{FileError{FileError::Kind::other, "read " + path.string() + ": not a key"}};
  RingKey found{generation, Instant{std::chrono::milliseconds{static_cast<std::int64_t>(created)}},
                Secret<32>{key.first<32>()}};
  cleanse(bytes);
  return std::optional{std::move(found)};
}

FileError error_now(const char* operation, const std::filesystem::path& path) {
  return {FileError::Kind::other, std::string{operation} + " " + path.string() + ": " + std::strerror(errno)};
}

// Zeros over the key before the name goes: a filesystem that writes in place keeps no copy.
Result<Unit, FileError> overwrite(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return Fail{error_now("open", path)};
  std::error_code unknown;
  const auto size = std::filesystem::file_size(path, unknown);
  const Bytes zeros(unknown ? file_bytes : static_cast<std::size_t>(size));
  const bool written =
      ::write(file, zeros.data(), zeros.size()) == static_cast<ssize_t>(zeros.size()) && ::fsync(file) == 0;
  const FileError error = error_now("overwrite", path);
  ::close(file);
  if (!written) return Fail{error};
  return Unit{};
}

Result<Unit, FileError> remove_name(const std::filesystem::path& path) {
  if (::unlink(path.c_str()) != 0) return Fail{error_now("remove", path)};
  return sync_folder(path.parent_path());
}

}  // namespace

Result<Unit, FileError> destroy_file(const std::filesystem::path& file) {
  TRY([[maybe_unused]] const Unit zeroed, overwrite(file));
  return remove_name(file);
}

std::filesystem::path KeyRing::file_of(std::uint32_t generation) const {
  const std::string number = std::to_string(generation);
  return folder_ / (std::string{prefix} + std::string(digits - number.size(), '0') + number);
}

Result<KeyRing, FileError> KeyRing::load(const std::filesystem::path& folder) {
  KeyRing ring{folder};
  std::error_code code;
  std::filesystem::directory_iterator entries{folder, code};
  if (code)
    return Fail{FileError{FileError::Kind::missing, "list " + folder.string() + ": " + code.message()}};
  for (; entries != std::filesystem::directory_iterator{}; entries.increment(code)) {
    const auto generation = generation_of(entries->path().filename().string());
    if (!generation) continue;
    TRY(std::optional<RingKey> key, read_key(entries->path(), *generation));
    if (key) ring.keys_.emplace(*generation, std::move(*key));
    else ring.overwritten_.push_back(*generation);
    if (code) break;
  }
  if (code) return Fail{FileError{FileError::Kind::other, "list " + folder.string() + ": " + code.message()}};
  return ring;
}

Result<KeyRing, FileError> KeyRing::open(const std::filesystem::path& folder, Instant now,
                                         std::uint32_t past) {
  std::error_code code;
  if (std::filesystem::create_directories(folder, code))
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, code);
  if (code)
    return Fail{FileError{FileError::Kind::denied, "create " + folder.string() + ": " + code.message()}};
  TRY(KeyRing ring, load(folder));
  for (const std::uint32_t generation : std::exchange(ring.overwritten_, {})) {
    TRY([[maybe_unused]] Unit gone, remove_name(ring.file_of(generation)));
  }
  const std::uint32_t newest = ring.keys_.empty() ? 0 : ring.keys_.rbegin()->first;
  if (newest == 0 || newest < past) {
    TRY([[maybe_unused]] Unit made, ring.make(std::max(newest, past) + 1, now));
  }
  return ring;
}

const RingKey& KeyRing::current() const {
  CHECK(!keys_.empty(), "a key ring without a key cannot seal");
  return keys_.rbegin()->second;
}

const Secret<32>* KeyRing::find(std::uint32_t generation) const {
  const auto found = keys_.find(generation);
  return found == keys_.end() ? nullptr : &found->second.key;
}

const RingKey* KeyRing::find_key(std::uint32_t generation) const {
  const auto found = keys_.find(generation);
  return found == keys_.end() ? nullptr : &found->second;
}

std::vector<std::uint32_t> KeyRing::generations() const {
  std::vector<std::uint32_t> all;
  for (const auto& [generation, key] : keys_) all.push_back(generation);
  return all;
}

Result<Unit, FileError> KeyRing::make(std::uint32_t generation, Instant now) {
  CHECK(generation != 0, "key generations ran out");
  RingKey fresh{generation, now, random_secret()};
  Bytes bytes;
  bytes.reserve(file_bytes);  // so that no half-grown copy of the key is left behind
  put_bytes(bytes, as_bytes(magic));
  put_u64(bytes, static_cast<std::uint64_t>(now.time_since_epoch().count()));
  put_bytes(bytes, fresh.key.expose());
  const auto written = write_file(file_of(generation), bytes, FileMode::owner_only);
  cleanse(bytes);
  if (!written) return Fail{written.error()};
  keys_.emplace(generation, std::move(fresh));
  return Unit{};
}

Result<Unit, FileError> KeyRing::rotate(Instant now) { return make(current().generation + 1, now); }

Result<Unit, FileError> KeyRing::destroy(std::uint32_t generation) {
  CHECK(generation != current().generation, "the current key is destroyed only after a rotation");
  if (keys_.erase(generation) == 0) return Unit{};
  return destroy_file(file_of(generation));
}

}  // namespace concordat::audit
