// Two texts of an agreement compared: what one shares that the other does not, and what else is written differently. Its words are
// what a proposal attaches and an approval binds: the same two texts give the same words, whoever asks.
//
//   const Comparison comparison{in_force, draft, std::nullopt};
//   show(comparison.shifts(), comparison.changes());
//   const std::string attached = difference_words(in_force, draft);
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/agreement_changes.h"
#include "policy/diff_in_words.h"

namespace concordat::console {

class Comparison {
public:
  // Both texts read without errors. The organisations are those given, else those that the two texts know.
  Comparison(const std::string& before, const std::string& after, const std::optional<policy::Parties>& parties);
  Comparison(const Comparison&) = delete;
  Comparison& operator=(const Comparison&) = delete;

  const policy::AgreementDiff& diff() const { return diff_; }
  const policy::DiffConfirmer& confirmer() const { return confirmer_; }
  const std::vector<policy::Change>& changes() const { return changes_; }
  std::vector<policy::ShiftWords> shifts() const { return policy::in_words(diff_, confirmer_); }
  bool shares_more() const;

  // How each line of `words` begins that shares more, or less.
  struct Marks {
    std::string more = "more: ";
    std::string less = "less: ";
  };
  std::string words(const Marks& marks) const;  // empty if nothing differs

private:
  std::shared_ptr<const policy::AgreementBook> before_;
  std::shared_ptr<const policy::AgreementBook> after_;
  policy::AgreementDiff diff_;
  policy::DiffConfirmer confirmer_;
  std::vector<policy::Change> changes_;
};

// As a proposal attaches it; `before` may be empty: nothing is in force.
std::string difference_words(const std::string& before, const std::string& after);

}  // namespace concordat::console
