// Governance from signed files: the directory, and the agreements with their status. Each is read only
// with the signatures of the approvers' quorum; what changed is recorded before it counts. An agreement
// that does not check clean never enters the book.
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
  std::vector<schemas::Approver> pinned;
  std::size_t quorum;
};

struct GovernanceError {
  std::string code;   // directory-unsigned, agreement-unsigned, agreement-invalid, …
  std::string where;  // file, and line:column where there is one
  std::string what;
};

// Everything read anew. Events: one for the directory and one for each agreement that differs from `before`
// (all of them when there is none).
Result<Governance, GovernanceError> read_governance(const GovernanceFiles& files, const Rules* before, Instant now);

}  // namespace concordat::broker
