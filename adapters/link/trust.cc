#include "adapters/link/trust.h"

#include <charconv>
#include <utility>

#include "base/file.h"
#include "base/text.h"

namespace concordat::link {
namespace {

constexpr std::size_t directory_bytes_max = 4U * 1024 * 1024;

// "VERSION DIGEST ROOT": the digest tells an edited directory of the same version from the same one; the root is the digest of
// the approvers that it goes back to.
struct Highest {
  std::uint32_t version = 0;
  std::string digest;
  std::string root;
};

std::filesystem::path version_file(const std::filesystem::path& state) { return state / "directory-version"; }
std::filesystem::path copy_file(const std::filesystem::path& state, std::uint32_t version) { return state / ("directory-" + std::to_string(version) + ".json"); }

Result<Highest, TrustError> read_highest(const std::filesystem::path& file) {
  auto bytes = read_file(file, 256);
  if (!bytes && bytes.error().kind == FileError::Kind::missing) return Highest{};
  if (!bytes) return Fail{TrustError{"unreadable", bytes.error().what}};
  const auto parts = split(trim(as_text(*bytes)), ' ');
  Highest highest;
  const auto [end, failed] = std::from_chars(parts[0].data(), parts[0].data() + parts[0].size(), highest.version);
  if (parts.size() < 2 || parts.size() > 3 || failed != std::errc{} || end != parts[0].data() + parts[0].size())
    return Fail{TrustError{"unreadable", file.string() + ": is not a version, a digest and a root"}};
  highest.digest = parts[1];
  if (parts.size() == 3) highest.root = parts[2];
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
  auto provisioned = schemas::parse_approvers(as_text(text));
  if (!provisioned) return Fail{error_of(files.approvers, provisioned.error())};
  Trust trust{files, std::move(*provisioned), to_hex(sha256(text).bytes)};
  trust.seen_ = trust.stamp();
  TRY([[maybe_unused]] const Unit recalled, trust.recall());
  TRY([[maybe_unused]] const Unit read, trust.read());
  return trust;
}

// Whom the directory that was taken last names; those it was provisioned with where there is none, or where they are others now.
Result<Unit, TrustError> Trust::recall() {
  TRY(const Highest highest, read_highest(version_file(files_.state)));
  if (highest.root != root_) return Unit{};
  const std::filesystem::path copy = copy_file(files_.state, highest.version);
  TRY(const Bytes json, read_text(copy));
  auto taken = schemas::parse_directory(as_text(json));
  if (!taken) return Fail{error_of(copy, taken.error())};
  if (to_hex(taken->digest.bytes) != highest.digest) return Fail{TrustError{"unreadable", copy.string() + ": is not the directory that was taken"}};
  believed_ = {taken->quorum, std::move(taken->approvers)};
  return Unit{};
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
  TRY(const Highest highest, read_highest(version_file(files_.state)));
  const bool is_known = highest.root == root_ && to_hex(sha256(json).bytes) == highest.digest;  // taken before, when those before it had signed
  auto opened = is_known ? schemas::parse_directory(as_text(json)) : schemas::open_directory(as_text(json), as_text(signed_by), believed_.approvers, believed_.quorum);
  if (!opened) return Fail{error_of(files_.directory, opened.error())};

  const std::string digest = to_hex(opened->digest.bytes);
  if (opened->version < highest.version || (opened->version == highest.version && digest != highest.digest))
    return Fail{TrustError{"directory-older", files_.directory.string() + ": is version " + std::to_string(opened->version) +
                                                  ", but version " + std::to_string(highest.version) + " was taken before"}};
  if (!is_known) {
    TRY([[maybe_unused]] const Unit kept, keep(opened->version, digest, json, highest.version));
  }
  believed_ = {opened->quorum, opened->approvers};
  directory_ = std::make_shared<const schemas::Directory>(std::move(*opened));
  return Unit{};
}

// The copy first: the line that names it is never there without it.
Result<Unit, TrustError> Trust::keep(std::uint32_t version, const std::string& digest, ByteView json, std::uint32_t before) const {
  const std::string line = std::to_string(version) + " " + digest + " " + root_ + "\n";
  auto written = write_file(copy_file(files_.state, version), json, FileMode::owner_only);
  if (written) written = write_file(version_file(files_.state), as_bytes(line), FileMode::owner_only);
  if (!written) return Fail{TrustError{"unreadable", written.error().what}};
  std::error_code ignored;
  if (before != version) std::filesystem::remove(copy_file(files_.state, before), ignored);
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
