// What was handed to our own system: which files in the out-folder came of which message, so that an update, an answer or a
// recall can say which documents it is about. STATE/handed/MESSAGE/FILE, an empty file for each.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "schemas/delivered.h"

namespace concordat::adapters {

class Handed {
public:
  explicit Handed(const std::filesystem::path& state) : folder_(state / "handed") {}

  Result<Unit, FileError> remember(const schemas::MessageId& message, const std::string& document) const;
  std::vector<std::string> documents_of(const schemas::MessageId& message) const;  // sorted
  // Of every message that this one says it recalls, answers or goes on from.
  std::vector<std::string> documents_before(const schemas::Delivered& delivered) const;

private:
  std::filesystem::path folder_;
};

}  // namespace concordat::adapters
