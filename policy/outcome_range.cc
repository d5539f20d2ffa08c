#include "policy/outcome_range.h"

#include <algorithm>

namespace concordat::policy {

using schemas::FieldId;
using schemas::Level;
using Grants = AgreementProgrammes::Grants;

OutcomeRanges::OutcomeRanges(const AgreementBook& book, std::uint16_t governing, Instant at) {
  for (std::uint16_t i = 0; i < book.agreements().size(); ++i)
    if (i == governing || book.footing(i, at) != Footing::absent)
      agreements_.emplace_back(shelf_, book.agreements()[i], i == governing ? Grants::its_own : Grants::none);
}

ProgrammeNumber OutcomeRanges::programme(const Likenesses& routes, FieldId field) {
  const auto [at, is_new] = programmes_.try_emplace({routes, field});
  if (!is_new) return at->second;
  Programme all;
  for (std::size_t i = 0; i < agreements_.size(); ++i) {
    const Programme& part = shelf_.programme(agreements_[i].at(routes[i], field));
    all.insert(all.end(), part.begin(), part.end());
  }
  return at->second = shelf_.put(std::move(all));
}

const OutcomeRange& OutcomeRanges::of(const Route& route, FieldId field) {
  Likenesses routes;
  for (AgreementProgrammes& agreement : agreements_) routes.push_back(agreement.likeness(route));
  FieldInQuestion question{route.type, with_companions(field), {}, {}};
  for (FieldId each : question.fields) question.before.push_back(programme(routes, each));
  question.after = question.before;
  const auto at = known_.find(question);
  return at != known_.end() ? at->second : known_.emplace(question, ask(question)).first->second;
}

OutcomeRange OutcomeRanges::ask(const FieldInQuestion& question) {
  const Programme& rules = shelf_.programme(question.before.front());
  OutcomeRange found;
  if (std::none_of(rules.begin(), rules.end(), [](const FieldRule& rule) { return rule.kind == Effect::Kind::grant; })) return found;
  solver_.clear();
  OutcomeQuery query{solver_, shelf_, question};
  solver_.require(query.is_unrestricted());
  // Each answer is a message; then one that gets more is asked for, and one that gets less.
  const auto next = [](Level level) { return static_cast<Level>(static_cast<int>(level) + 1); };
  found.most = Level::conceal;
  while (found.most != Level::full && solver_.can_hold({query.at_least(Side::before, next(found.most))})) found.most = query.level(Side::before);
  found.least = found.most;
  while (found.least != Level::conceal && solver_.can_hold({solver_.negation(query.at_least(Side::before, found.least))})) found.least = query.level(Side::before);
  for (const FieldRule& rule : rules) {
    const Possible counts = query.counts(rule);
    if (!solver_.can_hold({rule.kind == Effect::Kind::grant ? counts.yes : counts.not_no})) found.idle.push_back(rule);
  }
  return found;
}

FieldRule OutcomeRanges::rule(const CompiledClause& clause, const Effect& effect, FieldId field) { return shelf_.rule(clause, effect, field); }

}  // namespace concordat::policy
