// The making of a demonstration area: every key, the signed directory, the signed agreements, and the configuration of
// one broker, five adapters, two officers and eight people who sign. docs/operations.md describes the folders.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/file.h"
#include "base/result.h"

namespace concordat::console {

struct NamedAgreement {
  std::string file;  // where it was read, for diagnostics
  std::string text;
  std::string stem;  // "lbbd-prevent-v1"
};

struct AreaPlan {
  std::filesystem::path folder;
  unsigned port = 7400;  // the broker's; the officers' is the next
  std::vector<NamedAgreement> agreements;
  Instant now;
};

// Makes it beside its place first, and moves it there whole: so there is no half area.
Result<Unit, FileError> make_area(const AreaPlan& plan);

}  // namespace concordat::console
