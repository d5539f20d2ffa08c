#include "policy/solver.h"

#include <z3++.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/check.h"
#include "policy/truth_search.h"

namespace concordat::policy {
namespace {

constexpr std::size_t dead_ends_max = 2000;

// What a proposition says: something that may be so or not, a number's bound, or that all of some hold.
struct Meaning {
  std::optional<SolverNumber> number;
  int bound = 0;
  std::vector<Literal> all;
};

struct Number {
  int least;
  int most;
  std::map<int, Literal> bounds;  // at least so much
};

struct HashOfAll {
  std::size_t operator()(const std::vector<Literal>& of) const noexcept {
    std::size_t mixed = of.size();
    for (Literal each : of) mixed = (mixed ^ each) * 0x9e3779b97f4a7c15ULL;
    return mixed ^ (mixed >> 32);
  }
};

// The same statements, as the SMT solver reads them.
class Smt {
public:
  Smt(const std::vector<Meaning>& meanings, const std::vector<Number>& numbers, const std::vector<Literal>& required) {
    for (const Number& number : numbers) {
      numbers_.push_back(context_.int_const(("n" + std::to_string(numbers_.size())).c_str()));
      solver_.add(numbers_.back() >= number.least && numbers_.back() <= number.most);
    }
    for (const Meaning& meaning : meanings) propositions_.push_back(said(meaning));
    for (Literal literal : required) solver_.add(of(literal));
  }

  bool can_hold(const std::vector<Literal>& supposed, std::vector<std::size_t>& conflict) {
    z3::expr_vector names{context_};
    for (std::size_t i = 0; i < supposed.size(); ++i) {
      names.push_back(context_.bool_const(("s" + std::to_string(i)).c_str()));
      solver_.add(z3::implies(names.back(), of(supposed[i])));
    }
    const z3::check_result found = solver_.check(names);
    CHECK(found != z3::unknown, "propositions and bounded numbers are always decided");
    if (found == z3::sat) return true;
    for (const z3::expr& clashing : solver_.unsat_core())
      for (std::size_t i = 0; i < supposed.size(); ++i)
        if (z3::eq(names[static_cast<unsigned>(i)], clashing)) conflict.push_back(i);
    return false;
  }

  std::vector<bool> truths() {
    const z3::model model = solver_.get_model();
    std::vector<bool> found;
    for (const z3::expr& each : propositions_) found.push_back(model.eval(each, true).is_true());
    return found;
  }
  std::vector<int> values() {
    const z3::model model = solver_.get_model();
    std::vector<int> found;
    for (const z3::expr& each : numbers_) found.push_back(model.eval(each, true).get_numeral_int());
    return found;
  }

private:
  z3::expr of(Literal literal) const {
    const z3::expr& proposition = propositions_[literal >> 1];
    return (literal & 1U) == 0 ? proposition : !proposition;
  }
  z3::expr said(const Meaning& meaning) {
    if (propositions_.empty()) return context_.bool_val(true);
    if (meaning.number) return numbers_[meaning.number->value()] >= meaning.bound;
    if (meaning.all.empty()) return context_.bool_const(("p" + std::to_string(propositions_.size())).c_str());
    z3::expr_vector parts{context_};
    for (Literal part : meaning.all) parts.push_back(of(part));
    return z3::mk_and(parts);
  }

  z3::context context_;
  z3::solver solver_{context_, z3::solver::simple()};
  std::vector<z3::expr> numbers_;
  std::vector<z3::expr> propositions_;
};

}  // namespace

struct Solver::Engine {
  explicit Engine(Reasoner chosen) : reasoner(chosen) { begin(); }

  const Reasoner reasoner;
  TruthSearch search;
  std::vector<Meaning> meanings;  // by proposition; the first is always so
  std::vector<Number> numbers;
  std::vector<Literal> required;
  std::unordered_map<std::vector<Literal>, Literal, HashOfAll> known;
  std::size_t asked_of_smt = 0;
  bool has_way = false;
  std::vector<bool> truths;  // of the way that was found, by proposition
  std::vector<int> values;   // by number

  void begin() {
    search.clear();
    meanings.clear();
    numbers.clear();
    required.clear();
    known.clear();
    has_way = false;
    search.require({add({}, TruthSearch::Weight::free)});
  }

  Literal add(Meaning meaning, TruthSearch::Weight weight) {
    meanings.push_back(std::move(meaning));
    return search.proposition(weight);
  }

  Literal bound(SolverNumber of, int bound) {
    Number& number = numbers[of.value()];
    if (bound <= number.least) return always.value();
    if (bound > number.most) return never.value();
    const auto [at, is_new] = number.bounds.try_emplace(bound, 0);
    if (!is_new) return at->second;
    at->second = add({of, bound, {}}, TruthSearch::Weight::free);
    if (at != number.bounds.begin()) search.require({opposite(at->second), std::prev(at)->second});
    if (std::next(at) != number.bounds.end()) search.require({at->second, opposite(std::next(at)->second)});
    return at->second;
  }

