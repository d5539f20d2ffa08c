#include "policy/solver.h"

#include <z3++.h>

#include <optional>
#include <string>
#include <unordered_map>

#include "base/check.h"

namespace concordat::policy {

struct Solver::Engine {
  z3::context context;
  z3::solver solver{context, z3::solver::simple()};
  std::vector<z3::expr> formulas;
  std::vector<z3::expr> numbers;
  std::unordered_map<std::uint32_t, z3::expr> names;  // of formulas, for conflicts
  std::optional<z3::model> model;
  unsigned named = 0;

  Formula keep(z3::expr formula) {
    formulas.push_back(std::move(formula));
    return Formula{static_cast<std::uint32_t>(formulas.size() - 1)};
  }
  const z3::expr& of(Formula formula) const { return formulas[formula.value()]; }
  std::string fresh() { return "n" + std::to_string(named++); }

  void begin() {
    formulas.clear();
    numbers.clear();
    names.clear();
    model.reset();
    keep(context.bool_val(true));
    keep(context.bool_val(false));
  }
  z3::expr name_of(Formula formula) {
    const auto at = names.find(formula.value());
    if (at != names.end()) return at->second;
    z3::expr name = context.bool_const(fresh().c_str());
    solver.add(z3::implies(name, of(formula)));
    names.emplace(formula.value(), name);
    return name;
  }
};

Solver::Solver() : engine_(std::make_unique<Engine>()) { engine_->begin(); }
Solver::~Solver() = default;

void Solver::clear() {
  engine_->solver.reset();
  engine_->begin();
}

Formula Solver::proposition() { return engine_->keep(engine_->context.bool_const(engine_->fresh().c_str())); }

SolverNumber Solver::number(int least, int most) {
  z3::expr number = engine_->context.int_const(engine_->fresh().c_str());
  engine_->solver.add(number >= least);
  engine_->solver.add(number <= most);
  engine_->numbers.push_back(std::move(number));
  return SolverNumber{static_cast<std::uint32_t>(engine_->numbers.size() - 1)};
}
Formula Solver::at_least(SolverNumber number, int bound) { return engine_->keep(engine_->numbers[number.value()] >= bound); }
Formula Solver::equals(SolverNumber number, int value) { return engine_->keep(engine_->numbers[number.value()] == value); }

Formula Solver::all(const std::vector<Formula>& of) {
  z3::expr_vector parts{engine_->context};
  Formula only = always;
  for (Formula part : of) {
    if (part == never) return never;
    if (part == always) continue;
    parts.push_back(engine_->of(part));
    only = part;
  }
  return parts.size() <= 1 ? only : engine_->keep(z3::mk_and(parts));
}
Formula Solver::any(const std::vector<Formula>& of) {
  z3::expr_vector parts{engine_->context};
  Formula only = never;
  for (Formula part : of) {
    if (part == always) return always;
    if (part == never) continue;
    parts.push_back(engine_->of(part));
    only = part;
  }
  return parts.size() <= 1 ? only : engine_->keep(z3::mk_or(parts));
}
Formula Solver::negation(Formula of) {
  if (of == always) return never;
  if (of == never) return always;
  return engine_->keep(!engine_->of(of));
}

void Solver::require(Formula statement) { engine_->solver.add(engine_->of(statement)); }

bool Solver::can_hold(const std::vector<Formula>& statements) {
  z3::expr_vector assumed{engine_->context};
  for (Formula statement : statements) assumed.push_back(engine_->name_of(statement));
  engine_->model.reset();
  conflict_.clear();
  const z3::check_result found = engine_->solver.check(assumed);
  CHECK(found != z3::unknown, "propositions and bounded numbers are always decided");
  if (found == z3::sat) {
    engine_->model = engine_->solver.get_model();
    return true;
  }
  for (const z3::expr& clashing : engine_->solver.unsat_core())
    for (std::size_t i = 0; i < statements.size(); ++i)
      if (z3::eq(assumed[static_cast<unsigned>(i)], clashing)) conflict_.push_back(i);
  return false;
}

bool Solver::value(Formula formula) const {
  CHECK(engine_->model, "no way was found");
  return engine_->model->eval(engine_->of(formula), true).is_true();
}
int Solver::value(SolverNumber number) const {
  CHECK(engine_->model, "no way was found");
  return engine_->model->eval(engine_->numbers[number.value()], true).get_numeral_int();
}

}  // namespace concordat::policy
