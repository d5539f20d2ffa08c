#include "policy/answers.h"

#include <algorithm>

namespace concordat::policy {

using schemas::FieldTable;

namespace {

// So long, with what it holds already in front.
template <class One>
void lengthen(std::span<One>& few, std::vector<One>& many, std::size_t size) {
  if (many.empty()) many.assign(few.begin(), few.end());
  many.resize(size);
  few = many;
}

}  // namespace

Answers::Row Answers::place(QuestionNumber number) {
  if (number >= where_.size()) lengthen(where_, many_places_, 2 * std::size_t{number});
  where_[number] = ++asked_;
  if (asked_ * words_ > rows_.size()) lengthen(rows_, many_rows_, 2 * asked_ * words_);
  return row(number);
}

// Where a field stands, what is made of its value there. What lies in an element is told of the element.
template <class Make>
void Answers::set_each(Row row, schemas::FieldId field, Make make) const {
  const schemas::Field* const fields = view_.body().fields.data();
  for (auto at = view_.first(field); at != BodyView::no_field; at = view_.next(at)) {
    const std::uint64_t* const inside = view_.inside_column(view_.standings()[at].column);
    const TruthBits made = all_of(make(fields[at].value));
    row[0] = chosen_by(inside[0], made, row[0]);
    for (std::size_t w = 1; w < words_; ++w) row[w] = chosen_by(inside[w], made, row[w]);
  }
}

const TruthBits* Answers::ask(QuestionNumber number, const Narrowing& narrowing) {
  const Row own = place(number);
  match(own, narrowing);
  return own.data();
}

const TruthBits* Answers::ask(QuestionNumber number, const Atom& test, QuestionNumber meant) {
  if (test.narrowing) to(meant, *test.narrowing);
  const Row own = place(number);
  const Row narrowed_by = test.narrowing ? row(meant) : Row{};
  compare_each(own, test);
  if (test.quantifier != Quantifier::none) std::fill(own.begin(), own.end(), all_of(over_all(own, test, narrowed_by)));
  else if (test.narrowing) narrow(own, test, narrowed_by);
  return own.data();
}

void Answers::match(Row row, const Narrowing& narrowing) {
  const std::uint64_t* const covered = view_.covered(narrowing.list);
  // Of the elements that the list covers; unknown while the key is absent.
  const auto match_key = [&](Row to, const KeyMatch& key) {
    for (std::size_t w = 0; w < words_; ++w) to[w] = {0, covered[w]};
    set_each(to, key.key, [&](const std::string& value) { return known(value == key.value); });
  };
  match_key(row, narrowing.keys.front());
  std::vector<TruthBits> one(narrowing.keys.size() > 1 ? words_ : 0);
  for (std::size_t i = 1; i < narrowing.keys.size(); ++i) {
    match_key(one, narrowing.keys[i]);
    for (std::size_t w = 0; w < words_; ++w) row[w] = both(row[w], one[w]);
  }
}

void Answers::compare_each(Row row, const Atom& test) const {
  std::fill(row.begin(), row.end(), all_of(compare_absent(test.comparison)));
  set_each(row, test.field, [&](const std::string& value) { return compare(test, value); });
}

// Where the element is not the one that the test means, it is as if it had no value; where it only may be,
// nothing is known.
void Answers::narrow(Row row, const Atom& test, Row meant) const {
  const std::uint64_t* const covered = view_.covered(*FieldTable::get()[test.field].list);
  const TruthBits absent = all_of(compare_absent(test.comparison));
  for (std::size_t w = 0; w < words_; ++w) {
    const TruthBits known_ones = chosen_by(meant[w].yes, row[w], absent);
    const std::uint64_t unsure = meant[w].maybe & ~meant[w].yes & covered[w];
    row[w] = chosen_by(unsure, all_of(Truth::unknown), known_ones);
  }
}

// Over the elements that the test means. One that only may be meant cannot decide anything by itself.
Truth Answers::over_all(Row row, const Atom& test, Row meant) const {
  const std::uint64_t* const covered = view_.covered(*FieldTable::get()[test.field].list);
  TruthBits some{0, 0};
  TruthBits but{0, 0};  // what keeps it from being every
  TruthBits any_meant{0, 0};
  for (std::size_t w = 0; w < words_; ++w) {
    const TruthBits listed{covered[w], covered[w]};
    const TruthBits counted = meant.empty() ? listed : both(meant[w], listed);
    any_meant = either(any_meant, counted);
    some = either(some, both(counted, row[w]));
    but = either(but, both(counted, negated(row[w])));
  }
  const auto first = [](TruthBits any) {
    if (any.yes != 0) return Truth::yes;
    return any.maybe != 0 ? Truth::unknown : Truth::no;
  };
  const Truth all = test.quantifier == Quantifier::some ? first(some) : negated(first(but));
  if (any_meant.yes != 0) return all;
  const bool asks_presence = test.comparison == Comparison::present || test.comparison == Comparison::absent;
  return any_meant.maybe == 0 && asks_presence ? all : Truth::unknown;
}

}  // namespace concordat::policy
