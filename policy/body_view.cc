#include "policy/body_view.h"

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <utility>
#include <vector>

namespace concordat::policy {

using schemas::ElementIndex;
using schemas::no_element;

namespace {

// A number of words that is known to be one.
using OneWord = std::integral_constant<std::size_t, 1>;

}  // namespace

BodyView::BodyView(const schemas::Body& body) : body_(body), words_(body.elements.size() / 64 + 1) {
  lay_out();
  index_fields();
  if (words_ == 1) nest_elements(OneWord{});
  else nest_elements(words_);
}

// All in one block, the widest first, and what begins as zeros in front.
void BodyView::lay_out() {
  const schemas::FieldTable& table = schemas::FieldTable::get();
  const std::size_t count = body_.fields.size();
  const std::size_t numbers = (table.lists().size() + table.fields().size() + 1) / 2;  // in 64 bits
  const std::size_t bits = (body_.elements.size() + 1 + 2 * table.lists().size()) * words_;
  const std::size_t zeros = bits + numbers;
  const std::size_t size = zeros + count + (count + 1) / 2;
  std::uint64_t* room = room_.data();
  if (size > room_.size()) {
    more_room_ = std::make_unique_for_overwrite<std::uint64_t[]>(size);
    room = more_room_.get();
  }
  std::memset(room, 0, zeros * sizeof(std::uint64_t));
  inside_ = room;
  covered_ = inside_ + (body_.elements.size() + 1) * words_;
  elements_ = covered_ + table.lists().size() * words_;
  sizes_ = reinterpret_cast<std::uint32_t*>(room + bits);
  first_ = sizes_ + table.lists().size();
  standings_ = reinterpret_cast<Standing*>(room + zeros);
  next_ = reinterpret_cast<std::uint32_t*>(standings_ + count);
}

void BodyView::index_fields() {
  const schemas::Field* field = body_.fields.data();
  const auto count = static_cast<std::uint32_t>(body_.fields.size());
  std::uint32_t* const last = first_;
  std::uint32_t* const next = next_;
  Standing* to = standings_;
  std::uint32_t before = 0;
  bool is_sorted = true;
  for (std::uint32_t at = 0; at < count; ++at, ++field, ++to) {
    const auto here = static_cast<std::uint32_t>(column(field->element));
    is_sorted &= here >= before;
    before = here;
    *to = {here, field->id.value()};
    next[at] = std::exchange(last[field->id.value()], at + 1);
  }
  is_sorted_ = is_sorted;
}

template <class Words>
void BodyView::nest_elements(Words words) {
  const auto& all = body_.elements;
  const std::size_t columns = all.size() + 1;
  std::uint64_t* const inside = inside_;
  std::uint64_t* const covered = covered_;
  std::uint64_t* const elements = elements_;
  const auto add = [&](std::uint64_t* to, const std::uint64_t* row) {
    for (std::size_t w = 0; w < words; ++w) to[w] |= row[w];
  };
  for (std::size_t i = 0; i < columns / 64; ++i) inside[i] = ~std::uint64_t{0};
  if (columns % 64 != 0) inside[columns / 64] = (std::uint64_t{1} << (columns % 64)) - 1;
  // A parent stands before its children.
  for (std::size_t i = all.size(); i > 0; --i) {
    const schemas::Element& element = all[i - 1];
    const std::size_t of_list = element.list.value() * words;
    const std::uint64_t bit = std::uint64_t{1} << (i % 64);
    std::uint64_t* const row = inside + i * words;
    row[i / 64] |= bit;
    elements[of_list + i / 64] |= bit;
    ++sizes_[element.list.value()];
    add(covered + of_list, row);
    if (element.parent != no_element) add(inside + column(element.parent) * words, row);
  }
}

std::optional<std::uint32_t> BodyView::beside(std::uint32_t place, schemas::FieldId field) const {
  const Standing here = standings_[place];
  if (!is_sorted_) return index(field, body_.fields[place].element);
  const Standing* const end = standings_ + body_.fields.size();
  for (const Standing* at = standings_ + place + 1; at != end && at->column == here.column; ++at)
    if (at->id == field.value()) return static_cast<std::uint32_t>(at - standings_);
  for (const Standing* at = standings_ + place; at != standings_ && (--at)->column == here.column;)
    if (at->id == field.value()) return static_cast<std::uint32_t>(at - standings_);
  return std::nullopt;
}

std::optional<std::uint32_t> BodyView::index(schemas::FieldId field, ElementIndex element) const {
  if (!is_sorted_) {
    for (std::uint32_t at = first(field); at != no_field; at = next(at))
      if (body_.fields[at].element == element) return at;
    return std::nullopt;
  }
  const auto wanted = static_cast<std::uint32_t>(column(element));
  const Standing* const all = standings_;
  const Standing* const end = all + body_.fields.size();
  const auto is_before = [](const Standing& one, std::uint32_t asked) { return one.column < asked; };
  for (const Standing* here = std::lower_bound(all, end, wanted, is_before); here != end && here->column == wanted; ++here)
    if (here->id == field.value()) return static_cast<std::uint32_t>(here - all);
  return std::nullopt;
}

const std::string* BodyView::value(schemas::FieldId field, ElementIndex element) const {
  const auto at = index(field, element);
  return at ? &body_.fields[*at].value : nullptr;
}

ElementIndex BodyView::within(ElementIndex element, schemas::ListId list) const {
  while (element != no_element && body_.elements[element].list != list)
    element = body_.elements[element].parent;
  return element;
}

Truth BodyView::matches(const Narrowing& narrowing, ElementIndex element) const {
  const ElementIndex found = within(element, narrowing.list);
  if (found == no_element) return Truth::no;
  Truth matched = Truth::yes;
  for (const KeyMatch& key : narrowing.keys) {
    const std::string* present = value(key.key, found);
    matched = both(matched, present == nullptr ? Truth::unknown : known(*present == key.value));
  }
  return matched;
}

}  // namespace concordat::policy
