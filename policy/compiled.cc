#include "policy/compiled.h"

#include <algorithm>

#include "base/check.h"
#include "policy/emergency.h"

namespace concordat::policy {
namespace {

using schemas::FieldId;
using schemas::Level;

bool names(const Party& party, const schemas::AgencyId& agency) {
  return party.is_kind() ? schemas::agency_kind(agency) == party.text : agency.value() == party.text;
}

AgencySet parties_of(const Agreement& agreement, const std::vector<schemas::AgencyId>& acceded,
                     const Parties& parties) {
  AgencySet found(parties.agencies.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Agency& agency = parties.agencies[i];
    const bool has_acceded = std::find(acceded.begin(), acceded.end(), agency.id) != acceded.end();
    for (const Party& party : agreement.parties)
      if (names(party, agency.id) && (!party.is_kind() || has_acceded)) found[i] = true;
  }
  return found;
}

AgencySet agencies_meant(const PartyScope& scope, const AgencySet& party, const Parties& parties) {
  if (scope.any) return party;
  AgencySet found(party.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    for (const Party& named : scope.parties)
      if (party[i] && names(named, parties.agencies[i].id)) found[i] = true;
  return found;
}

void remove(std::vector<FieldId>& from, const std::vector<FieldId>& removed) {
  std::erase_if(from,
                [&](FieldId id) { return std::find(removed.begin(), removed.end(), id) != removed.end(); });
}

void add_grants(const Share& share, std::uint16_t schema, std::vector<Effect>& effects) {
  const Level level = share.view ? schemas::level_named(share.view->text).value() : Level::full;
  for (const Path& path : share.paths) {
    Coverage covered = covered_by_grant(path, schema);
    Effect effect{Effect::Kind::grant, level, std::move(covered.fields), std::move(covered.narrowing), {}};
    for (const Path& except : share.except) {
      Coverage excepted = covered_by_cap(except);
      if (excepted.narrowing) {
        effect.except.push_back(std::move(excepted));
      } else {
        remove(effect.fields, excepted.fields);
      }
    }
    effects.push_back(std::move(effect));
  }
}

void add_caps(const Cap& cap, std::vector<Effect>& effects) {
  Level level = Level::withhold;
  if (cap.kind == Cap::Kind::conceal) level = Level::conceal;
  if (cap.kind == Cap::Kind::limit) level = schemas::level_named(cap.view->text).value();
  for (const Target& target : cap.targets) {
    Coverage covered = target.path
                           ? covered_by_cap(*target.path)
                           : covered_by_class(schemas::field_class_named(target.field_class->text).value());
    effects.push_back(
        {Effect::Kind::cap, level, std::move(covered.fields), std::move(covered.narrowing), {}});
  }
}

std::string written(const Path& path) {
  std::string out = path.before;
  for (std::size_t i = 0; i < path.selectors.size(); ++i)
    out += (i == 0 ? "[" : ", ") + path.selectors[i].key.text + " " + path.selectors[i].value.text;
  if (!path.selectors.empty()) out += "]";
  return path.after.empty() ? out : out + "." + path.after;
}

// What a clause says besides sharing and capping.
void add_words(const Clause& clause, CompiledClause& compiled) {
  for (const PathLine& line : clause.no_tells)
    for (const Path& path : line.paths) compiled.no_tells.push_back(covered_by_cap(path));
  for (const Word& label : clause.lifts) compiled.lifts.push_back(label.text);
  for (const HoldLine& line : clause.holds)
    if (!compiled.hold || hours_in(line.within) < hours_in(*compiled.hold)) compiled.hold = line.within;
  for (const OnwardLine& line : clause.onwards)
    compiled.onward = compiled.onward ? std::min(*compiled.onward, line.onward) : line.onward;
}

CompiledClause compile_clause(const Clause& clause, const Agreement& agreement, const AgencySet& party,
                              const Parties& parties) {
  CompiledClause compiled{.label = clause.label.text,
                          .from = agencies_meant(*clause.from, party, parties),
                          .to = agencies_meant(*clause.to, party, parties),
                          .any_purpose = clause.purposes->any,
                          .purposes = {},
                          .condition = compile_condition(clause, agreement.name),
                          .effects = {},
                          .requirements = {},
                          .keeps = clause.keeps,
                          .caveats = clause.caveats,
                          .no_tells = {},
                          .is_emergency = clause.emergency,
                          .lifts = {},
                          .hold = {},
                          .onward = {}};
  add_words(clause, compiled);
  for (const Word& purpose : clause.purposes->purposes) compiled.purposes.push_back(purpose.text);
  if (clause.types.empty()) compiled.types.fill(true);
  compiled.types[static_cast<std::size_t>(schemas::BodyType::recall)] = false;  // no clause governs a recall
  for (schemas::BodyType type : clause.types) compiled.types[static_cast<std::size_t>(type)] = true;
  for (const Share& share : clause.shares) add_grants(share, agreement.schema, compiled.effects);
  for (const Cap& cap : clause.caps) add_caps(cap, compiled.effects);
  for (const PathLine& line : clause.requirements)
    for (const Path& path : line.paths)
      compiled.requirements.push_back({written(path), covered_by_cap(path)});
  return compiled;
}

AgencySet among(const std::vector<schemas::AgencyId>& agencies, const Parties& parties) {
  AgencySet found(parties.agencies.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    found[i] = std::find(agencies.begin(), agencies.end(), parties.agencies[i].id) != agencies.end();
  return found;
}

Coverage covered_by(const std::string& field) { return covered_by_cap(Path{.before = field, .selectors = {}, .after = {}, .place = {}}); }

// A cap on all that goes between parties. Its label is no label that a text could have, so nothing lifts it.
CompiledClause clause_suspending(const std::string& field, const AgencySet& party) {
  CompiledClause clause{.label = "suspended " + field, .from = party, .to = party, .any_purpose = true, .purposes = {}, .condition = {}, .effects = {},
                        .requirements = {}, .keeps = {}, .caveats = {}, .no_tells = {}, .lifts = {}, .hold = {}, .onward = {}};
  clause.types.fill(true);
  clause.types[static_cast<std::size_t>(schemas::BodyType::recall)] = false;
  clause.effects.push_back({Effect::Kind::cap, Level::withhold, covered_by(field).fields, {}, {}});
  return clause;
}

}  // namespace

bool is_suspendable(const std::string& field) { return !covered_by(field).fields.empty(); }

Truth means(const Effect& effect, FieldId field, schemas::ElementIndex element, const BodyView& view) {
  Truth meant = effect.only ? view.matches(*effect.only, element) : Truth::yes;
  for (const Coverage& except : effect.except)
    if (std::binary_search(except.fields.begin(), except.fields.end(), field))
      meant = both(meant, negated(view.matches(*except.narrowing, element)));
  return meant;
}

CompiledAgreement compile_agreement(const Agreement& agreement, const schemas::AgreementDigest& digest, Status status,
                                    const Membership& members, const std::vector<PartSuspended>& suspended, const Parties& parties) {
  CompiledAgreement compiled{.name = {agreement.name, agreement.version},
                             .digest = digest,
                             .status = status,
                             .from = london_midnight(agreement.in_force_from),
                             .until = london_midnight(agreement.in_force_until),
                             .areas = {},
                             .scheme = agreement.scheme->text,
                             .purposes = {},
                             .parties = parties_of(agreement, members.acceded, parties),
                             .pathways = agreement.pathways,
                             .clauses = {},
                             .emergency_until = emergency_end(agreement.in_force_until),
                             .stages = {}};
  if (agreement.stages) {
    compiled.stages.emplace();
    for (const Word& stage : agreement.stages->names) compiled.stages->names.push_back(stage.text);
    const PartyScope mover{.any = false, .parties = {agreement.stages->moved_by}, .place = {}};
    compiled.stages->movers = agencies_meant(mover, compiled.parties, parties);
  }
  for (const Word& area : agreement.areas) compiled.areas.push_back(area.text);
  for (const Purpose& purpose : agreement.purposes) compiled.purposes.push_back(purpose.id.text);
  for (const Clause& clause : agreement.clauses)
    compiled.clauses.push_back(compile_clause(clause, agreement, compiled.parties, parties));
  compiled.left = among(members.left, parties);
  std::vector<schemas::AgencyId> to;
  for (const PartSuspended& part : suspended) {
    if (part.recipient) {
      to.push_back(*part.recipient);
      continue;
    }
    compiled.clauses.push_back(clause_suspending(part.field, compiled.parties));
    const std::vector<FieldId>& fields = compiled.clauses.back().effects.front().fields;
    compiled.suspended_fields.insert(compiled.suspended_fields.end(), fields.begin(), fields.end());
  }
  std::sort(compiled.suspended_fields.begin(), compiled.suspended_fields.end());
  compiled.suspended_to = among(to, parties);
  return compiled;
}

}  // namespace concordat::policy
