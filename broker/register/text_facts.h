// What the register must know of an agreement's text: whose it is, who must approve it, and its days. Read from a text
// that checks clean, and only from such a one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/agreement.h"
#include "policy/diagnostic.h"
#include "schemas/ids.h"

namespace concordat::broker {

struct TextFacts {
  schemas::AgreementName name;
  Digest digest;
  std::vector<std::string> parties;    // agencies and kinds, as the text says them
  std::vector<std::string> approvers;  // where the text names none: the agencies among its parties
  bool shares_health = false;
  Instant from;
  Instant until;
  std::optional<Instant> review_by;
};

// The errors that keep the text from being an agreement.
Result<TextFacts, std::vector<policy::Diagnostic>> read_facts(std::string_view text);

inline bool is_kind(std::string_view party) { return party.find('/') == std::string_view::npos; }

}  // namespace concordat::broker
