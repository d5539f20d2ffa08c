// The approvers of a demonstration area, whose seeds lie in AREA/approvers/NAME.seed, and the signatures they give to
// files. In a real area every approver signs on a machine of their own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "base/file.h"
#include "base/result.h"

namespace concordat::console {

struct Signer {
  std::string name;
  SigningKey key;
};

// FileError says which seed is missing or is none.
Result<std::vector<Signer>, FileError> read_signers(const std::filesystem::path& area);
// Writes FILE.sig beside FILE, a line for each signer, over these bytes.
Result<Unit, FileError> write_signatures(const std::filesystem::path& file, ByteView bytes, const std::vector<Signer>& signers);

}  // namespace concordat::console
