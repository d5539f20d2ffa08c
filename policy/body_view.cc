#include "policy/body_view.h"

#include <algorithm>
#include <utility>

namespace concordat::policy {

using schemas::ElementIndex;
using schemas::no_element;

BodyView::BodyView(const schemas::Body& body) : body_(body), words_(body.elements.size() / 64 + 1) {
  const auto& table = schemas::FieldTable::get();
  const std::size_t columns = body.elements.size() + 1;
  chains_.resize(columns + 1 + 2 * body.fields.size() + table.fields().size());
  starts_ = chains_.data();
  order_ = starts_ + columns + 1;
  next_ = order_ + body.fields.size();
  first_ = next_ + body.fields.size();
  inside_.resize((columns + table.lists().size()) * words_);
  covered_ = inside_.data() + columns * words_;
  chain_fields();
  nest_elements();
  bind_companions();
}

void BodyView::chain_fields() {
  const auto& fields = body_.fields;
  const std::size_t columns = body_.elements.size() + 1;
  for (const schemas::Field& field : fields) ++starts_[column(field.element) + 1];
  for (std::size_t i = 1; i <= columns; ++i) starts_[i] += starts_[i - 1];
  std::fill(first_, chains_.data() + chains_.size(), no_field);
  for (auto i = static_cast<std::uint32_t>(fields.size()); i-- > 0;) {
    next_[i] = std::exchange(first_[fields[i].id.value()], i);
    const std::size_t at = column(fields[i].element);
    order_[--starts_[at + 1]] = i;  // ends as where the next column begins less its fields: its own beginning
  }
  for (std::size_t i = 0; i < columns; ++i) starts_[i] = starts_[i + 1];
  starts_[columns] = static_cast<std::uint32_t>(fields.size());
}

void BodyView::nest_elements() {
  const auto& elements = body_.elements;
  const auto add = [&](std::uint64_t* to, const std::uint64_t* row) {
    for (std::size_t w = 0; w < words_; ++w) to[w] |= row[w];
  };
  std::uint64_t* const everything = inside_.data() + elements.size() * words_;
  for (std::size_t i = 0; i <= elements.size(); ++i) everything[i / 64] |= std::uint64_t{1} << (i % 64);
  // A parent stands before its children.
  for (std::size_t i = elements.size(); i-- > 0;) {
    std::uint64_t* const row = inside_.data() + i * words_;
    row[i / 64] |= std::uint64_t{1} << (i % 64);
    add(covered_ + elements[i].list.value() * words_, row);
    if (elements[i].parent != no_element) add(inside_.data() + elements[i].parent * words_, row);
  }
}

void BodyView::bind_companions() {
  const auto& table = schemas::FieldTable::get();
  const auto& fields = body_.fields;
  bonds_.reserve(fields.size());
  for (std::uint32_t i = 0; i < fields.size(); ++i)
    for (schemas::FieldId companion : table[fields[i].id].companions)
      if (const auto at = index(companion, fields[i].element)) bonds_.push_back({i, *at});
}

std::optional<std::uint32_t> BodyView::index(schemas::FieldId field, ElementIndex element) const {
  const std::size_t slot = column(element);
  for (std::uint32_t i = starts_[slot]; i < starts_[slot + 1]; ++i)
    if (body_.fields[order_[i]].id == field) return order_[i];
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
