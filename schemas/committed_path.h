// Reading a committed path back into the field table and an element tree, as payloads arrive.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/message.h"

namespace concordat::schemas {

// Grows an element tree from committed paths, in the order they come: the elements between two that
// were released are not there, so no gap shows.
//
//   PathReader reader;
//   auto place = reader.read("concern[0f…].narrative[a1…].text");   // Place{field, element}
//   std::vector<Element> elements = reader.take();
class PathReader {
public:
  struct Place {
    FieldId field;
    ElementIndex element;
  };
  // Nothing for a path that no field has, or whose brackets do not fit its lists.
  std::optional<Place> read(std::string_view committed);
  std::vector<Element> take() { return std::move(elements_); }

private:
  std::optional<ElementIndex> element_of(std::string_view list_path, ElementIndex parent, std::string_view hex);
  std::vector<Element> elements_;
  std::map<ElementId, ElementIndex> by_id_;
};

}  // namespace concordat::schemas
