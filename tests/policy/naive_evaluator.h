// The page's rules once more, written for nothing but to be read beside docs/agreement-language.md: no plan,
// no program, no index. It reads the parsed text, and must agree with evaluate() on everything.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/agreement.h"
#include "policy/compiled.h"
#include "policy/parties.h"
#include "policy/truth.h"
#include "schemas/message.h"

namespace concordat::policy {

struct NaiveAgreement {
  Agreement agreement;
  Status status;
  std::vector<schemas::AgencyId> acceded;
};

struct NaiveField {
  std::string outcome;
  std::string granted_by;  // label, or ""
  std::string capped_by;
  friend bool operator==(const NaiveField&, const NaiveField&) = default;
};
struct NaiveResult {
  std::string outcome;  // "disclosed", "waiting" or a refusal's code
  std::vector<NaiveField> fields;
  std::vector<std::string> missing;
  std::vector<std::string> caveats;
  std::string keep;
};

NaiveResult naive_evaluate(const std::vector<NaiveAgreement>& agreements, const Parties& parties,
                           const schemas::Message& message, const schemas::AgencyId& recipient, Instant now,
                           const CaseFacts& facts);

}  // namespace concordat::policy
