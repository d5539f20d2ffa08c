#include "policy/body_view.h"

namespace concordat::policy {

using schemas::ElementIndex;
using schemas::no_element;

BodyView::BodyView(const schemas::Body& body) : body_(body) {
  const std::size_t elements = body.elements.size();
  const auto slot = [&](ElementIndex element) {
    return element == no_element ? elements : static_cast<std::size_t>(element);
  };
  starts_.assign(elements + 2, 0);
  for (const schemas::Field& field : body.fields) ++starts_[slot(field.element) + 1];
  for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
  order_.resize(body.fields.size());
  std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
  for (std::uint32_t i = 0; i < body.fields.size(); ++i) order_[next[slot(body.fields[i].element)]++] = i;
}

std::optional<std::uint32_t> BodyView::index(schemas::FieldId field, ElementIndex element) const {
  const std::size_t slot = element == no_element ? starts_.size() - 2 : element;
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
