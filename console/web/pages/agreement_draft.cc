#include "console/web/pages/agreement_draft.h"

#include <algorithm>

#include "base/crypto.h"

namespace concordat::console::web {

std::string AgreementDraft::digest() const { return to_hex(sha256(as_bytes(text)).bytes); }

Drafts drafts_of(Visit& visit) { return {visit.console().settings.state, visit.session()}; }

std::optional<AgreementDraft> find_agreement_draft(Visit& visit, const std::string& id) {
  const auto found = drafts_of(visit).find(DraftKind::agreement, id);
  if (!found) return std::nullopt;
  const Fields& fields = found->fields;
  AgreementDraft draft{std::string{fields.raw("text")}};
  for (const auto& [name, value] : fields.all())
    if (name == "scenarios") draft.scenarios.push_back(value);
  if (const auto replay = drafts_of(visit).find(DraftKind::replay, id)) {
    draft.replay = replay->fields.raw("words");
    draft.replayed = replay->fields.raw("of");
  }
  return draft;
}

Fields fields_of(const AgreementDraft& draft) {
  Fields fields;
  fields.add("text", draft.text);
  for (const std::string& text : draft.scenarios) fields.add("scenarios", text);
  return fields;
}

Result<Unit, FileError> keep_agreement_draft(Visit& visit, const std::string& id, const AgreementDraft& draft) {
  return drafts_of(visit).keep(DraftKind::agreement, id, fields_of(draft));
}

Result<Unit, FileError> keep_replay(const Drafts& drafts, const std::string& id, std::string words, const std::string& text) {
  Fields fields;
  fields.add("words", std::move(words));
  fields.add("of", to_hex(sha256(as_bytes(text)).bytes));
  return drafts.keep(DraftKind::replay, id, fields);
}

Result<Unit, FileError> remove_agreement_draft(Visit& visit, const std::string& id) {
  const Drafts drafts = drafts_of(visit);
  TRY(const Unit replay, drafts.remove(DraftKind::replay, id));
  static_cast<void>(replay);
  return drafts.remove(DraftKind::agreement, id);
}

std::string typed_lines(std::string_view typed) {
  std::string text{typed};
  text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
  if (!text.empty() && text.back() != '\n') text.push_back('\n');
  return text;
}

}  // namespace concordat::console::web
