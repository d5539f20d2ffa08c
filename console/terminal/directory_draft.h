// The next version of a directory, drafted from the one there is: what `person` and `agency` write, to be proposed and approved.
#pragma once

#include <CLI/CLI.hpp>

#include "console/terminal/terminal.h"
#include "schemas/directory.h"

namespace concordat::console {

struct DirectoryDraft {
  std::string directory;  // directory.json, or an area's folder
  std::string next;
  bool is_dry = false;
};

// --directory and --next, which need each other; and --dry-run.
CLI::Option* bind_directory_draft(CLI::App& leaf, DirectoryDraft& to);

// The directory's text. One that could not be read back is not written: exit 3, naming the place.
Result<std::string, Exit> print_next(const schemas::Directory& next, const Terminal& terminal);

// What a machine is provisioned with, as schemas::parse_approvers reads it.
std::string approvers_text(std::size_t quorum, const std::vector<schemas::Approver>& approvers);

}  // namespace concordat::console
