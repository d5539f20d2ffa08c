// Desks: whom this agency's people call when a message does not arrive, as the broker last said it. Kept on disk,
// because they are needed most when the broker cannot be asked.
#pragma once

#include <filesystem>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "schemas/frame.h"

namespace concordat::link {

class Desks {
public:
  // A file that is not there, or holds none, is no desk.
  static Desks open(const std::filesystem::path& file);

  // Stores what differs; an empty list leaves what was known.
  Result<Unit, FileError> keep(std::vector<schemas::Desk> desks);
  // Of that type and purpose; else of that purpose; else any.
  const schemas::Desk* find(std::string_view type, std::string_view purpose) const;

private:
  explicit Desks(std::filesystem::path file) : file_(std::move(file)) {}
  std::filesystem::path file_;
  std::vector<schemas::Desk> desks_;
};

}  // namespace concordat::link