  Literal all(std::vector<Literal> parts) {
    std::sort(parts.begin(), parts.end());
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    std::erase(parts, always.value());
    for (std::size_t i = 0; i < parts.size(); ++i)
      if (parts[i] == never.value() || (i > 0 && parts[i] == opposite(parts[i - 1]))) return never.value();
    if (parts.empty()) return always.value();
    if (parts.size() == 1) return parts.front();
    if (const auto at = known.find(parts); at != known.end()) return at->second;
    const Literal made = add({{}, 0, parts}, TruthSearch::Weight::follows);
    std::vector<Literal> otherwise{made};
    for (Literal part : parts) {
      search.require({opposite(made), part});
      otherwise.push_back(opposite(part));
    }
    search.require(std::move(otherwise));
    known.emplace(std::move(parts), made);
    return made;
  }

  // True if they can; else which of them clash.
  bool can_hold(const std::vector<Literal>& supposed, std::vector<std::size_t>& conflict) {
    has_way = false;
    if (reasoner == Reasoner::search_first) {
      const auto found = search.run(supposed, dead_ends_max);
      if (found == TruthSearch::Found::a_way) take_way();
      for (std::size_t i = 0; i < supposed.size() && found == TruthSearch::Found::none; ++i) {
        const auto& clashing = search.clashing();
        if (std::find(clashing.begin(), clashing.end(), supposed[i]) != clashing.end()) conflict.push_back(i);
      }
      if (found != TruthSearch::Found::out_of_patience) return has_way;
    }
    ++asked_of_smt;
    Smt smt{meanings, numbers, required};
    if (!smt.can_hold(supposed, conflict)) return false;
    has_way = true;
    truths = smt.truths();
    values = smt.values();
    return true;
  }

  void take_way() {
    has_way = true;
    truths.resize(meanings.size());
    for (std::size_t i = 0; i < truths.size(); ++i) truths[i] = search.is_true(static_cast<Literal>(2 * i));
    values.clear();
    for (const Number& number : numbers) {
      values.push_back(number.least);
      for (const auto& [bound, literal] : number.bounds)
        if (search.is_true(literal)) values.back() = bound;
    }
  }

  bool value(Literal literal) {
    // What was said since the way was found.
    for (std::size_t i = values.size(); i < numbers.size(); ++i) values.push_back(numbers[i].least);
    while (truths.size() < meanings.size()) {
      const Meaning& meaning = meanings[truths.size()];
      const bool is_bound = meaning.number && values[meaning.number->value()] >= meaning.bound;
      const bool is_all = !meaning.all.empty() && std::all_of(meaning.all.begin(), meaning.all.end(), [&](Literal part) { return truths[part >> 1] == ((part & 1U) == 0); });
      truths.push_back(is_bound || is_all);
    }
    return truths[literal >> 1] == ((literal & 1U) == 0);
  }
};

namespace {

std::vector<Literal> literals_of(const std::vector<Formula>& formulas) {
  std::vector<Literal> found;
  for (Formula each : formulas) found.push_back(each.value());
  return found;
}

}  // namespace

Solver::Solver(Reasoner reasoner) : engine_(std::make_unique<Engine>(reasoner)) {}
Solver::~Solver() = default;

void Solver::clear() { engine_->begin(); }
std::size_t Solver::asked_of_smt() const { return engine_->asked_of_smt; }

Formula Solver::proposition() { return Formula{engine_->add({}, TruthSearch::Weight::free)}; }

SolverNumber Solver::number(int least, int most) {
  engine_->numbers.push_back({least, most, {}});
  return SolverNumber{static_cast<std::uint32_t>(engine_->numbers.size() - 1)};
}
Formula Solver::at_least(SolverNumber number, int bound) { return Formula{engine_->bound(number, bound)}; }
Formula Solver::equals(SolverNumber number, int value) { return all({at_least(number, value), negation(at_least(number, value + 1))}); }

Formula Solver::all(const std::vector<Formula>& of) { return Formula{engine_->all(literals_of(of))}; }
Formula Solver::any(const std::vector<Formula>& of) {
  std::vector<Literal> none = literals_of(of);
  for (Literal& each : none) each = opposite(each);
  return Formula{opposite(engine_->all(std::move(none)))};
}
Formula Solver::negation(Formula of) { return Formula{opposite(of.value())}; }

void Solver::require(Formula statement) {
  engine_->required.push_back(statement.value());
  engine_->search.require({statement.value()});
}

bool Solver::can_hold(const std::vector<Formula>& statements) {
  conflict_.clear();
  return engine_->can_hold(literals_of(statements), conflict_);
}

bool Solver::value(Formula formula) const {
  CHECK(engine_->has_way, "no way was found");
  return engine_->value(formula.value());
}
int Solver::value(SolverNumber number) const {
  CHECK(engine_->has_way, "no way was found");
  return engine_->values[number.value()];
}

}  // namespace concordat::policy
