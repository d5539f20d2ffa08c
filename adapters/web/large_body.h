// A body too large to hold, on disk as it comes: STATE/web/new/NAME. It is removed with this, unless what was accepted has
// moved it away; what a crash leaves of it is swept away at the next start, for nobody was told that it is accepted.
//
//   auto body = LargeBody::open(folder, place);
//   while (…) if (!body->put(bytes)) …            // the disk refuses
//   if (auto kept = body->finish(); kept) use(body->file(), body->digest());
#pragma once

#include <filesystem>
#include <memory>

#include "base/crypto.h"
#include "base/file.h"

namespace concordat::adapters::web {

class LargeBody {
public:
  // `place` is let go when this goes: whoever gave it counts how many there are.
  static Result<std::unique_ptr<LargeBody>, FileError> open(const std::filesystem::path& folder, std::shared_ptr<void> place);
  ~LargeBody();
  LargeBody(const LargeBody&) = delete;
  LargeBody& operator=(const LargeBody&) = delete;

  bool put(ByteView bytes);
  Result<Unit, FileError> finish();  // it is all on the disk
  const std::filesystem::path& file() const { return file_; }
  const Digest& digest() const { return digest_; }  // once finished

private:
  LargeBody(std::filesystem::path file, int descriptor, std::shared_ptr<void> place)
      : place_(std::move(place)), file_(std::move(file)), descriptor_(descriptor) {}

  std::shared_ptr<void> place_;
  std::filesystem::path file_;
  int descriptor_;
  Hasher hasher_;
  Digest digest_{};
};

}  // namespace concordat::adapters::web
