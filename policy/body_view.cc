#include "policy/body_view.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace concordat::policy {

using schemas::ElementIndex;
using schemas::no_element;

namespace {

// Whether a field of the schema has companions, by FieldId.
const std::vector<std::uint8_t>& accompanied() {
  static const std::vector<std::uint8_t> all = [] {
    std::vector<std::uint8_t> found;
    for (const schemas::FieldEntry& field : schemas::FieldTable::get().fields()) found.push_back(field.companions.empty() ? 0 : 1);
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
  order_ = zeros<std::uint32_t>(fields.size());
  std::iota(order_, order_ + fields.size(), 0U);
  std::stable_sort(order_, order_ + fields.size(), [&](std::uint32_t a, std::uint32_t b) { return is_before(fields[a], fields[b]); });
}

void BodyView::chain_fields() {
  const schemas::Field* const fields = body_.fields.data();
  const auto count = static_cast<std::uint32_t>(body_.fields.size());
  const std::size_t columns = body_.elements.size() + 1;
  const std::size_t known = schemas::FieldTable::get().fields().size();
  std::uint32_t* const first = first_ = zeros<std::uint32_t>(known + columns + 1 + count);
  std::uint32_t* const starts = starts_ = first + known;
  std::uint32_t* const next = next_ = starts + columns + 1;
  for (std::uint32_t i = count; i-- > 0;) {
    const std::uint32_t at = in_order(i);
    const schemas::Field& field = fields[at];
    ++starts[column(field.element) + 1];
    next[at] = std::exchange(first[field.id.value()], at + 1);
  }
  std::partial_sum(starts, starts + columns + 1, starts);
}

void BodyView::nest_elements() {
  const auto& all = body_.elements;
  const std::size_t columns = all.size() + 1;
  const std::size_t lists = schemas::FieldTable::get().lists().size();
  inside_ = zeros<std::uint64_t>((columns + 2 * lists) * words_);
  covered_ = inside_ + columns * words_;
  elements_ = covered_ + lists * words_;
  const auto add = [&](std::uint64_t* to, const std::uint64_t* row) {
    for (std::size_t w = 0; w < words_; ++w) to[w] |= row[w];
  };
  const auto row_of = [&](ElementIndex element) { return inside_ + column(element) * words_; };
  for (std::size_t i = 0; i < columns / 64; ++i) inside_[i] = ~std::uint64_t{0};
  if (columns % 64 != 0) inside_[columns / 64] = (std::uint64_t{1} << (columns % 64)) - 1;
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

// In the order of columns, so that where the companion stood for the field before is where to go on.
void BodyView::bind_companions() {
  const schemas::FieldTable& table = schemas::FieldTable::get();
  const std::uint8_t* const is_accompanied = accompanied().data();
  const schemas::Field* const fields = body_.fields.data();
  const auto count = static_cast<std::uint32_t>(body_.fields.size());
  std::uint32_t* const reached = zeros<std::uint32_t>(table.fields().size());
  std::copy_n(first_, table.fields().size(), reached);
  bonds_.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t at = in_order(i);
    const schemas::Field& field = fields[at];
    if (is_accompanied[field.id.value()] == 0) continue;
    const std::size_t here = column(field.element);
    for (schemas::FieldId companion : table[field.id].companions) {
      std::uint32_t& beside = reached[companion.value()];
      while (beside != 0 && column(fields[beside - 1].element) < here) beside = next_[beside - 1];
      if (beside != 0 && fields[beside - 1].element == field.element) bonds_.push_back({at, beside - 1});
    }
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
