#include "tests/property/naive_world.h"

#include <algorithm>
#include <set>
#include <vector>

#include "base/text.h"

namespace concordat::policy::naive {

using schemas::FieldEntry;
using schemas::FieldTable;

namespace {

bool is_special(const FieldEntry& entry) {
  static const std::set<std::string> special{"health",    "ethnicity", "religion", "politics",  "sexLife",
                                             "migration", "offence",   "source",   "monitoring"};
  return special.contains(std::string{schemas::name_of(entry.field_class)});
}

Truth least(Truth a, Truth b) {
  return static_cast<int>(a) < static_cast<int>(b) ? a : b;
}
Truth opposite(Truth a) {
  return a == Truth::yes ? Truth::no : a == Truth::no ? Truth::yes : Truth::unknown;
}

}  // namespace

int rank(const std::string& level) {
  static const std::vector<std::string> order{"conceal", "withhold",    "existence", "ageBand", "year",
                                              "month",   "outwardCode", "initials",  "full"};
  return static_cast<int>(std::find(order.begin(), order.end(), level) - order.begin());
}

bool starts_with_path(const std::string& path, const std::string& prefix) {
  return path == prefix || (path.size() > prefix.size() && path.compare(0, prefix.size(), prefix) == 0 &&
                            path[prefix.size()] == '.');
}

Truth World::emergency() const {
  if (!message.envelope.emergency) return Truth::no;
  const bool has_both = value("declaration.declaredBy", schemas::no_element) &&
                        value("declaration.reason", schemas::no_element);
  return has_both ? Truth::yes : Truth::unknown;
}

const std::string& World::path_of(const schemas::Field& field) const {
  return FieldTable::get()[field.id].path;
}
std::optional<std::string> World::value(const std::string& path, schemas::ElementIndex element) const {
  for (const auto& field : message.body.fields)
    if (path_of(field) == path && field.element == element) return field.value;
  return std::nullopt;
}
const std::string& World::list_of(schemas::ElementIndex element) const {
  return FieldTable::get()[message.body.elements[element].list].path;
}
std::optional<schemas::ElementIndex> World::around(schemas::ElementIndex element,
                                                   const std::string& list) const {
  while (element != schemas::no_element) {
    if (list_of(element) == list) return element;
    element = message.body.elements[element].parent;
  }
  return std::nullopt;
}
Truth World::selected(const Path& path, schemas::ElementIndex element) const {
  if (path.selectors.empty()) return Truth::yes;
  const auto in = around(element, path.before);
  if (!in) return Truth::no;
  Truth all = Truth::yes;
  for (const Selector& selector : path.selectors) {
    const auto key = value(path.before + "." + selector.key.text, *in);
    all = least(all, !key ? Truth::unknown : *key == selector.value.text ? Truth::yes : Truth::no);
  }
  return all;
}

namespace {

// ---- conditions

std::optional<long> number(const FieldEntry& entry, const std::string& text) {
  if (entry.type == schemas::ValueType::number) return std::stol(text);
  if (entry.type == schemas::ValueType::date)
    return std::stol(text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2));
  for (std::size_t i = 0; i < entry.codes.size(); ++i)
    if (entry.codes[i] == text) return static_cast<long>(i);
  return std::nullopt;
}

Truth test_value(const Test& test, const std::optional<std::string>& value) {
  const FieldEntry& entry = *FieldTable::get().find(test.path.full());
  if (test.comparison == Comparison::present) return value ? Truth::yes : Truth::no;
  if (test.comparison == Comparison::absent) return value ? Truth::no : Truth::yes;
  if (!value) return Truth::unknown;
  const auto here = number(entry, *value);
  const auto there = number(entry, test.values.front().text);
  bool holds = false;
  if (test.comparison == Comparison::is) holds = here == there;
  if (test.comparison == Comparison::is_not) holds = here != there;
  if (test.comparison == Comparison::at_least) holds = *here >= *there;
  if (test.comparison == Comparison::at_most) holds = *here <= *there;
  if (test.comparison == Comparison::one_of)
    for (const Value& each : test.values) holds = holds || here == number(entry, each.text);
  return holds ? Truth::yes : Truth::no;
}

Truth test_truth(const Test& test, const World& world, schemas::ElementIndex element) {
  const FieldEntry& entry = *FieldTable::get().find(test.path.full());
  if (!entry.list) return test_value(test, world.value(entry.path, schemas::no_element));
  const std::string list = FieldTable::get()[*entry.list].path;
  if (test.quantifier == Quantifier::none) {
    const auto here = element == schemas::no_element ? std::nullopt : world.around(element, list);
    if (!here) return test_value(test, std::nullopt);
    const Truth meant = world.selected(test.path, *here);
    if (meant == Truth::unknown) return Truth::unknown;
    return test_value(test, meant == Truth::yes ? world.value(entry.path, *here) : std::nullopt);
  }
  std::vector<Truth> surely;
  std::vector<Truth> perhaps;
  for (schemas::ElementIndex i = 0; i < world.message.body.elements.size(); ++i) {
    if (world.list_of(i) != list) continue;
    const Truth meant = world.selected(test.path, i);
    if (meant == Truth::yes) surely.push_back(test_value(test, world.value(entry.path, i)));
    if (meant == Truth::unknown) perhaps.push_back(test_value(test, world.value(entry.path, i)));
  }
  const bool is_some = test.quantifier == Quantifier::some;
  if (surely.empty() && perhaps.empty()) {
    if (test.comparison != Comparison::present && test.comparison != Comparison::absent)
      return Truth::unknown;
    return is_some ? Truth::no : Truth::yes;
  }
  if (surely.empty()) return Truth::unknown;
  // The one answer that settles it, if surely there; unknown if it may be; else the other.
  const Truth settles = is_some ? Truth::yes : Truth::no;
  const auto holds = [](const std::vector<Truth>& in, Truth what) {
    return std::find(in.begin(), in.end(), what) != in.end();
  };
  if (holds(surely, settles)) return settles;
  if (holds(surely, Truth::unknown) || holds(perhaps, settles) || holds(perhaps, Truth::unknown))
    return Truth::unknown;
  return opposite(settles);
}

Truth truth(const Condition& condition, const std::string& agreement, const World& world,
            schemas::ElementIndex element) {
  switch (condition.kind) {
    case Condition::Kind::test:
      return test_truth(*condition.test, world, element);
    case Condition::Kind::recipient_in_case:
      return world.facts.recipient_in_case;
    case Condition::Kind::sender_in_case:
      return world.facts.sender_in_case;
    case Condition::Kind::negation:
      return opposite(truth(condition.parts[0], agreement, world, element));
    case Condition::Kind::both: {
      Truth all = Truth::yes;
      for (const Condition& part : condition.parts) all = least(all, truth(part, agreement, world, element));
      return all;
    }
    case Condition::Kind::either: {
      Truth none = Truth::yes;
      for (const Condition& part : condition.parts)
        none = least(none, opposite(truth(part, agreement, world, element)));
      return opposite(none);
    }
    case Condition::Kind::case_stage:
      for (const CaseStage& stage : world.facts.stages)
        if (stage.agreement == agreement) return stage.stage == condition.stage.text ? Truth::yes : Truth::no;
      return Truth::unknown;
    case Condition::Kind::emergency_declared:
      return world.emergency();
  }
  return Truth::unknown;
}

}  // namespace

