// A plan as deciding reads it. What may be asked of a message stands in rows of truths, each asked once: the constant
// yes, the narrowings by keys, the atoms, and the tests that are programs over those. Each kind of field has the rows
// of what contends for it, best first, so that the first that counts decides; what can never count is not there.
// Fields for which the same contend are of one kind.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "policy/compiled.h"
#include "policy/condition.h"
#include "policy/question_numbers.h"
#include "policy/verdict.h"

namespace concordat::policy {

struct Plan;
using PlanClauseIndex = std::uint16_t;
using RowIndex = std::uint32_t;

// A grant or a cap of a clause on a field, and the row of when it counts.
struct Contender {
  Verdict decides;  // what a field comes to where this is what decides; of a cap, but for the clause that grants
  RowIndex row;
  PlanClauseIndex clause;
  std::uint16_t terms = 0;  // of a grant of a clause with terms: which of Tally::with_terms that is
  schemas::Level level;
  bool gives_way;  // a grant until a person lets it go, a cap to an emergency clause that lifts it
};

// Of whatever field: the least of a grant and a cap.
inline void put_least(const Contender& grant, const Contender& cap, Verdict& to) {
  static_cast<Ruling&>(to) = cap.level >= grant.level ? grant.decides : cap.decides;
  to.granted_by = grant.decides.granted_by;
}

struct KindTally {
  struct Range {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    bool is_empty() const { return first == last; }
  };
  bool is_settled = false;   // no message makes a difference
  bool is_plain = false;     // a grant and a cap decide, nothing else has a say, and none gives way
  bool is_monitoring = false;
  std::uint32_t grants = 0;  // of contenders: the greatest first; ends with what always counts
  std::uint32_t caps = 0;    // the least first; likewise
  Range emergencies = {};    // of contenders: grants of emergency clauses
  Range terms = {};          // grants of clauses with terms
  Range silences = {};       // of rows
};

struct Tally {
  static constexpr RowIndex always = 0;
  struct AtomNumbers {  // of the book's questions
    bool is_test = false;  // the others have no numbers
    QuestionNumber own = 0;
    QuestionNumber meant = 0;  // its narrowing's
  };
  std::vector<Narrowing> narrowings;
  std::vector<QuestionNumber> narrowing_numbers;
  std::vector<AtomNumbers> atom_numbers;                  // by atom of the plan
  std::vector<std::optional<schemas::ListId>> atom_lists;  // by atom: whose elements it is asked of
  std::vector<Program> tests;                             // over rows
  std::vector<RowIndex> clause_rows;                      // by clause of the plan
  std::vector<Contender> contenders;
  std::vector<RowIndex> silences;
  std::vector<KindTally> kinds;
  // A verdict, but for the field: in its room is what more there is to do.
  static constexpr std::uint16_t no_kind = 0xffff;
  struct OfField {
    Ruling usual;  // what it comes to, where no message makes a difference
    std::uint16_t grouped;  // its kind, if a message may make a difference, or a clause with terms may grant it
    bool is_bound;  // it may come to what a companion of it does not come to, or to a part of its value
    MaybeClause granted_by;
  };
  static_assert(sizeof(OfField) == sizeof(Verdict));
  std::vector<OfField> of_field;            // by FieldId
  std::vector<std::uint16_t> kind_of;       // likewise
  std::vector<PlanClauseIndex> with_terms;  // the clauses with terms that may grant, in order
  bool has_onward = false;                  // whether any of them has an onward line

  const KindTally& of(schemas::FieldId field) const { return kinds[kind_of[field.value()]]; }
  RowIndex first_atom() const { return static_cast<RowIndex>(1 + narrowings.size()); }
  RowIndex first_test() const { return static_cast<RowIndex>(first_atom() + atom_numbers.size()); }
};

Tally tally_of(const Plan& plan, QuestionNumbers& questions);

}  // namespace concordat::policy
