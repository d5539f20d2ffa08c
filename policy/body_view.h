// A body made quick to ask: the value of a field in an element, the elements of a list, whether an
// element is one that a narrowing means. Does not outlive the body; holds no value of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/coverage.h"
#include "policy/truth.h"
#include "schemas/message.h"

namespace concordat::policy {

class BodyView {
public:
  explicit BodyView(const schemas::Body& body);

  const schemas::Body& body() const { return body_; }
  // Where a field stands among the body's fields.
  std::optional<std::uint32_t> index(schemas::FieldId field, schemas::ElementIndex element) const;
  const std::string* value(schemas::FieldId field, schemas::ElementIndex element) const;
  // The element of `list` that `element` is or lies in; no_element if there is none.
  schemas::ElementIndex within(schemas::ElementIndex element, schemas::ListId list) const;
  // Whether an element (or the one it lies in) has the keys: unknown while a key is absent.
  Truth matches(const Narrowing& narrowing, schemas::ElementIndex element) const;

private:
  const schemas::Body& body_;
  std::vector<std::uint32_t>
      starts_;                        // by element, the last for no element: where its fields begin in order_
  std::vector<std::uint32_t> order_;  // indices of fields, by element
};

}  // namespace concordat::policy
