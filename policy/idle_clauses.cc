#include "policy/idle_clauses.h"

#include <algorithm>
#include <set>

#include "policy/outcome_query.h"

namespace concordat::policy {
namespace {

using schemas::BodyType;
using schemas::FieldId;
using schemas::FieldTable;
using Grants = AgreementProgrammes::Grants;
using Likeness = AgreementProgrammes::Likeness;

// Routes that are alike but for what a message of their type can carry.
struct KindOfRoute {
  BodyType type;
  Likeness likeness;
};

class Judge {
public:
  Judge(const CompiledAgreement& compiled, std::size_t agencies)
      : compiled_(compiled),
        programmes_(shelf_, compiled, compiled.scheme == "any" ? Grants::granted_elsewhere : Grants::its_own) {
    std::set<std::pair<BodyType, Likeness>> seen;
    std::vector<std::string> purposes = compiled.purposes;
    if (purposes.empty()) purposes.emplace_back();
    for (std::size_t type = 0; type < static_cast<std::size_t>(BodyType::recall); ++type)
      for (AgencyIndex sender = 0; sender < agencies; ++sender)
        for (AgencyIndex recipient = 0; recipient < agencies; ++recipient)
          for (const std::string& purpose : purposes) {
            if (sender == recipient) continue;
            const Route route{static_cast<BodyType>(type), sender, recipient, purpose};
            const Likeness likeness = programmes_.likeness(route);
            if (seen.insert({route.type, likeness}).second) routes_.push_back({route.type, likeness});
          }
  }

  std::optional<Idleness> judge(std::size_t clause, const Clause& written) {
    const CompiledClause& compiled = compiled_.clauses[clause];
    // What is not said of fields' outcomes is not judged here.
    if (!written.requirements.empty() || !written.no_tells.empty() || !written.holds.empty() || !written.lifts.empty()) return std::nullopt;
    if (!can(clause, About::itself, [&](OutcomeQuery& query, const FieldRule& rule) {
          return rule.kind == Effect::Kind::grant ? query.counts(rule).yes : query.counts(rule).not_no;
        }))
      return Idleness::never_counts;
    const bool grants = std::any_of(compiled.effects.begin(), compiled.effects.end(),
                                    [](const Effect& effect) { return effect.kind == Effect::Kind::grant; });
    if (grants && !can(clause, About::itself, [&](OutcomeQuery& query, const FieldRule& rule) {
          if (rule.kind != Effect::Kind::grant) return never;
          return solver_.all({query.counts(rule).yes, query.at_least(Side::before, schemas::Level::existence)});
        }))
      return Idleness::capped_everywhere;
    const bool has_terms = !written.keeps.empty() || !written.caveats.empty() || !written.onwards.empty();
    if (!has_terms && !can(clause, About::whom_it_accompanies, [&](OutcomeQuery& query, const FieldRule&) { return solver_.any({query.rises(), query.falls()}); }))
      return Idleness::changes_nothing;
    return std::nullopt;
  }

private:
  enum class About : std::uint8_t { itself, whom_it_accompanies };
  // Whether on some route, for some field that the clause speaks of, such a message can be.
  template <class Ask>
  bool can(std::size_t clause, About whom, Ask ask) {
    std::set<std::pair<FieldInQuestion, Programme>> asked;
    for (const KindOfRoute& route : routes_) {
      if (!programmes_.speaks(route.likeness, clause)) continue;
      for (const Effect& effect : compiled_.clauses[clause].effects)
        for (FieldId field : effect.fields) {
          const auto& bodies = FieldTable::get()[field].bodies;
          if (std::find(bodies.begin(), bodies.end(), route.type) == bodies.end()) continue;
          const Programme rules = programmes_.alone(route.likeness, field, clause);
          for (FieldId about : accompanied(field)) {
            if (whom == About::itself && about != field) continue;
            FieldInQuestion question{route.type, with_companions(about), {}, {}};
            for (FieldId each : question.fields) {
              question.before.push_back(programmes_.at(route.likeness, each));
              question.after.push_back(programmes_.without(route.likeness, each, clause));
            }
            if (!asked.insert({question, about == field ? rules : Programme{}}).second) continue;
            solver_.clear();
            OutcomeQuery query{solver_, shelf_, std::move(question)};
            for (const FieldRule& rule : rules)
              if (solver_.can_hold({ask(query, rule)})) return true;
          }
        }
    }
    return false;
  }

  // The field, and those that leave only with it.
  static const std::vector<FieldId>& accompanied(FieldId field) {
    static const std::vector<std::vector<FieldId>> all = [] {
      std::vector<std::vector<FieldId>> found(FieldTable::get().fields().size());
      for (std::uint16_t i = 0; i < found.size(); ++i)
        for (FieldId each : with_companions(FieldId{i})) {
          auto& of = found[each.value()];
          of.insert(each == FieldId{i} ? of.begin() : of.end(), FieldId{i});
        }
      return found;
    }();
    return all[field.value()];
  }

  const CompiledAgreement& compiled_;
  ProgrammeShelf shelf_;
  AgreementProgrammes programmes_;
  std::vector<KindOfRoute> routes_;
  Solver solver_;
};

}  // namespace

Parties notional_parties(const Agreement& agreement) {
  Parties parties;
  std::vector<std::string> areas;
  for (const Word& area : agreement.areas) areas.push_back(area.text);
  std::set<std::string> names;
  for (const Party& party : agreement.parties)
    for (const char* suffix : {"/one", "/two"}) names.insert(party.is_kind() ? party.text + suffix : party.text);
  for (const std::string& name : names)
    if (auto id = schemas::parse_agency_id(name)) parties.agencies.push_back({std::move(*id), areas, Agency::Standing::active});
  return parties;
}

std::vector<IdleClause> idle_clauses(const Agreement& agreement) {
  const Parties parties = notional_parties(agreement);
  std::vector<schemas::AgencyId> acceded;
  for (const Agency& agency : parties.agencies) acceded.push_back(agency.id);
  const CompiledAgreement compiled = compile_agreement(agreement, schemas::AgreementDigest{Digest{}}, Status::active, acceded, parties);
  Judge judge{compiled, parties.agencies.size()};
  std::vector<IdleClause> found;
  for (std::size_t i = 0; i < agreement.clauses.size(); ++i)
    if (const auto why = judge.judge(i, agreement.clauses[i])) found.push_back({i, *why});
  return found;
}

}  // namespace concordat::policy
