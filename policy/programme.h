// What an agreement does to a field on a route, made comparable: the rules that apply, as numbers that are the same
// for the same condition and reach in any agreement on one shelf. Most fields of most routes share a programme.
//
//   ProgrammeShelf shelf;
//   AgreementProgrammes before{shelf, book->agreements()[0], Grants::its_own};
//   before.at(before.likeness(route), field);   // equal numbers: equal rules, whatever the message
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "policy/plan.h"

namespace concordat::policy {

// The same for two atoms that ask the same. Their words are not enough: every agreement has stages of its own.
std::string identity_of(const Atom& atom);

struct FieldRule {
  Effect::Kind kind;
  schemas::Level level;
  std::uint32_t condition;  // on the shelf; 0: none
  std::uint32_t reach;      // on the shelf; 0: every element
  std::uint32_t lifters = 0;  // of a cap, on the shelf: while one of these conditions holds it does not count
  std::uint32_t hold = 0;     // of a grant, on the shelf: the clause whose hold a person lets go
  bool is_emergency = false;  // of a grant
  friend auto operator<=>(const FieldRule&, const FieldRule&) = default;
};
using Programme = std::vector<FieldRule>;  // in order, each once
using ProgrammeNumber = std::uint32_t;

struct Reach {
  std::optional<Narrowing> only;
  std::vector<Narrowing> except;
};

class ProgrammeShelf {
public:
  ProgrammeShelf();
  FieldRule rule(const CompiledClause& clause, const Effect& effect, schemas::FieldId field);
  ProgrammeNumber put(Programme programme);

  // Without the rules that another makes idle whatever the message: equal essences, equal outcomes.
  ProgrammeNumber essence(ProgrammeNumber number);

  const Programme& programme(ProgrammeNumber number) const { return *programmes_[number]; }
  const std::optional<CompiledCondition>& condition(std::uint32_t number) const { return conditions_[number]; }
  const Reach& reach(std::uint32_t number) const { return reaches_[number]; }
  // Numbers of conditions.
  const std::vector<std::uint32_t>& lifters(std::uint32_t number) const { return *lifters_[number]; }
  const std::string& held_clause(std::uint32_t number) const { return *held_[number]; }

  std::uint32_t condition_of(const CompiledClause& clause);
  std::uint32_t put_lifters(std::vector<std::uint32_t> conditions);

private:
  std::map<std::string, std::uint32_t> condition_numbers_;
  std::vector<std::optional<CompiledCondition>> conditions_;
  std::map<std::string, std::uint32_t> reach_numbers_;
  std::vector<Reach> reaches_;
  std::map<std::vector<std::uint32_t>, std::uint32_t> lifter_numbers_;
  std::vector<const std::vector<std::uint32_t>*> lifters_;
  std::map<std::string, std::uint32_t> held_numbers_;
  std::vector<const std::string*> held_;
  std::map<Programme, ProgrammeNumber> programme_numbers_;
  std::vector<const Programme*> programmes_;
  std::map<ProgrammeNumber, ProgrammeNumber> essences_;
};

class AgreementProgrammes {
public:
  // Where it does not govern it only caps. `granted_elsewhere` supposes that another agreement grants everything.
  enum class Grants : std::uint8_t { its_own, none, granted_elsewhere };
  AgreementProgrammes(ProgrammeShelf& shelf, const CompiledAgreement& agreement, Grants grants);

  // Routes on which the same clauses speak in the same way are alike.
  using Likeness = std::uint32_t;
  Likeness likeness(const Route& route);
  bool speaks(Likeness routes, std::size_t clause) const { return (*parts_[routes])[clause] != no_part; }

  ProgrammeNumber at(Likeness routes, schemas::FieldId field);
  // As if one clause were not there.
  ProgrammeNumber without(Likeness routes, schemas::FieldId field, std::size_t clause);
  // What one clause alone does to the field.
  Programme alone(Likeness routes, schemas::FieldId field, std::size_t clause) const;

private:
  struct ClauseRule {
    std::size_t clause;
    FieldRule rule;
    std::uint32_t number;  // the same of equal rules
  };
  static constexpr char no_part = 0;
  static constexpr char caps_part = 1;
  static constexpr char whole_part = 2;
  // What each clause's part would be if it joined sender, recipient and type.
  const std::string& parts_for(std::string_view purpose);
  bool applies(Likeness routes, const ClauseRule& each) const;
  std::uint32_t assembly(Likeness routes, schemas::FieldId field);
  template <class Wanted>
  std::uint32_t lifters_of(Likeness routes, std::size_t clause, Wanted wanted) const;
  template <class Wanted>
  Programme gather(Likeness routes, schemas::FieldId field, Wanted wanted) const;

  ProgrammeShelf& shelf_;
  const CompiledAgreement& agreement_;
  Grants grants_;
  std::vector<std::vector<ClauseRule>> rules_;      // by field
  std::vector<std::vector<std::size_t>> lifted_by_;  // by clause
  bool is_anything_lifted_ = false;
  // By agency, or type, once it is asked for: a byte for each clause, with all its bits where the clause speaks of it.
  std::vector<std::string> from_;
  std::vector<std::string> to_;
  std::array<std::string, std::tuple_size_v<decltype(CompiledClause::types)>> of_type_;
  std::map<std::string, std::string, std::less<>> by_purpose_;
  std::map<std::string, Likeness> likenesses_;
  std::vector<const std::string*> parts_;  // by likeness: a part for each clause
  std::vector<std::vector<ProgrammeNumber>> known_;
  // Fields on routes where the same clauses say the same have one assembly, mostly all of a struct.
  std::unordered_map<std::string, std::uint32_t> assemblies_;
  std::vector<std::vector<std::uint32_t>> assembled_;  // by likeness, and field
  std::unordered_map<std::uint64_t, ProgrammeNumber> without_;  // by assembly, and clause
};

}  // namespace concordat::policy
