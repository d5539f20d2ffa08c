#include "policy/truth_search.h"

#include <algorithm>

namespace concordat::policy {

void TruthSearch::clear() {
  for (auto& watching : watches_) watching.clear();
  values_.clear();
  depths_.clear();
  reasons_.clear();
  activity_.clear();
  seen_.clear();
  free_.clear();
  literals_.clear();
  disjunctions_.clear();
  trail_.clear();
  guesses_.clear();
  next_ = 0;
  bump_ = 1;
  is_impossible_ = false;
  model_.clear();
  clashing_.clear();
}

Literal TruthSearch::proposition(Weight weight) {
  const auto made = static_cast<Literal>(2 * values_.size());
  values_.push_back(Value::open);
  depths_.push_back(0);
  reasons_.push_back(no_reason);
  activity_.push_back(0);
  seen_.push_back(false);
  if (watches_.size() < made + 2) watches_.resize(made + 2);
  if (weight == Weight::free) free_.push_back(made);
  return made;
}

void TruthSearch::require(std::vector<Literal> any_of) {
  // Nothing is guessed here: what has a value has it for good.
  std::sort(any_of.begin(), any_of.end());
  any_of.erase(std::unique(any_of.begin(), any_of.end()), any_of.end());
  for (std::size_t i = 0; i < any_of.size(); ++i) {
    if (value(any_of[i]) == Value::yes) return;
    if (i > 0 && any_of[i] == opposite(any_of[i - 1])) return;
  }
  std::erase_if(any_of, [&](Literal literal) { return value(literal) == Value::no; });
  if (any_of.empty()) {
    is_impossible_ = true;
  } else if (any_of.size() == 1) {
    set(any_of.front(), no_reason);
    is_impossible_ = propagate() != no_reason || is_impossible_;
  } else {
    store(any_of);
  }
}

TruthSearch::Reason TruthSearch::store(const std::vector<Literal>& any_of) {
  const auto made = static_cast<Reason>(disjunctions_.size());
  disjunctions_.push_back({static_cast<std::uint32_t>(literals_.size()), static_cast<std::uint32_t>(any_of.size())});
  literals_.insert(literals_.end(), any_of.begin(), any_of.end());
  watches_[any_of[0]].push_back(made);
  watches_[any_of[1]].push_back(made);
  return made;
}

void TruthSearch::set(Literal literal, Reason reason) {
  values_[literal >> 1] = (literal & 1U) == 0 ? Value::yes : Value::no;
  depths_[literal >> 1] = depth();
  reasons_[literal >> 1] = reason;
  trail_.push_back(literal);
}

TruthSearch::Reason TruthSearch::propagate() {
  while (next_ < trail_.size()) {
    const Literal fallen = opposite(trail_[next_++]);
    std::vector<Reason>& watching = watches_[fallen];
    std::size_t kept = 0;
    for (std::size_t i = 0; i < watching.size(); ++i) {
      const Reason each = watching[i];
      Literal* const literals = literals_.data() + disjunctions_[each].first;
      const std::uint32_t count = disjunctions_[each].count;
      if (literals[0] == fallen) std::swap(literals[0], literals[1]);
      if (value(literals[0]) == Value::yes) {
        watching[kept++] = each;
        continue;
      }
      std::uint32_t other = 2;
      while (other < count && value(literals[other]) == Value::no) ++other;
      if (other < count) {
        std::swap(literals[1], literals[other]);
        watches_[literals[1]].push_back(each);
        continue;
      }
      watching[kept++] = each;
      if (value(literals[0]) == Value::open) {
        set(literals[0], each);
        continue;
      }
      while (++i < watching.size()) watching[kept++] = watching[i];
      watching.resize(kept);
      next_ = trail_.size();
      return each;
    }
    watching.resize(kept);
  }
  return no_reason;
}

// Resolves the conflict back to the one guess or consequence of this depth that brought it about. The learned
// disjunction begins with its opposite; returns the depth at which that follows.
std::uint32_t TruthSearch::learn(Reason conflict, std::vector<Literal>& learned) {
  learned.assign(1, 0);
  std::vector<Literal> marked;
  std::size_t open = 0;
  std::size_t at = trail_.size();
  Reason because = conflict;
  Literal pivot = 0;
  for (bool is_first = true;; is_first = false) {
    const Disjunction& of = disjunctions_[because];
    for (std::uint32_t i = 0; i < of.count; ++i) {
      const Literal each = literals_[of.first + i];
      if (!is_first && each == pivot) continue;
      if (seen_[each >> 1] || depths_[each >> 1] == 0) continue;
      seen_[each >> 1] = true;
      marked.push_back(each);
      activity_[each >> 1] += bump_;
      if (depths_[each >> 1] == depth()) {
        ++open;
      } else {
        learned.push_back(each);
      }
    }
    do --at;
    while (!seen_[trail_[at] >> 1]);
    pivot = trail_[at];
    if (--open == 0) break;
    because = reasons_[pivot >> 1];
  }
  for (Literal each : marked) seen_[each >> 1] = false;
  learned[0] = opposite(pivot);
  bump_ *= 1.05;
  if (bump_ > 1e100) {
    for (double& each : activity_) each *= 1e-100;
    bump_ *= 1e-100;
  }
  if (learned.size() == 1) return 0;
  const auto deepest = std::max_element(learned.begin() + 1, learned.end(), [&](Literal a, Literal b) { return depths_[a >> 1] < depths_[b >> 1]; });
  std::swap(learned[1], *deepest);
  return depths_[learned[1] >> 1];
}

// Why a supposition came out false: those before it that made it so.
void TruthSearch::blame(Literal failed, const std::vector<Literal>& supposed) {
  clashing_.assign(1, failed);
  std::vector<bool> marked(values_.size());
  marked[failed >> 1] = true;
  for (std::size_t at = trail_.size(); at-- > 0;) {
    const Literal each = trail_[at];
    if (!marked[each >> 1] || depths_[each >> 1] == 0) continue;
    const Reason because = reasons_[each >> 1];
    if (because == no_reason) {
      if (std::find(supposed.begin(), supposed.end(), each) != supposed.end()) clashing_.push_back(each);
      continue;
    }
    const Disjunction& of = disjunctions_[because];
    for (std::uint32_t i = 0; i < of.count; ++i) marked[literals_[of.first + i] >> 1] = true;
  }
}

void TruthSearch::undo(std::uint32_t to) {
  if (depth() <= to) return;
  for (std::size_t at = trail_.size(); at-- > guesses_[to];) values_[trail_[at] >> 1] = Value::open;
  trail_.resize(guesses_[to]);
  guesses_.resize(to);
  next_ = trail_.size();
}

std::optional<Literal> TruthSearch::guess() const {
  std::optional<Literal> best;
  for (Literal each : free_)
    if (value(each) == Value::open && (!best || activity_[each >> 1] > activity_[*best >> 1])) best = each;
  // That it is not so is tried first: what is found says little more than it must.
  return best ? std::optional{opposite(*best)} : std::nullopt;
}

TruthSearch::Found TruthSearch::run(const std::vector<Literal>& supposed, std::size_t patience) {
  clashing_.clear();
  model_.clear();
  if (is_impossible_) return Found::none;
  Found found = Found::out_of_patience;
  std::vector<Literal> learned;
  for (std::size_t dead_ends = 0; dead_ends <= patience;) {
    if (const Reason conflict = propagate(); conflict != no_reason) {
      ++dead_ends;
      if (depth() == 0) {
        is_impossible_ = true;
        found = Found::none;
        break;
      }
      undo(learn(conflict, learned));
      set(learned[0], learned.size() == 1 ? no_reason : store(learned));
      continue;
    }
    if (depth() < supposed.size()) {  // one depth each, even for what is so already
      const Literal next = supposed[depth()];
      if (value(next) == Value::no) {
        blame(next, supposed);
        found = Found::none;
        break;
      }
      guesses_.push_back(trail_.size());
      if (value(next) == Value::open) set(next, no_reason);
      continue;
    }
    const auto next = guess();
    if (!next) {
      model_.resize(values_.size());
      for (std::size_t i = 0; i < values_.size(); ++i) model_[i] = values_[i] == Value::yes;
      found = Found::a_way;
      break;
    }
    guesses_.push_back(trail_.size());
    set(*next, no_reason);
  }
  undo(0);
  return found;
}

}  // namespace concordat::policy
