#include "schemas/message.h"

#include <algorithm>
#include <tuple>

namespace concordat::schemas {
namespace {

// Outside every list first, then by element.
auto order_of(const Field& field) { return std::tuple{field.element + 1U, field.id}; }

}  // namespace

void sort_fields(Body& body) {
  std::sort(body.fields.begin(), body.fields.end(),
            [](const Field& a, const Field& b) { return order_of(a) < order_of(b); });
}

const Field* Body::find(FieldId id, ElementIndex element) const {
  const auto wanted = std::tuple{element + 1U, id};
  const auto at = std::lower_bound(fields.begin(), fields.end(), wanted,
                                   [](const Field& field, const auto& key) { return order_of(field) < key; });
  return at != fields.end() && order_of(*at) == wanted ? &*at : nullptr;
}

std::string positional_path(const Body& body, FieldId id, ElementIndex element) {
  const FieldTable& table = FieldTable::get();
  const std::string& path = table[id].path;
  std::vector<ElementIndex> chain;  // innermost first
  for (ElementIndex at = element; at != no_element; at = body.elements[at].parent) chain.push_back(at);
  std::string out;
  std::size_t from = 0;
  for (std::size_t i = chain.size(); i-- > 0;) {
    const Element& here = body.elements[chain[i]];
    const std::string& list_path = table[here.list].path;
    out += path.substr(from, list_path.size() - from) + "[" + std::to_string(here.position) + "]";
    from = list_path.size();
  }
  return out + path.substr(from);
}

}  // namespace concordat::schemas
