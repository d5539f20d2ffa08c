#include "console/terminal/signing.h"

#include <algorithm>

#include "adapters/link/keys.h"
#include "schemas/directory.h"

namespace concordat::console {
namespace fs = std::filesystem;

Result<std::vector<Signer>, FileError> read_signers(const fs::path& area) {
  const fs::path folder = area / "approvers";
  std::error_code failed;
  std::vector<fs::path> seeds;
  for (fs::directory_iterator at{folder, failed}, end; !failed && at != end; at.increment(failed))
    if (at->path().extension() == ".seed") seeds.push_back(at->path());
  if (failed) return Fail{FileError{FileError::Kind::missing, "read " + folder.string() + ": " + failed.message()}};
  if (seeds.empty()) return Fail{FileError{FileError::Kind::missing, folder.string() + ": holds no approver's seed; only a demonstration area does"}};
  std::sort(seeds.begin(), seeds.end());
  std::vector<Signer> signers;
  for (const fs::path& seed : seeds) {
    auto key = link::read_signing_key(seed);
    if (!key) return Fail{FileError{FileError::Kind::other, key.error().what}};
    signers.push_back({seed.stem().string(), std::move(*key)});
  }
  return signers;
}

Result<Unit, FileError> write_signatures(const fs::path& file, ByteView bytes, const std::vector<Signer>& signers) {
  std::string lines;
  for (const Signer& signer : signers) lines += schemas::signature_line(signer.name, signer.key, bytes);
  return write_file(fs::path{file} += ".sig", as_bytes(lines), FileMode::shared);
}

}  // namespace concordat::console
