// The out-folder as a shelf that a system may look at over HTTPS: what lies there, one document, take one away. A name is
// looked up among the files that there are; no path is ever made of what somebody said.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/daemon/config.h"
#include "adapters/json.h"
#include "base/file.h"

namespace concordat::adapters::web {

struct Shelved {
  std::string name;  // of the document
  Json described;    // its .meta.json; of a notice (NOT DELIVERED) the null Json
};

class OutShelf {
public:
  explicit OutShelf(const Config& config) : config_(config) {}

  bool is_empty() const;
  std::vector<Shelved> list() const;  // as the log has them; notices first
  std::optional<Shelved> find(const std::string& name) const;
  Result<Bytes, FileError> read(const Shelved& shelved) const;
  Result<Unit, FileError> remove(const Shelved& shelved) const;

private:
  std::vector<std::string> names() const;
  Shelved describe(const std::string& name) const;
  const Config& config_;
};

std::string content_type_of(std::string_view name);  // by its ending

}  // namespace concordat::adapters::web
