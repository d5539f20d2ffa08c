// The inbox: every delivery that verified, on disk before it is acked, and the ledger of which were handed to the
// native side. A disclosure id that lies here is a repeat, whatever comes under it.
//
//   FOLDER/held/ID     payload and receipt; not handed on yet
//   FOLDER/handed/ID   the same, moved here by one rename after the host has it
//
// The host writes under a name made from the disclosure id, so handing on twice overwrites. What can still be seen
// twice: a crash after the host's rename and before ours, if the native system took the file away in between.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "schemas/ids.h"

namespace concordat::link {

struct Held {
  schemas::DisclosureId id;
  Bytes payload;
  Bytes receipt;
};

class Inbox {
public:
  static Result<Inbox, FileError> open(const std::filesystem::path& folder);

  bool knows(const schemas::DisclosureId& id) const { return held_.contains(id) || handed_.contains(id); }
  Result<Unit, FileError> store(const Held& held);
  const std::set<schemas::DisclosureId>& held() const { return held_; }
  Result<Held, FileError> read(const schemas::DisclosureId& id) const;
  Result<Unit, FileError> mark_handed(const schemas::DisclosureId& id);

private:
  explicit Inbox(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::filesystem::path folder_;
  std::set<schemas::DisclosureId> held_;
  std::set<schemas::DisclosureId> handed_;
};

std::string name_of(const schemas::DisclosureId& id);  // 64 hexadecimal digits
std::optional<schemas::DisclosureId> parse_disclosure_id(std::string_view text);

}  // namespace concordat::link
