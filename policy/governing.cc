#include "policy/governing.h"

#include <algorithm>

#include "policy/plan.h"

namespace concordat::policy {
namespace {

bool covers(const CompiledAgreement& agreement, const schemas::Envelope& envelope, const Route& route,
            Truth emergency) {
  return is_of_place(agreement, envelope) &&
         std::any_of(agreement.clauses.begin(), agreement.clauses.end(), [&](const CompiledClause& clause) {
           return (!clause.is_emergency || emergency == Truth::yes) && grants_on(agreement, clause, route);
         });
}

bool outlives_its_lapse(const CompiledAgreement& agreement, const Route& route, Instant now) {
  return now < agreement.emergency_until &&
         std::any_of(agreement.clauses.begin(), agreement.clauses.end(), [&](const CompiledClause& clause) {
           return clause.is_emergency && grants_on(agreement, clause, route);
         });
}

bool stands(const AgreementBook& book, AgencyIndex agency) {
  return book.parties().agencies[agency].standing == Agency::Standing::active;
}

}  // namespace

bool is_of_place(const CompiledAgreement& agreement, const schemas::Envelope& envelope) {
  if (agreement.scheme == "any") return false;  // it only caps
  if (!envelope.scheme.empty() && envelope.scheme != agreement.scheme) return false;
  return std::find(agreement.areas.begin(), agreement.areas.end(), envelope.area) != agreement.areas.end();
}

Governing governing_agreement(const AgreementBook& book, const schemas::Envelope& envelope,
                              const schemas::AgencyId& recipient, Instant now, Truth emergency) {
  const auto sender = book.agency(envelope.sender);
  const auto receiver = book.agency(recipient);
  if (!sender || !receiver || !stands(book, *sender) || !stands(book, *receiver))
    return {Governing::Kind::none};
  const Route route{envelope.type, *sender, *receiver, envelope.purpose};
  std::vector<std::uint16_t> in_force;
  std::vector<std::uint16_t> waiting;
  for (std::uint16_t i = 0; i < book.agreements().size(); ++i) {
    const CompiledAgreement& agreement = book.agreements()[i];
    if (envelope.agreement && *envelope.agreement != agreement.name) continue;
    const Footing footing = book.footing(i, now);
    if (footing == Footing::absent || !covers(agreement, envelope, route, emergency)) continue;
    (footing == Footing::in_force ? in_force : waiting).push_back(i);
  }
  if (in_force.size() == 1) return {Governing::Kind::in_force, in_force.front(), Footing::in_force};
  if (in_force.empty() && waiting.size() == 1) {
    const Footing footing = book.footing(waiting.front(), now);
    const bool still_counts = emergency == Truth::yes && footing == Footing::lapsed &&
                              outlives_its_lapse(book.agreements()[waiting.front()], route, now);
    return {still_counts ? Governing::Kind::after_lapse : Governing::Kind::waiting, waiting.front(), footing};
  }
  return {in_force.empty() && waiting.empty() ? Governing::Kind::none : Governing::Kind::ambiguous};
}

}  // namespace concordat::policy
