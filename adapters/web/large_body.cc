#include "adapters/web/large_body.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace concordat::adapters::web {
namespace {

FileError refused(const char* operation, const std::filesystem::path& file) {
  const FileError::Kind kind = errno == ENOSPC ? FileError::Kind::full : FileError::Kind::other;
  return {kind, std::string{operation} + " " + file.string() + ": " + std::generic_category().message(errno)};
}

}  // namespace

Result<std::unique_ptr<LargeBody>, FileError> LargeBody::open(const std::filesystem::path& folder, std::shared_ptr<void> place) {
  std::filesystem::path file = folder / ("body-" + to_hex(random_bytes<16>()));
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor < 0) return Fail{refused("write", file)};
  return std::unique_ptr<LargeBody>{new LargeBody{std::move(file), descriptor, std::move(place)}};
}

LargeBody::~LargeBody() {
  if (descriptor_ >= 0) ::close(descriptor_);
  std::error_code gone;  // moved, perhaps
  std::filesystem::remove(file_, gone);
}

bool LargeBody::put(ByteView bytes) {
  hasher_.add(bytes);
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

Result<Unit, FileError> LargeBody::finish() {
  digest_ = hasher_.finish();
  const bool is_kept = ::fsync(descriptor_) == 0;
  const FileError error = is_kept ? FileError{FileError::Kind::other, {}} : refused("write", file_);
  ::close(descriptor_);
  descriptor_ = -1;
  if (!is_kept) return Fail{error};
  return Unit{};
}

}  // namespace concordat::adapters::web
