// The page's rules once more, written for nothing but to be read beside docs/agreement-language.md: no plan,
// no program, no index. It reads the parsed text, and must agree with evaluate() on everything.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/agreement.h"
#include "policy/hold.h"
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
  std::string onward;  // "yes" where no counting grant says otherwise
  bool is_silenced;    // by a no-tell line
  friend bool operator==(const NaiveField&, const NaiveField&) = default;
};
struct NaiveResult {
  std::string outcome;  // "disclosed", what it waits for, or a refusal's code
  std::vector<NaiveField> fields;
  std::vector<std::string> missing;
  std::vector<std::string> caveats;
  std::string keep;
  std::string duty_contact;
  std::vector<std::string> holds;        // "LABEL: INDEX=LEVEL INDEX=LEVEL"
  std::vector<std::string> emergencies;  // labels of the emergency clauses that counted
  std::string moves_to;                  // "AGREEMENT STAGE", or ""
};

NaiveResult naive_evaluate(const std::vector<NaiveAgreement>& agreements, const Parties& parties,
                           const schemas::Message& message, const schemas::AgencyId& recipient, Instant now,
                           const CaseFacts& facts, const std::vector<Approval>& approvals);

// A field leaves only with every companion that is present, whole.
void hold_back_without_companions(const schemas::Body& body, std::vector<NaiveField>& found);

}  // namespace concordat::policy
