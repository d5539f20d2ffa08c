// Governance from signed files: the directory, and the agreements with their status. Each is taken only with the signatures of
// the approvers' quorum; what changed is recorded, and enters the register as acts do, before it counts. An agreement that does
// not check clean never enters the book; what acts have suspended or withdrawn no file brings back.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"
#include "broker/pipeline.h"
#include "schemas/directory.h"

namespace concordat::broker {

struct GovernanceFiles {
  std::filesystem::path directory;
  std::filesystem::path agreements;  // a folder
  std::vector<schemas::Approver> pinned;  // of the first directory; each that follows is signed by those whom the one before names
  std::size_t quorum;
};

struct GovernanceError {
  std::string code;   // directory-unsigned, agreement-unsigned, agreement-invalid, …
  std::string where;  // file, and line:column where there is one
  std::string what;
};

// Everything read anew. Events and rows: one for the directory and one for each agreement that the register does not have so
// (all of them when it is empty). The rules are what both make together.
Result<Governance, GovernanceError> read_governance(const GovernanceFiles& files, const Register& before, Instant now);

}  // namespace concordat::broker
