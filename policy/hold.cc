#include "policy/hold.h"

namespace concordat::policy {

Approval approval_of(const Hold& hold, const AgreementBook& book) {
  if (!hold.clause) return {.why = hold.why, .agreement = {}, .clause = {}};
  return {
      .why = hold.why, .agreement = book.agreement_name(*hold.clause), .clause = book.label(*hold.clause)};
}

}  // namespace concordat::policy
