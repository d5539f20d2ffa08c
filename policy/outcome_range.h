// The least and the most that may come out for a field on a route, exact: every message that carries the field comes
// out between the two, and for each end there is a message that does (docs/adr/0030). What a message's own source
// restricts is left out of it: that is no word of an agreement.
//
//   OutcomeRanges ranges{book, 0, at};
//   ranges.of({BodyType::referral, sender, recipient, "mash"}, field).most
//
// Not for several threads. A stage that two agreements of the book both name is taken for one stage.
#pragma once

#include <map>
#include <vector>

#include "policy/outcome_query.h"

namespace concordat::policy {

struct OutcomeRange {
  schemas::Level least = schemas::Level::withhold;
  schemas::Level most = schemas::Level::withhold;
  std::vector<FieldRule> idle;  // of the field's rules, those that count in no such message; sorted
};

class OutcomeRanges {
public:
  // `governing` grants, as in force; every agreement of the book that stands at the instant caps.
  OutcomeRanges(const AgreementBook& book, std::uint16_t governing, Instant at);

  const OutcomeRange& of(const Route& route, schemas::FieldId field);
  // A clause's effect as the ranges know it: what `idle` may hold.
  FieldRule rule(const CompiledClause& clause, const Effect& effect, schemas::FieldId field);

private:
  using Likenesses = std::vector<AgreementProgrammes::Likeness>;  // of the route, under each agreement
  ProgrammeNumber programme(const Likenesses& routes, schemas::FieldId field);
  OutcomeRange ask(const FieldInQuestion& question);

  ProgrammeShelf shelf_;
  std::vector<AgreementProgrammes> agreements_;
  std::map<std::pair<Likenesses, schemas::FieldId>, ProgrammeNumber> programmes_;
  std::map<FieldInQuestion, OutcomeRange> known_;
  Solver solver_{Solver::Reasoner::search_first};
};

}  // namespace concordat::policy
