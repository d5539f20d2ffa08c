#include "broker/facts.h"

namespace concordat::broker {

policy::CaseFacts facts_of(const Core& core, const schemas::Envelope& envelope, const schemas::AgencyId& recipient) {
  const auto party = [&](const schemas::AgencyId& agency) { return policy::known(core.cases.is_party(envelope.case_id, agency)); };
  return {.sender_in_case = party(envelope.sender), .recipient_in_case = party(recipient), .stages = core.cases.stages(envelope.case_id)};
}

}  // namespace concordat::broker
