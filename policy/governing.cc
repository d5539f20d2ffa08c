#include "policy/governing.h"

#include <algorithm>

namespace concordat::policy {

bool is_of_place(const CompiledAgreement& agreement, const schemas::Envelope& envelope) {
  if (agreement.scheme == "any") return false;  // it only caps
  if (!envelope.scheme.empty() && envelope.scheme != agreement.scheme) return false;
  return std::find(agreement.areas.begin(), agreement.areas.end(), envelope.area) != agreement.areas.end();
}

bool is_meant(const std::optional<schemas::AgreementName>& named, const schemas::AgreementName& agreement) {
  return !named || (named->name == agreement.name && named->version <= agreement.version);
}

Governing governing_agreement(const AgreementBook& book, const schemas::Envelope& envelope, const Covers& covers, Instant now,
                              Truth emergency, const CompiledAgreement*& meant) {
  struct Candidates {
    const Cover* first = nullptr;
    std::size_t count = 0;
  };
  Candidates in_force;
  Candidates waiting;
  for (const Cover& cover : covers) {
    const CompiledAgreement& agreement = book.agreements()[cover.agreement];
    if (!cover.by_ordinary_clauses && emergency != Truth::yes) continue;
    if (&agreement != meant && !(is_meant(envelope.agreement, agreement.name) && is_of_place(agreement, envelope))) continue;
    meant = &agreement;
    Candidates& among = cover.footing == Footing::in_force ? in_force : waiting;
    if (among.count++ == 0) among.first = &cover;
  }
  if (in_force.count == 1) return {Governing::Kind::in_force, in_force.first};
  if (in_force.count > 1 || waiting.count > 1) return {Governing::Kind::ambiguous};
  if (waiting.count == 0) return {Governing::Kind::none};
  const bool still_counts = waiting.first->footing == Footing::lapsed &&
                            waiting.first->by_emergency_clauses && emergency == Truth::yes &&
                            now < book.agreements()[waiting.first->agreement].emergency_until;
  return {still_counts ? Governing::Kind::after_lapse : Governing::Kind::waiting, waiting.first};
}

}  // namespace concordat::policy
