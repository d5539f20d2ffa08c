#include "console/asking/act.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace concordat::console {

using nlohmann::ordered_json;

std::optional<std::string> act_text(ActToSay act, const ActSigner& signer, const std::string& reason, Instant now, Trial trial) {
  for (const auto& [what, text] : act.attached)
    if (what != "signature") act.binds.push_back({what, sha256(as_bytes(text))});
  std::sort(act.binds.begin(), act.binds.end(), [](const schemas::Bound& a, const schemas::Bound& b) { return a.what < b.what; });
  const schemas::Statement statement{.kind = act.kind, .subject = std::move(act.subject), .agency = signer.owner.agency, .person = signer.owner.person,
                                     .key = schemas::fingerprint_of(signer.key.verify_key()), .at = now, .nonce = random_bytes<16>(),
                                     .says = std::move(act.says), .binds = std::move(act.binds), .reason = reason};
  const auto signed_act = schemas::sign_act(statement, signer.key);
  if (!signed_act) return std::nullopt;
  const ordered_json text{{"statement", signed_act->statement}, {"signature", to_hex(signed_act->signature.bytes)}, {"attached", act.attached}, {"dryRun", trial == Trial::yes}};
  // What is attached was written by a person, and may be no UTF-8; the broker then refuses it by its digest.
  return text.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace concordat::console
