#include "console/terminal/directory_draft.h"

#include <nlohmann/json.hpp>

#include "base/bytes.h"

namespace concordat::console {

using nlohmann::ordered_json;

CLI::Option* bind_directory_draft(CLI::App& leaf, DirectoryDraft& to) {
  CLI::Option* directory = leaf.add_option("--directory", to.directory, "The directory as it is: directory.json, or an area's folder")->type_name("PATH");
  CLI::Option* next = leaf.add_option("--next", to.next, "Where the next version of the directory is written, to be proposed")->type_name("FILE");
  directory->needs(next);
  next->needs(directory);
  leaf.add_flag("--dry-run", to.is_dry, "Say what would be written, and write nothing");
  return directory;
}

Result<std::string, Exit> print_next(const schemas::Directory& next, const Terminal& terminal) {
  std::string text = schemas::print_directory(next);
  const auto read = schemas::parse_directory(text);
  if (!read) return Fail{terminal.invalid(read.error().where, read.error().what)};
  return text;
}

std::string approvers_text(std::size_t quorum, const std::vector<schemas::Approver>& approvers) {
  ordered_json list = ordered_json::array();
  for (const schemas::Approver& approver : approvers) list.push_back({{"name", approver.name}, {"agency", approver.agency.value()}, {"key", to_hex(approver.key.bytes)}});
  return ordered_json{{"quorum", quorum}, {"approvers", list}}.dump(2) + "\n";
}

}  // namespace concordat::console
