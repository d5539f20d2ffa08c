#include "policy/body_view.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace concordat::policy {

using schemas::ElementIndex;
using schemas::no_element;

namespace {

// The fields of the schema that have companions.
const std::vector<schemas::FieldId>& accompanied() {
  static const std::vector<schemas::FieldId> all = [] {
    std::vector<schemas::FieldId> found;
    const auto fields = schemas::FieldTable::get().fields();
    for (std::uint16_t i = 0; i < fields.size(); ++i)
      if (!fields[i].companions.empty()) found.push_back(schemas::FieldId{i});
    return found;
  }();
  return all;
}

}  // namespace

BodyView::BodyView(const schemas::Body& body) : body_(body), words_(body.elements.size() / 64 + 1) {
  order_fields();
  chain_fields();
  nest_elements();
  bind_companions();
}

// They stand in order, as message.h promises; whoever makes a body by hand may not have sorted it.
void BodyView::order_fields() {
  const auto& fields = body_.fields;
  const auto is_before = [](const schemas::Field& a, const schemas::Field& b) { return column(a.element) < column(b.element); };
  if (std::is_sorted(fields.begin(), fields.end(), is_before)) return;
  order_.resize(fields.size());
  std::iota(order_.begin(), order_.end(), 0U);
  std::stable_sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) { return is_before(fields[a], fields[b]); });
}

void BodyView::chain_fields() {
  const auto& fields = body_.fields;
  const auto count = static_cast<std::uint32_t>(fields.size());
  starts_.resize(body_.elements.size() + 2);
  first_.resize(schemas::FieldTable::get().fields().size());
  next_.resize(count);
  std::uint32_t* const starts = starts_.data();
  std::uint32_t* const first = first_.data();
  std::uint32_t* const next = next_.data();
  for (std::uint32_t i = count; i-- > 0;) {
    const std::uint32_t at = in_order(i);
    const schemas::Field& field = fields[at];
    ++starts[column(field.element) + 1];
    next[at] = std::exchange(first[field.id.value()], at + 1);
  }
  std::partial_sum(starts_.begin(), starts_.end(), starts);
}

void BodyView::nest_elements() {
  const auto& all = body_.elements;
  const std::size_t columns = all.size() + 1;
  const std::size_t lists = schemas::FieldTable::get().lists().size();
  inside_.resize((columns + 2 * lists) * words_);
  covered_ = inside_.data() + columns * words_;
  elements_ = covered_ + lists * words_;
  const auto add = [&](std::uint64_t* to, const std::uint64_t* row) {
    for (std::size_t w = 0; w < words_; ++w) to[w] |= row[w];
  };
  const auto row_of = [&](ElementIndex element) { return inside_.data() + column(element) * words_; };
  for (std::size_t i = 0; i < columns; ++i) inside_[i / 64] |= std::uint64_t{1} << (i % 64);
  // A parent stands before its children.
  for (auto i = static_cast<ElementIndex>(all.size()); i-- > 0;) {
    const std::size_t of_list = all[i].list.value() * words_;
    const std::uint64_t bit = std::uint64_t{1} << (column(i) % 64);
    row_of(i)[column(i) / 64] |= bit;
    elements_[of_list + column(i) / 64] |= bit;
    add(covered_ + of_list, row_of(i));
    if (all[i].parent != no_element) add(row_of(all[i].parent), row_of(i));
  }
}

void BodyView::bind_companions() {
  bonds_.reserve(body_.fields.size());
  const auto column_of = [&](std::uint32_t place) { return column(body_.fields[place].element); };
  const auto bind = [&](std::uint32_t field, std::uint32_t companion) {
    while (field != no_field && companion != no_field) {
      const std::size_t here = column_of(field);
      const std::size_t there = column_of(companion);
      if (here == there) bonds_.push_back({field, companion});
      if (here <= there) field = next(field);
      if (there <= here) companion = next(companion);
    }
  };
  for (schemas::FieldId field : accompanied()) {
    if (first_[field.value()] == 0) continue;
    for (schemas::FieldId companion : schemas::FieldTable::get()[field].companions) bind(first(field), first(companion));
  }
}

std::optional<std::uint32_t> BodyView::index(schemas::FieldId field, ElementIndex element) const {
  const std::size_t slot = column(element);
  for (std::uint32_t i = starts_[slot]; i < starts_[slot + 1]; ++i)
    if (body_.fields[in_order(i)].id == field) return in_order(i);
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
