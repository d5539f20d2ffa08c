// What a message answers to the questions of its plans: a row of truths for each, one for the message and each of its
// elements, 64 of them in a word. Each question is asked once, whichever recipient's plan asks it first.
//
//   Answers answers{view};
//   const TruthBits* row = answers.to(number, narrowing);
//
// Does not outlive the view. For one thread.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "policy/body_view.h"
#include "policy/condition.h"
#include "policy/question_numbers.h"

namespace concordat::policy {

class Answers {
public:
  explicit Answers(const BodyView& view) : view_(view), words_(view.words()) {}
  Answers(const Answers&) = delete;
  Answers& operator=(const Answers&) = delete;

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

  bool is_asked(QuestionNumber number) const { return number < where_.size() && where_[number] != 0; }
  const TruthBits* ask(QuestionNumber number, const Narrowing& narrowing);
  const TruthBits* ask(QuestionNumber number, const Atom& test, QuestionNumber meant);
  Row place(QuestionNumber number);
  Row row(QuestionNumber number) { return {rows_.data() + (where_[number] - 1) * words_, words_}; }
  template <class Make>
  void set_each(Row row, schemas::FieldId field, Make make) const;
  void match(Row row, const Narrowing& narrowing);
  void compare_each(Row row, const Atom& test) const;
  void narrow(Row row, const Atom& test, Row meant) const;
  Truth over_all(Row row, const Atom& test, Row meant) const;  // an empty `meant`: every element

  const BodyView& view_;
  std::size_t words_;
  // Where the first are enough, the heap is asked for nothing.
  std::array<std::uint32_t, 48> few_places_{};
  std::array<TruthBits, 24> few_rows_{};
  std::vector<std::uint32_t> many_places_;
  std::vector<TruthBits> many_rows_;
  std::span<std::uint32_t> where_{few_places_};  // by question: which row, from 1; 0 is not asked
  std::span<TruthBits> rows_{few_rows_};         // words_ each
  std::uint32_t asked_ = 0;
};

}  // namespace concordat::policy
