// What somebody is writing and has not sent: an agreement, a concern, an answer. Kept between visits as files that only that person's own keys
// open, so that neither the console at rest nor another account can read them.
//
//   const Drafts drafts{console.settings.state, visit.session()};
//   TRY(const std::string id, drafts.begin(DraftKind::agreement, fields, now));
//   if (const auto draft = drafts.find(DraftKind::agreement, id)) …
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "console/web/doors/session.h"
#include "console/web/request.h"

namespace concordat::console::web {

enum class DraftKind : std::uint8_t { agreement, replay, concern, answer };  // a replay is under the id of its agreement

struct Draft {
  std::string id;  // a UUID, for addresses
  Instant begun;
  Fields fields;   // as a form has them
};

class Drafts {
public:
  // Of whoever is signed in, in `state`/drafts/NAME.
  Drafts(const std::filesystem::path& state, const Session& session);

  Result<std::string, FileError> begin(DraftKind kind, const Fields& fields, Instant now) const;
  Result<Unit, FileError> keep(DraftKind kind, const std::string& id, const Fields& fields) const;
  // Nothing if there is none, or it is another person's.
  std::optional<Draft> find(DraftKind kind, const std::string& id) const;
  std::vector<Draft> all(DraftKind kind) const;  // the newest first
  Result<Unit, FileError> remove(DraftKind kind, const std::string& id) const;

private:
  std::filesystem::path folder_;
  Secret<32> key_;
  std::string account_;
};

}  // namespace concordat::console::web
