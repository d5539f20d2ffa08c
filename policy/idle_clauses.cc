#include "policy/idle_clauses.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "policy/alike_questions.h"

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
  Judge(const CompiledAgreement& compiled, std::size_t agencies, Solver::Reasoner reasoner)
      : compiled_(compiled),
        programmes_(shelf_, compiled, compiled.scheme == "any" ? Grants::granted_elsewhere : Grants::its_own),
        solver_(reasoner) {
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
    // What is not said of fields' outcomes is not judged here.
    if (!written.requirements.empty() || !written.no_tells.empty() || !written.holds.empty() || !written.lifts.empty()) return std::nullopt;
    const auto& effects = compiled_.clauses[clause].effects;
    const bool grants = std::any_of(effects.begin(), effects.end(), [](const Effect& effect) { return effect.kind == Effect::Kind::grant; });
    const bool has_terms = !written.keeps.empty() || !written.caveats.empty() || !written.onwards.empty();
    // What no message needs to show is shown.
    Shown shown{.counts = false, .gets_out = !grants, .changes = has_terms};
    for (const KindOfRoute& route : routes_)
      if (programmes_.speaks(route.likeness, clause))
        for (const Effect& effect : effects)
          for (FieldId field : effect.fields) {
            ask_of(clause, route, field, shown);
            if (shown.counts && shown.gets_out && shown.changes) return std::nullopt;
          }
    if (!shown.counts) return Idleness::never_counts;
    return shown.gets_out ? Idleness::changes_nothing : Idleness::capped_everywhere;
  }

private:
  // What some message shows of a clause.
  struct Shown {
    bool counts;
    bool gets_out;  // something that it grants does
    bool changes;
  };
  using Asked = std::pair<AlikeQuestion, Programme>;

  void ask_of(std::size_t clause, const KindOfRoute& route, FieldId field, Shown& shown) {
    if (!carries(route.type, field)) return;
    const Programme rules = programmes_.alone(route.likeness, field, clause);
    for (FieldId about : accompanied(field)) {
      const bool is_itself = about == field;
      if (!is_itself && shown.changes) continue;
      FieldInQuestion question{route.type, with_companions(about), {}, {}};
      for (FieldId each : question.fields) {
        question.before.push_back(programmes_.at(route.likeness, each));
        question.after.push_back(programmes_.without(route.likeness, each, clause));
      }
      const Shown here = answer(std::move(question), is_itself ? rules : Programme{}, shown);
      shown = {shown.counts || here.counts, shown.gets_out || here.gets_out, shown.changes || here.changes};
    }
  }

  bool differ(const FieldInQuestion& question) {
    const auto alike = [&](ProgrammeNumber a, ProgrammeNumber b) { return a == b || shelf_.essence(a) == shelf_.essence(b); };
    return !std::equal(question.before.begin(), question.before.end(), question.after.begin(), alike);
  }

  // Only what is not shown yet is asked; the same is not asked twice. Most clauses show everything in one message.
  Shown answer(FieldInQuestion question, const Programme& rules, const Shown& shown) {
    const Shown wanted{.counts = !shown.counts && !rules.empty(), .gets_out = !shown.gets_out && !rules.empty(), .changes = !shown.changes && differ(question)};
    if (!wanted.counts && !wanted.gets_out && !wanted.changes) return wanted;
    // Whether it changes anything turns on the essences alone.
    if (!wanted.counts && !wanted.gets_out)
      for (auto* side : {&question.before, &question.after})
        for (ProgrammeNumber& number : *side) number = shelf_.essence(number);
    Answer& known = answers_[Asked{alike_.of(question), rules}];
    const bool is_new = (wanted.counts && !known.counts) || (wanted.gets_out && !known.gets_out) || (wanted.changes && !known.changes);
    if (is_new) {
      solver_.clear();
      OutcomeQuery query{solver_, shelf_, question};
      std::vector<std::pair<std::optional<bool>*, Formula>> asked;
      if (wanted.changes && !known.changes) asked.emplace_back(&known.changes, solver_.any({query.rises(), query.falls()}));
      if (wanted.counts && !known.counts) asked.emplace_back(&known.counts, counting(query, rules));
      if (wanted.gets_out && !known.gets_out) asked.emplace_back(&known.gets_out, getting_out(query, rules));
      std::vector<Formula> all;
      for (const auto& [answer, formula] : asked) all.push_back(formula);
      const bool can_be_together = asked.size() > 1 && std::find(all.begin(), all.end(), never) == all.end() && solver_.can_hold(all);
      for (const auto& [answer, formula] : asked) *answer = can_be_together || (formula != never && solver_.can_hold({formula}));
    }
    return {wanted.counts && *known.counts, wanted.gets_out && *known.gets_out, wanted.changes && *known.changes};
  }

  Formula counting(OutcomeQuery& query, const Programme& rules) {
    std::vector<Formula> any;
    for (const FieldRule& rule : rules) any.push_back(rule.kind == Effect::Kind::grant ? query.counts(rule).yes : query.counts(rule).not_no);
    return solver_.any(any);
  }
  Formula getting_out(OutcomeQuery& query, const Programme& rules) {
    std::vector<Formula> any;
    for (const FieldRule& rule : rules)
      if (rule.kind == Effect::Kind::grant) any.push_back(solver_.all({query.counts(rule).yes, query.at_least(Side::before, schemas::Level::existence)}));
    return solver_.any(any);
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
  AlikeQuestions alike_{shelf_};
  AgreementProgrammes programmes_;
  std::vector<KindOfRoute> routes_;
  struct Answer {
    std::optional<bool> counts;
    std::optional<bool> gets_out;
    std::optional<bool> changes;
  };
  std::map<Asked, Answer> answers_;
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

std::vector<IdleClause> idle_clauses(const Agreement& agreement, Solver::Reasoner reasoner) {
  const Parties parties = notional_parties(agreement);
  std::vector<schemas::AgencyId> acceded;
  for (const Agency& agency : parties.agencies) acceded.push_back(agency.id);
  const CompiledAgreement compiled = compile_agreement(agreement, schemas::AgreementDigest{Digest{}}, Status::active, {acceded, {}}, {}, parties);
  Judge judge{compiled, parties.agencies.size(), reasoner};
  std::vector<IdleClause> found;
  for (std::size_t i = 0; i < agreement.clauses.size(); ++i)
    if (const auto why = judge.judge(i, agreement.clauses[i])) found.push_back({i, *why});
  return found;
}

}  // namespace concordat::policy