Truth clause_truth(const Agreement& in, const Clause& clause, const World& world,
                   schemas::ElementIndex element) {
  Truth all = clause.emergency ? world.emergency() : Truth::yes;
  if (clause.when) all = least(all, truth(*clause.when, in.name, world, element));
  if (clause.unless) all = least(all, opposite(truth(*clause.unless, in.name, world, element)));
  return all;
}

// ---- what a path covers

bool caps_field(const Path& path, const schemas::Field& field, const World& world) {
  return starts_with_path(world.path_of(field), path.full()) &&
         world.selected(path, field.element) != Truth::no;
}

bool grants_field(const Path& path, const schemas::Field& field, std::uint16_t schema, const World& world) {
  const std::string at = world.path_of(field);
  if (!starts_with_path(at, path.full()) || world.selected(path, field.element) != Truth::yes) return false;
  const FieldEntry& entry = *FieldTable::get().find(at);
  if (entry.since > schema) return false;
  if (!is_special(entry) || at == path.full()) return true;
  for (const FieldEntry& other : FieldTable::get().fields())
    if (starts_with_path(other.path, path.full()) && other.field_class != entry.field_class) return false;
  return true;
}

namespace {

// ---- source restrictions: "a.b[2].c[key value]"

std::optional<std::vector<std::string>> pieces_of(const std::string& path) {
  std::vector<std::string> pieces{""};
  bool inside = false;
  for (char c : path) {
    if (c == '[') inside = true;
    if (c == ']') inside = false;
    if (c == '.' && !inside) {
      pieces.emplace_back();
    } else {
      pieces.back() += c;
    }
  }
  if (inside || std::find(pieces.begin(), pieces.end(), "") != pieces.end()) return std::nullopt;
  return pieces;
}

// Nothing if it cannot be read.
std::optional<bool> restricts(const std::string& path, const schemas::Field& field, const World& world) {
  const auto pieces = pieces_of(path);
  if (!pieces) return std::nullopt;
  std::string dotted;
  bool hits = true;
  for (const std::string& piece : *pieces) {
    const std::size_t bracket = piece.find('[');
    dotted += (dotted.empty() ? "" : ".") + piece.substr(0, bracket);
    if (bracket == std::string::npos) continue;
    if (!FieldTable::get().list(dotted) || piece.back() != ']') return std::nullopt;
    const std::string inside = piece.substr(bracket + 1, piece.size() - bracket - 2);
    if (inside.empty()) return std::nullopt;
    const auto here = world.around(field.element, dotted);
    if (std::all_of(inside.begin(), inside.end(), [](char c) { return c >= '0' && c <= '9'; })) {
      const auto position = static_cast<std::uint32_t>(std::stoul(inside));
      bool is_there = false;
      for (const auto& element : world.message.body.elements)
        is_there =
            is_there || (FieldTable::get()[element.list].path == dotted && element.position == position);
      if (is_there) hits = hits && here && world.message.body.elements[*here].position == position;
      continue;
    }
    for (const std::string& pair : split(inside, ',')) {
      const auto words = split(trim(pair), ' ');
      if (words.size() != 2) return std::nullopt;
      const FieldEntry* key = FieldTable::get().find(dotted + "." + words[0]);
      if (key == nullptr || !key->is_key ||
          std::find(key->codes.begin(), key->codes.end(), words[1]) == key->codes.end())
        return std::nullopt;
      const auto value = here ? world.value(key->path, *here) : std::nullopt;
      hits = hits && here && (!value || *value == words[1]);
    }
  }
  const auto& known = FieldTable::get().paths();
  if (std::find(known.begin(), known.end(), dotted) == known.end()) return std::nullopt;
  return hits && starts_with_path(world.path_of(field), dotted);
}

}  // namespace

bool is_restricted(const schemas::Field& field, const World& world, bool by_emergency) {
  for (schemas::ElementIndex i = 0; i < world.message.body.elements.size(); ++i) {
    if (world.list_of(i) != "sourceRestrictions") continue;
    const auto path = world.value("sourceRestrictions.path", i);
    const auto hits = path ? restricts(*path, field, world) : std::nullopt;
    if (by_emergency && world.value("sourceRestrictions.strength", i) == "liftable") continue;
    if (!hits || *hits) return true;
  }
  return false;
}

}  // namespace concordat::policy::naive
