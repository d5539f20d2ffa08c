// What a message answers to the questions of its plans: a row of truths for each, one for the message and each of its
// elements, 64 of them in a word. Each question is asked once, whichever recipient's plan asks it first.
//
//   Answers answers{view};
//   const TruthBits* row = answers.to(number, narrowing);
//
// Does not outlive the view. For one thread.
#pragma once

#include <span>
#include <vector>

#include "policy/body_view.h"
#include "policy/condition.h"
#include "policy/question_numbers.h"

namespace concordat::policy {

class Answers {
public:
  explicit Answers(const BodyView& view);

  const BodyView& view() const { return view_; }
  // Both good until the next is asked; words() of the view each.
  const TruthBits* to(QuestionNumber number, const Narrowing& narrowing) {
    return is_asked(number) ? row(number).data() : ask(number, narrowing);
  }
  // `meant`: the number of the atom's own narrowing, where it has one.
  const TruthBits* to(QuestionNumber number, const Atom& test, QuestionNumber meant) {
    return is_asked(number) ? row(number).data() : ask(number, test, meant);
  }

private:
  using Row = std::span<TruthBits>;
  static constexpr std::uint32_t not_asked = 0xffffffff;

  bool is_asked(QuestionNumber number) const { return number < where_.size() && where_[number] != not_asked; }
  const TruthBits* ask(QuestionNumber number, const Narrowing& narrowing);
  const TruthBits* ask(QuestionNumber number, const Atom& test, QuestionNumber meant);
  void place(QuestionNumber number);
  Row row(QuestionNumber number) { return {rows_.data() + where_[number] * words_, words_}; }
  void set(Row row, schemas::ElementIndex element, Truth truth) const;
  void match(Row row, const Narrowing& narrowing);
  void compare_each(Row row, const Atom& test) const;
  void narrow(Row row, const Atom& test, Row meant) const;
  Truth over_all(Row row, const Atom& test, Row meant) const;  // an empty `meant`: every element

  const BodyView& view_;
  std::size_t words_;
  std::vector<std::uint32_t> where_;  // by question: which row
  std::vector<TruthBits> rows_;       // words_ each
  std::uint32_t asked_ = 0;
};

}  // namespace concordat::policy
