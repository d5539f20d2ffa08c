// A Delivered message: what one recipient holds after its link has verified seal and receipt. The
// values are at the views released; what was withheld is simply not here. Adapters render it.
#pragma once

#include <string>
#include <vector>

#include "schemas/message.h"
#include "schemas/terms.h"

namespace concordat::schemas {

struct DeliveredField {
  FieldId id;
  ElementIndex element;
  Level view;         // existence: the value is empty, and only the fact that there is one is told
  std::string value;  // at that view
  Onward onward = Onward::yes;
  Tell tell = Tell::freely;
};

struct Delivered {
  Envelope envelope;  // recipients: this one alone
  std::vector<Element> elements;
  std::vector<DeliveredField> fields;  // sorted as in a Body
  std::vector<Notice> notices;
  std::vector<std::string> missing;    // required paths that an urgent message came without
  Terms terms;

  // The value of a field in an element, or nullptr; and of a field outside every list.
  const DeliveredField* find(FieldId id, ElementIndex element) const;
  const DeliveredField* find(std::string_view path, ElementIndex element = no_element) const;
  // The elements of a list, in order, inside `parent`.
  std::vector<ElementIndex> in(std::string_view list_path, ElementIndex parent = no_element) const;
  bool empty_under(std::string_view path) const;  // nothing at or under that path was released
};

// A message as if released whole, for rendering without a broker (`concordat message render`).
Delivered deliver_whole(const Message& message);

}  // namespace concordat::schemas
