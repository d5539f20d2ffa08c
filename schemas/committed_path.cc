#include "schemas/committed_path.h"

#include <algorithm>

#include "base/bytes.h"

namespace concordat::schemas {

std::optional<ElementIndex> PathReader::element_of(std::string_view list_path, ElementIndex parent, std::string_view hex) {
  const FieldTable& table = FieldTable::get();
  const auto list = table.list(list_path);
  const auto bytes = from_hex(hex);
  if (!list || !bytes || bytes->size() != 16) return std::nullopt;
  ElementId id{};
  std::copy(bytes->begin(), bytes->end(), id.begin());
  if (const auto known = by_id_.find(id); known != by_id_.end()) {
    const Element& element = elements_[known->second];
    return element.list == *list && element.parent == parent ? std::optional{known->second} : std::nullopt;
  }
  const auto position = std::count_if(elements_.begin(), elements_.end(), [&](const Element& element) {
    return element.list == *list && element.parent == parent;
  });
  const auto index = static_cast<ElementIndex>(elements_.size());
  elements_.push_back({*list, parent, static_cast<std::uint32_t>(position), id});
  by_id_.emplace(id, index);
  return index;
}

std::optional<PathReader::Place> PathReader::read(std::string_view committed) {
  const FieldTable& table = FieldTable::get();
  std::string path;
  ElementIndex element = no_element;
  for (std::size_t open = committed.find('['); open != std::string_view::npos; open = committed.find('[')) {
    const std::size_t close = committed.find(']', open);
    if (close == std::string_view::npos) return std::nullopt;
    path += committed.substr(0, open);
    const auto inner = element_of(path, element, committed.substr(open + 1, close - open - 1));
    if (!inner) return std::nullopt;
    element = *inner;
    committed = committed.substr(close + 1);
  }
  path += committed;
  const auto field = table.field(path);
  if (!field) return std::nullopt;
  const auto& list = table[*field].list;
  const bool fits = element == no_element ? !list.has_value() : list == elements_[element].list;
  if (!fits) return std::nullopt;
  return Place{*field, element};
}

}  // namespace concordat::schemas
