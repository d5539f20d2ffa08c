// A condition compiled: atoms, and a program over their truths. An atom that reads its fact in the list
// of the clause's own fields is asked per element; every other atom once per message.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/check.h"
#include "policy/agreement.h"
#include "policy/body_view.h"
#include "policy/coverage.h"
#include "policy/truth.h"

namespace concordat::policy {

struct Atom {
  enum class Kind : std::uint8_t { test, sender_in_case, recipient_in_case, case_stage, emergency_declared };
  Kind kind = Kind::test;
  Quantifier quantifier = Quantifier::none;
  Comparison comparison = Comparison::is;
  schemas::FieldId field{0};
  std::optional<Narrowing> narrowing;
  std::vector<std::string> values;
  schemas::ValueType type = schemas::ValueType::text;  // the field's
  std::optional<unsigned long> rank = {};              // of the first value, where the field's stand in order
  CaseStage stage;    // of case_stage: which agreement's, and the one asked for
  std::string words;  // "subject.address.confidential is no": for explanations

  bool is_per_element() const;
  friend bool operator==(const Atom&, const Atom&) = default;
};

// What an atom may be asked of: the message, what the broker knows of the case, and whether an emergency
// is declared (policy/emergency.h).
struct Circumstances {
  const BodyView& view;
  const CaseFacts& facts;
  Truth emergency = Truth::no;
};
// `element` matters to atoms asked per element only.
Truth ask(const Atom& atom, const Circumstances& in, schemas::ElementIndex element);
// What a test makes of one value of its field, or of none.
Truth compare(const Atom& atom, const std::string& present);
constexpr Truth compare_absent(Comparison comparison) {
  if (comparison == Comparison::absent) return Truth::yes;
  return comparison == Comparison::present ? Truth::no : Truth::unknown;
}

struct Step {
  enum class Kind : std::uint8_t { atom, both, either, negated };
  Kind kind;
  std::uint16_t atom = 0;
  friend auto operator<=>(const Step&, const Step&) = default;
};
using Program = std::vector<Step>;  // postfix

struct CompiledCondition {
  std::vector<Atom> atoms;
  Program program;
};
// A clause's when and unless, joined by and; nothing if it has neither. An emergency clause has one more:
// `emergency declared`. For clauses that check() accepts; `agreement` is the name of theirs.
std::optional<CompiledCondition> compile_condition(const Clause& clause, const std::string& agreement);

// Brackets and nots nest 50 deep at most, and each level of `or` over `and` holds two values open.
inline constexpr std::size_t program_depth_max = 256;

// `truth_of(atom index)` answers each atom: with one Truth, or with many at once.
template <class TruthOf>
auto run(const Program& program, TruthOf truth_of) {
  std::array<decltype(truth_of(std::uint16_t{})), program_depth_max> stack;
  std::size_t depth = 0;
  for (const Step& step : program) {
    switch (step.kind) {
      case Step::Kind::atom:
        CHECK(depth < stack.size(), "a condition deeper than the parser allows");
        stack[depth++] = truth_of(step.atom);
        break;
      case Step::Kind::both:
        --depth;
        stack[depth - 1] = both(stack[depth - 1], stack[depth]);
        break;
      case Step::Kind::either:
        --depth;
        stack[depth - 1] = either(stack[depth - 1], stack[depth]);
        break;
      case Step::Kind::negated:
        stack[depth - 1] = negated(stack[depth - 1]);
        break;
    }
  }
  return stack[0];
}

}  // namespace concordat::policy
