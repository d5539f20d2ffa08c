// Whether disjunctions can all be met, and how: a search over the truth of propositions that learns from every
// dead end it meets. Complete, but for the patience it is given. Knows nothing of what a proposition means.
//
//   TruthSearch search;
//   const Literal a = search.proposition(), b = search.proposition();
//   search.require({a, b});
//   if (search.run({opposite(a)}, 1000) == TruthSearch::Found::a_way) search.is_true(b);  // yes
//
// Of one thread. A literal belongs to the search that made it, until clear().
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace concordat::policy {

// A proposition (even), or that it is not so (odd).
using Literal = std::uint32_t;
constexpr Literal opposite(Literal of) { return of ^ 1U; }

class TruthSearch {
public:
  // What a proposition is for: those that follow from others need not be guessed.
  enum class Weight : std::uint8_t { free, follows };

  void clear();  // keeps the memory
  Literal proposition(Weight weight = Weight::free);
  void require(std::vector<Literal> any_of);

  enum class Found : std::uint8_t { a_way, none, out_of_patience };
  // `supposed` hold besides what is required. Patience is counted in dead ends.
  Found run(const std::vector<Literal>& supposed, std::size_t patience);

  // After a_way. Of a proposition made since: no.
  bool is_true(Literal literal) const {
    const std::size_t at = literal >> 1;
    return (at < model_.size() && model_[at]) != ((literal & 1U) != 0);
  }
  // After none: those of `supposed` that cannot all be.
  const std::vector<Literal>& clashing() const { return clashing_; }
  std::size_t propositions() const { return values_.size(); }

private:
  using Reason = std::uint32_t;  // of disjunctions_
  static constexpr Reason no_reason = 0xffffffff;
  enum class Value : std::uint8_t { open, yes, no };
  struct Disjunction {  // of literals_; its first two are watched
    std::uint32_t first;
    std::uint32_t count;
  };

  Value value(Literal literal) const {
    const Value of = values_[literal >> 1];
    if (of == Value::open || (literal & 1U) == 0) return of;
    return of == Value::yes ? Value::no : Value::yes;
  }
  std::uint32_t depth() const { return static_cast<std::uint32_t>(guesses_.size()); }
  Reason store(const std::vector<Literal>& any_of);
  void set(Literal literal, Reason reason);
  Reason propagate();  // a disjunction that is not met, or no_reason
  std::uint32_t learn(Reason conflict, std::vector<Literal>& learned);
  void blame(Literal failed, const std::vector<Literal>& supposed);
  void undo(std::uint32_t depth);
  std::optional<Literal> guess() const;

  std::vector<Value> values_;
  std::vector<std::uint32_t> depths_;
  std::vector<Reason> reasons_;
  std::vector<double> activity_;
  std::vector<bool> seen_;
  std::vector<Literal> free_;
  std::vector<Literal> literals_;
  std::vector<Disjunction> disjunctions_;
  std::vector<std::vector<Reason>> watches_;  // by literal: looked at when it comes out false
  std::vector<Literal> trail_;
  std::vector<std::size_t> guesses_;  // where each depth begins on the trail
  std::size_t next_ = 0;              // of the trail, to propagate
  double bump_ = 1;
  bool is_impossible_ = false;
  std::vector<bool> model_;
  std::vector<Literal> clashing_;
};

}  // namespace concordat::policy
