#include "adapters/link/trust.h"

#include <charconv>
#include <utility>

#include "base/file.h"
#include "base/text.h"

namespace concordat::link {
namespace {

constexpr std::size_t directory_bytes_max = 4U * 1024 * 1024;

// "VERSION DIGEST": the digest tells an edited directory of the same version from the same one.
struct Highest {
  std::uint32_t version = 0;
  std::string digest;
};

Result<Highest, TrustError> read_highest(const std::filesystem::path& file) {
  auto bytes = read_file(file, 256);
  if (!bytes && bytes.error().kind == FileError::Kind::missing) return Highest{};
  if (!bytes) return Fail{TrustError{"unreadable", bytes.error().what}};
  const auto parts = split(trim(as_text(*bytes)), ' ');
  Highest highest;
  const auto [end, failed] = std::from_chars(parts[0].data(), parts[0].data() + parts[0].size(), highest.version);
  if (parts.size() != 2 || failed != std::errc{} || end != parts[0].data() + parts[0].size())
    return Fail{TrustError{"unreadable", file.string() + ": is not a version and a digest"}};
  highest.digest = parts[1];
  return highest;
}

Result<Bytes, TrustError> read_text(const std::filesystem::path& file) {
  auto bytes = read_file(file, directory_bytes_max);
  if (!bytes) return Fail{TrustError{"unreadable", bytes.error().what}};
  return std::move(bytes).value();
}

TrustError error_of(const std::filesystem::path& file, const schemas::DirectoryError& error) {
  return {error.code, file.string() + ": " + (error.where.empty() ? "" : error.where + ": ") + error.what};
}

}  // namespace

Result<Trust, TrustError> Trust::open(const TrustFiles& files) {
  TRY(const Bytes text, read_text(files.approvers));
  auto pinned = schemas::parse_approvers(as_text(text));
  if (!pinned) return Fail{error_of(files.approvers, pinned.error())};
  Trust trust{files, std::move(*pinned)};
  trust.seen_ = trust.stamp();
  TRY(const Unit read, trust.read());
  static_cast<void>(read);
  return trust;
}

Result<Unit, TrustError> Trust::refresh() {
  const auto now = stamp();
  if (!now || now == seen_) return Unit{};
  if (std::exchange(changing_, now) != now) return Unit{};
  seen_ = now;
  return read();
}

Result<Unit, TrustError> Trust::read() {
  std::filesystem::path signatures = files_.directory;
  signatures += ".sig";
  TRY(const Bytes json, read_text(files_.directory));
  TRY(const Bytes signed_by, read_text(signatures));
  auto opened = schemas::open_directory(as_text(json), as_text(signed_by), pinned_.approvers, pinned_.quorum);
  if (!opened) return Fail{error_of(files_.directory, opened.error())};

  const std::filesystem::path kept = files_.state / "directory-version";
  TRY(const Highest highest, read_highest(kept));
  const std::string digest = to_hex(opened->digest.bytes);
  if (opened->version < highest.version || (opened->version == highest.version && digest != highest.digest))
    return Fail{TrustError{"directory-older", files_.directory.string() + ": is version " + std::to_string(opened->version) +
                                                  ", but version " + std::to_string(highest.version) + " was taken before"}};
  if (opened->version > highest.version) {
    const std::string line = std::to_string(opened->version) + " " + digest + "\n";
    auto written = write_file(kept, as_bytes(line), FileMode::owner_only);
    if (!written) return Fail{TrustError{"unreadable", written.error().what}};
  }
  directory_ = std::make_shared<const schemas::Directory>(std::move(*opened));
  return Unit{};
}

std::optional<Trust::Stamp> Trust::stamp() const {
  std::error_code failed;
  std::filesystem::path signatures = files_.directory;
  signatures += ".sig";
  const auto directory = std::filesystem::last_write_time(files_.directory, failed);
  if (failed) return std::nullopt;
  const auto beside = std::filesystem::last_write_time(signatures, failed);
  if (failed) return std::nullopt;
  return Stamp{directory, beside};
}

}  // namespace concordat::link
