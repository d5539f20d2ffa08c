// A document on its way into an adapter's in-folder, and what came of it: the answers that the adapter keeps for its
// messages, or the report of why it was rejected. Looks only at files; the adapter may run on or not.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "adapters/daemon/config.h"
#include "base/file.h"
#include "base/result.h"
#include "console/terminal/answer_table.h"

namespace concordat::console {

class Outgoing {
public:
  Outgoing(const adapters::Config& config, std::filesystem::path document);

  // In by one rename, so that the adapter never sees half of it.
  Result<Unit, FileError> put(const std::vector<std::filesystem::path>& beside) const;
  // Answers to this document so far.
  Result<std::vector<SentAnswer>, Exit> answers(const Terminal& terminal) const;
  // The report's text if it was rejected by the adapter.
  std::optional<std::string> rejection() const;
  // The adapter has taken it, and every message of it is answered.
  bool is_taken() const;
  const std::string& name() const { return name_; }

private:
  std::vector<std::filesystem::path> fresh(const std::filesystem::path& folder, std::string_view ending) const;
  const adapters::Config& config_;
  std::filesystem::path document_;
  std::string name_;
  std::set<std::filesystem::path> before_;  // what lay there before we sent
};

}  // namespace concordat::console
