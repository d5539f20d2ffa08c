#include "policy/programme.h"

#include <algorithm>
#include <array>

namespace concordat::policy {
namespace {

using schemas::FieldTable;
using schemas::Level;

constexpr ProgrammeNumber unknown_programme = 0xffffffff;

std::string key_of(const Narrowing& narrowing) {
  std::string key = std::to_string(narrowing.list.value());
  for (const KeyMatch& match : narrowing.keys) key += "," + std::to_string(match.key.value()) + "=" + match.value;
  return key;
}

std::string key_of(const CompiledCondition& condition) {
  std::string key;
  for (const Step& step : condition.program) {
    if (step.kind == Step::Kind::atom) key += "(" + identity_of(condition.atoms[step.atom]) + ")";
    else key += std::to_string(static_cast<int>(step.kind));
  }
  return key;
}

}  // namespace

std::string identity_of(const Atom& atom) {
  return atom.kind == Atom::Kind::case_stage ? atom.words + " in " + atom.stage.agreement : atom.words;
}

ProgrammeShelf::ProgrammeShelf() : conditions_(1), reaches_(1) {
  put({});
  put_lifters({});
  held_.push_back(nullptr);
}

std::uint32_t ProgrammeShelf::condition_of(const CompiledClause& clause) {
  if (!clause.condition) return 0;
  const auto [at, is_new] = condition_numbers_.try_emplace(key_of(*clause.condition), static_cast<std::uint32_t>(conditions_.size()));
  if (is_new) conditions_.push_back(clause.condition);
  return at->second;
}

std::uint32_t ProgrammeShelf::put_lifters(std::vector<std::uint32_t> conditions) {
  std::sort(conditions.begin(), conditions.end());
  conditions.erase(std::unique(conditions.begin(), conditions.end()), conditions.end());
  const auto [at, is_new] = lifter_numbers_.try_emplace(std::move(conditions), static_cast<std::uint32_t>(lifters_.size()));
  if (is_new) lifters_.push_back(&at->first);
  return at->second;
}

FieldRule ProgrammeShelf::rule(const CompiledClause& clause, const Effect& effect, schemas::FieldId field) {
  FieldRule made{effect.kind, effect.level, condition_of(clause), 0};
  if (effect.kind == Effect::Kind::grant) made.is_emergency = clause.is_emergency;
  if (effect.kind == Effect::Kind::grant && clause.hold) {
    const auto [at, is_new] = held_numbers_.try_emplace(clause.label, static_cast<std::uint32_t>(held_.size()));
    if (is_new) held_.push_back(&at->first);
    made.hold = at->second;
  }
  Reach reach{effect.only, {}};
  std::string key = effect.only ? key_of(*effect.only) : "";
  for (const Coverage& except : effect.except) {
    if (!std::binary_search(except.fields.begin(), except.fields.end(), field)) continue;
    reach.except.push_back(*except.narrowing);
    key += "-" + key_of(*except.narrowing);
  }
  if (key.empty()) return made;
  const auto [at, is_new] = reach_numbers_.try_emplace(key, static_cast<std::uint32_t>(reaches_.size()));
  if (is_new) reaches_.push_back(std::move(reach));
  made.reach = at->second;
  return made;
}

ProgrammeNumber ProgrammeShelf::put(Programme programme) {
  std::sort(programme.begin(), programme.end());
  programme.erase(std::unique(programme.begin(), programme.end()), programme.end());
  const auto [at, is_new] = programme_numbers_.try_emplace(std::move(programme), static_cast<ProgrammeNumber>(programmes_.size()));
  if (is_new) programmes_.push_back(&at->first);
  return at->second;
}

ProgrammeNumber ProgrammeShelf::essence(ProgrammeNumber number) {
  const auto at = essences_.find(number);
  if (at != essences_.end()) return at->second;
  std::optional<Level> granted;  // always, by a clause for every day
  std::optional<Level> capped;   // always
  for (const FieldRule& rule : *programmes_[number]) {
    const bool is_always = rule.condition == 0 && rule.reach == 0 && rule.lifters == 0 && rule.hold == 0 && !rule.is_emergency;
    if (!is_always) continue;
    if (rule.kind == Effect::Kind::grant) granted = granted ? std::max(*granted, rule.level) : rule.level;
    else capped = capped ? std::min(*capped, rule.level) : rule.level;
  }
  Programme left;
  for (const FieldRule& rule : *programmes_[number]) {
    // What an emergency clause grants softens caps as well.
    const bool is_idle = rule.kind == Effect::Kind::grant ? granted && rule.level <= *granted && !rule.is_emergency : capped && rule.level >= *capped;
    if (!is_idle) left.push_back(rule);
  }
  if (granted) left.push_back({Effect::Kind::grant, *granted, 0, 0});
  if (capped) left.push_back({Effect::Kind::cap, *capped, 0, 0});
  const ProgrammeNumber found = put(std::move(left));
  essences_.emplace(number, found);
  return found;
}

AgreementProgrammes::AgreementProgrammes(ProgrammeShelf& shelf, const CompiledAgreement& agreement, Grants grants)
    : shelf_(shelf),
      agreement_(agreement),
      grants_(grants),
      rules_(FieldTable::get().fields().size()),
      lifted_by_(agreement.clauses.size()),
      from_(agreement.parties.size()),
      to_(agreement.parties.size()) {
  const auto& clauses = agreement.clauses;
  for (std::size_t by = 0; by < clauses.size(); ++by)
    for (const std::string& label : clauses[by].lifts)
      for (std::size_t i = 0; i < clauses.size(); ++i)
        if (clauses[i].label == label) {
          lifted_by_[i].push_back(by);
          is_anything_lifted_ = true;
        }
  std::map<FieldRule, std::uint32_t> numbers;
  for (std::size_t i = 0; i < clauses.size(); ++i)
    for (const Effect& effect : clauses[i].effects)
      for (schemas::FieldId field : effect.fields) {
        const FieldRule rule = shelf.rule(clauses[i], effect, field);
        const auto number = numbers.try_emplace(rule, static_cast<std::uint32_t>(numbers.size())).first->second;
        rules_[field.value()].push_back({i, rule, number});
      }
}

const std::string& AgreementProgrammes::parts_for(std::string_view purpose) {
  if (const auto at = by_purpose_.find(purpose); at != by_purpose_.end()) return at->second;
  const auto names = [&](const std::vector<std::string>& purposes) { return std::find(purposes.begin(), purposes.end(), purpose) != purposes.end(); };
  const bool may_grant = grants_ == Grants::its_own && agreement_.scheme != "any";
  const bool is_its_own = names(agreement_.purposes);
  std::string parts;
  for (const CompiledClause& clause : agreement_.clauses) {
    const bool caps = clause.any_purpose || names(clause.purposes);
    const bool grants = caps && may_grant && (!clause.any_purpose || is_its_own);
    parts += grants ? whole_part : caps ? caps_part : no_part;
  }
  return by_purpose_.emplace(purpose, std::move(parts)).first->second;
}

AgreementProgrammes::Likeness AgreementProgrammes::likeness(const Route& route) {
  const auto kept = [&](std::string& column, auto speaks) -> const std::string& {
    if (column.empty())
      for (const CompiledClause& clause : agreement_.clauses) column += speaks(clause) ? '\xff' : '\0';
    return column;
  };
  const auto type = static_cast<std::size_t>(route.type);
  const std::string& from = kept(from_[route.sender], [&](const CompiledClause& clause) { return clause.from[route.sender]; });
  const std::string& to = kept(to_[route.recipient], [&](const CompiledClause& clause) { return clause.to[route.recipient]; });
  const std::string& of_type = kept(of_type_[type], [&](const CompiledClause& clause) { return clause.types[type]; });
  std::string parts = parts_for(route.purpose);
  for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = static_cast<char>(parts[i] & from[i] & to[i] & of_type[i]);
  const auto [at, is_new] = likenesses_.try_emplace(std::move(parts), static_cast<Likeness>(parts_.size()));
  if (is_new) {
    parts_.push_back(&at->first);
    known_.emplace_back(rules_.size(), unknown_programme);
    assembled_.emplace_back(rules_.size(), unknown_programme);
  }
  return at->second;
}

bool AgreementProgrammes::applies(Likeness routes, const ClauseRule& each) const {
  const char part = (*parts_[routes])[each.clause];
  return part == whole_part || (part == caps_part && each.rule.kind == Effect::Kind::cap);
}

std::uint32_t AgreementProgrammes::assembly(Likeness routes, schemas::FieldId field) {
  std::uint32_t& known = assembled_[routes][field.value()];
  if (known != unknown_programme) return known;
  std::string key;
  for (const ClauseRule& each : rules_[field.value()]) {
    if (!applies(routes, each)) continue;
    const std::array said{static_cast<std::uint32_t>(each.clause), each.number};
    key.append(reinterpret_cast<const char*>(said.data()), sizeof said);
  }
  known = assemblies_.try_emplace(std::move(key), static_cast<std::uint32_t>(assemblies_.size())).first->second;
  return known;
}

template <class Wanted>
std::uint32_t AgreementProgrammes::lifters_of(Likeness routes, std::size_t clause, Wanted wanted) const {
  std::vector<std::uint32_t> conditions;
  for (std::size_t by : lifted_by_[clause])
    if ((*parts_[routes])[by] == whole_part && wanted(by)) conditions.push_back(shelf_.condition_of(agreement_.clauses[by]));
  return shelf_.put_lifters(std::move(conditions));
}

template <class Wanted>
Programme AgreementProgrammes::gather(Likeness routes, schemas::FieldId field, Wanted wanted) const {
  Programme programme;
  for (const ClauseRule& each : rules_[field.value()]) {
    if (!wanted(each.clause) || !applies(routes, each)) continue;
    programme.push_back(each.rule);
    if (each.rule.kind == Effect::Kind::cap) programme.back().lifters = lifters_of(routes, each.clause, wanted);
  }
  return programme;
}

ProgrammeNumber AgreementProgrammes::at(Likeness routes, schemas::FieldId field) {
  ProgrammeNumber& known = known_[routes][field.value()];
  if (known == unknown_programme) known = without(routes, field, agreement_.clauses.size());
  return known;
}

ProgrammeNumber AgreementProgrammes::without(Likeness routes, schemas::FieldId field, std::size_t clause) {
  const auto find = [&] {
    Programme programme = gather(routes, field, [&](std::size_t each) { return each != clause; });
    if (grants_ == Grants::granted_elsewhere) programme.push_back({Effect::Kind::grant, Level::full, 0, 0});
    return shelf_.put(std::move(programme));
  };
  // What lifts a cap is not of the field's own rules.
  if (is_anything_lifted_) return find();
  const std::uint64_t key = (std::uint64_t{assembly(routes, field)} << 32) | clause;
  const auto [at, is_new] = without_.try_emplace(key, 0);
  if (is_new) at->second = find();
  return at->second;
}

Programme AgreementProgrammes::alone(Likeness routes, schemas::FieldId field, std::size_t clause) const {
  Programme programme;
  const auto is_before = [](const ClauseRule& each, std::size_t wanted) { return each.clause < wanted; };
  const auto& rules = rules_[field.value()];
  for (auto at = std::lower_bound(rules.begin(), rules.end(), clause, is_before); at != rules.end() && at->clause == clause; ++at) {
    if (!applies(routes, *at)) continue;
    programme.push_back(at->rule);
    if (at->rule.kind == Effect::Kind::cap) programme.back().lifters = lifters_of(routes, clause, [&](std::size_t each) { return each == clause; });
  }
  return programme;
}

}  // namespace concordat::policy
