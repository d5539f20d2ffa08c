// What two agreements share differently, in words: fields that shift alike on the same routes together, each confirmed by
// evaluating an example under both. The command prints it, the web console shows it.
//
//   const DiffConfirmer confirmer{*before, *after, diff};
//   for (const ShiftWords& shift : in_words(diff, confirmer)) …
#pragma once

#include <string>
#include <vector>

#include "policy/agreement_diff.h"
#include "policy/explain.h"

namespace concordat::policy {

// One field on one route, as the evaluation has it under each agreement: its example is what it claims.
struct ConfirmedCell {
  schemas::Message message;
  ExplainedField before;
  ExplainedField after;
};

class DiffConfirmer {
public:
  // All three outlive it.
  DiffConfirmer(const AgreementBook& before, const AgreementBook& after, const AgreementDiff& diff) : before_(before), after_(after), diff_(diff) {}
  ConfirmedCell confirm(const Shift& shift, const Cell& cell) const;

private:
  const AgreementBook& before_;
  const AgreementBook& after_;
  const AgreementDiff& diff_;
};

struct ShiftWords {
  Direction direction;
  std::vector<std::string> fields;
  std::string outcome;  // "in full, where it came not at all"
  std::string when;     // "when subject.ageGroup is child"
  std::string clause;   // "clause 2.1 (new) grants it"
  std::string routes;   // "to nhs/nelft from school/eastbury; referral for channel-referral"
};
// What is shared more first.
std::vector<ShiftWords> in_words(const AgreementDiff& diff, const DiffConfirmer& confirmer);

}  // namespace concordat::policy
