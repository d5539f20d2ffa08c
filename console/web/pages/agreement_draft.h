// A draft of an agreement with what belongs to it: its text, its scenarios, and what past disclosures would have been under it. Kept
// sealed between visits; only its writer finds it.
//
//   auto draft = find_agreement_draft(visit, visit.part("id"));
//   draft->text = typed;
//   keep_agreement_draft(visit, visit.part("id"), *draft);
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "console/web/doors/drafts.h"
#include "console/web/visit.h"

namespace concordat::console::web {

struct AgreementDraft {
  std::string text;
  std::vector<std::string> scenarios = {};  // TOML, a file each
  std::string replay = {};                  // in words
  std::string replayed = {};                // the digest of the text that it was made of

  std::string digest() const;
  bool is_replayed() const { return !replay.empty() && replayed == digest(); }
};

Drafts drafts_of(Visit& visit);
std::optional<AgreementDraft> find_agreement_draft(Visit& visit, const std::string& id);
Fields fields_of(const AgreementDraft& draft);  // but for the replay, which is made beside whatever is typed meanwhile
Result<Unit, FileError> keep_agreement_draft(Visit& visit, const std::string& id, const AgreementDraft& draft);
Result<Unit, FileError> keep_replay(const Drafts& drafts, const std::string& id, std::string words, const std::string& text);
Result<Unit, FileError> remove_agreement_draft(Visit& visit, const std::string& id);

// What a browser sends of a text area: its lines end with two characters, and it may lack the last end.
std::string typed_lines(std::string_view typed);

}  // namespace concordat::console::web
