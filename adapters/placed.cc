#include "adapters/placed.h"

#include <charconv>
#include <map>
#include <optional>
#include <set>

#include "base/bytes.h"

namespace concordat::adapters {
namespace {

using schemas::ElementIndex;
using schemas::FieldId;
using schemas::FieldTable;
using schemas::ListId;

struct Step {
  ListId list;
  unsigned number;
  friend auto operator<=>(const Step&, const Step&) = default;
};
using Chain = std::vector<Step>;  // outermost first: a parent's chain begins its children's, and so sorts before them

struct Target {
  FieldId field;
  Chain chain;
};

bool lies_in(const std::optional<ListId>& list, const Chain& chain) {
  return chain.empty() ? !list.has_value() : list.has_value() && *list == chain.back().list;
}

// A path is a field's only if every list on the way is numbered, and nothing else is.
std::optional<Target> target_of(std::string_view path) {
  const FieldTable& table = FieldTable::get();
  std::string plain;
  Chain chain;
  while (true) {
    const std::size_t open = path.find('[');
    plain += path.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = path.find(']', open);
    if (close == std::string_view::npos) return std::nullopt;
    unsigned number = 0;
    const char* const end = path.data() + close;
    const auto read = std::from_chars(path.data() + open + 1, end, number);
    const auto list = table.list(plain);
    if (read.ec != std::errc{} || read.ptr != end || !list) return std::nullopt;
    if (!lies_in(table[*list].parent, chain)) return std::nullopt;
    chain.push_back({*list, number});
    path.remove_prefix(close + 1);
  }
  const auto field = table.field(plain);
  if (!field || !lies_in(table[*field].list, chain)) return std::nullopt;
  return Target{*field, std::move(chain)};
}

}  // namespace

std::vector<std::string> write_placed(const std::vector<Placed>& values, schemas::Draft& draft) {
  const FieldTable& table = FieldTable::get();
  std::vector<std::string> unknown;
  std::vector<std::pair<const Placed*, Target>> known;
  std::map<Chain, ElementIndex> elements;
  std::set<Chain> nhs_numbered;  // identifiers that say they are NHS numbers
  for (const Placed& value : values) {
    auto target = target_of(value.path);
    if (!target) {
      unknown.push_back(value.where);
      continue;
    }
    for (std::size_t depth = 1; depth <= target->chain.size(); ++depth)
      elements.emplace(Chain{target->chain.begin(), target->chain.begin() + static_cast<std::ptrdiff_t>(depth)}, schemas::no_element);
    if (table[target->field].path.ends_with("identifiers.system") && value.value == "nhsNumber") nhs_numbered.insert(target->chain);
    known.emplace_back(&value, std::move(*target));
  }
  for (auto& [chain, element] : elements) {
    const auto parent = elements.find(Chain{chain.begin(), chain.end() - 1});
    element = draft.add(table[chain.back().list].path, parent == elements.end() ? schemas::no_element : parent->second);
  }
  for (const auto& [value, target] : known) {
    const schemas::FieldEntry& field = table[target.field];
    const ElementIndex at = target.chain.empty() ? schemas::no_element : elements.at(target.chain);
    if (field.type == schemas::ValueType::binary) {
      if (const auto bytes = from_base64(value->value))
        draft.set(field.path, as_text(*bytes), at, value->where);
      else
        draft.problem("invalid-value", value->where, "must be base64");
    } else if (field.path.ends_with("identifiers.value") && nhs_numbered.contains(target.chain)) {
      if (const auto number = schemas::canonical_nhs_number(value->value))
        draft.set(field.path, *number, at, value->where);
      else
        draft.problem("invalid-nhs-number", value->where, "must be ten digits whose last is the check digit");
    } else {
      draft.set(field.path, value->value, at, value->where);
    }
  }
  return unknown;
}

}  // namespace concordat::adapters
