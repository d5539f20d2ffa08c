// An area's rules as they lie in its files: who takes part, and the agreements there are. For looking, not for deciding:
// signatures are not asked for, so what comes of it is never sent.
//
//   auto rules = read_area_rules({.directory = "directory.json", .agreements = {"agreements"}});
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "policy/book.h"
#include "schemas/directory.h"

namespace concordat::adapters {

struct AreaFiles {
  std::filesystem::path directory;
  std::vector<std::filesystem::path> agreements;  // *.agreement files, or folders of them with their .status and .accessions
};

struct AreaRules {
  schemas::Directory directory;
  std::shared_ptr<const policy::AgreementBook> book;
};

struct AreaUnread {
  enum class Kind { unreadable, invalid };
  Kind kind;
  std::vector<std::string> what;  // each with its file
};

Result<AreaRules, AreaUnread> read_area_rules(const AreaFiles& files);

}  // namespace concordat::adapters
