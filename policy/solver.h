// Whether statements can hold together, and how: propositions and bounded numbers. A search of our own answers most
// questions; an SMT solver those that it has no patience for, or all of them (docs/adr/0025). Nothing here knows
// what an agreement is, and only solver.cc knows which SMT solver it is.
//
//   Solver solver{Solver::Reasoner::search_first};
//   const Formula child = solver.proposition();
//   const SolverNumber age = solver.number(0, 254);
//   solver.require(solver.any({child, solver.at_least(age, 18)}));
//   if (solver.can_hold({solver.negation(child)})) solver.value(age);  // 18, or more
//
// Of one thread. A formula belongs to the solver that made it, until clear().
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/strong.h"

namespace concordat::policy {

using Formula = Strong<struct FormulaTag, std::uint32_t>;
using SolverNumber = Strong<struct SolverNumberTag, std::uint32_t>;

inline constexpr Formula always{0};
inline constexpr Formula never{1};

class Solver {
public:
  enum class Reasoner : std::uint8_t { search_first, smt_alone };
  explicit Solver(Reasoner reasoner);
  ~Solver();
  Solver(const Solver&) = delete;
  Solver& operator=(const Solver&) = delete;

  void clear();  // forgets every formula and statement
  std::size_t asked_of_smt() const;

  Formula proposition();
  SolverNumber number(int least, int most);
  Formula at_least(SolverNumber number, int bound);
  Formula equals(SolverNumber number, int value);

  Formula all(const std::vector<Formula>& of);  // of nothing: always
  Formula any(const std::vector<Formula>& of);  // of nothing: never
  Formula negation(Formula of);

  void require(Formula statement);
  // Whether these can hold together with all that is required.
  bool can_hold(const std::vector<Formula>& statements);

  // After can_hold() said yes: one way in which they do.
  bool value(Formula formula) const;
  int value(SolverNumber number) const;
  // After can_hold() said no: positions of statements that cannot hold together, even alone.
  const std::vector<std::size_t>& conflict() const { return conflict_; }

private:
  struct Engine;
  std::unique_ptr<Engine> engine_;
  std::vector<std::size_t> conflict_;
};

}  // namespace concordat::policy
