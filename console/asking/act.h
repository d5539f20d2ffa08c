// What a person says to the broker and signs: put together, signed with their own key, written as the text of the question `act`.
// The command signs with a key from a person's folder, the web console with the one in their session.
//
//   const auto text = act_text({.kind = ActKind::agreement_suspend, .subject = "lbbd-prevent/1", .binds = {{"text", digest}}}, {owner, key}, "incident 9", now, Trial::no);
//   line.ask({.question = "act", .reason = "incident 9", .text = *text});
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schemas/act.h"
#include "schemas/person_key.h"

namespace concordat::console {

struct ActToSay {
  schemas::ActKind kind;
  std::string subject;
  std::vector<schemas::Particular> says = {};
  std::vector<schemas::Bound> binds = {};
  std::map<std::string, std::string> attached = {};  // each is bound under its name, `signature` apart
};

struct ActSigner {
  schemas::KeyOwner owner;
  const SigningKey& key;
};

enum class Trial : std::uint8_t { no, yes };  // yes: only say what would be done

// Nothing if it cannot be written: the reason, or another word, is not one line of text.
std::optional<std::string> act_text(ActToSay act, const ActSigner& signer, const std::string& reason, Instant now, Trial trial);

}  // namespace concordat::console
