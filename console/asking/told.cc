#include "console/asking/told.h"

#include <nlohmann/json.hpp>

namespace concordat::console {

using nlohmann::ordered_json;

struct Told::Node {
  std::shared_ptr<const ordered_json> whole;  // kept while any part is read
  const ordered_json* here;

  const ordered_json* at(std::string_view key) const {
    if (!here->is_object()) return nullptr;
    const auto found = here->find(std::string{key});
    return found == here->end() ? nullptr : &*found;
  }
  std::shared_ptr<const Node> below(const ordered_json& part) const { return std::make_shared<const Node>(Node{whole, &part}); }
};

namespace {

std::string in_text(const ordered_json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::string over_lines(const ordered_json& value) { return value.dump(2, ' ', false, ordered_json::error_handler_t::replace); }

}  // namespace

std::optional<Told> Told::parse(std::string_view json) {
  const auto whole = std::make_shared<const ordered_json>(ordered_json::parse(json, nullptr, false));
  if (!whole->is_object()) return std::nullopt;
  return Told{std::make_shared<const Node>(Node{whole, whole.get()})};
}

bool Told::has(std::string_view key) const { return node_->at(key) != nullptr; }

std::string Told::text(std::string_view key) const {
  const ordered_json* found = node_->at(key);
  return found == nullptr || found->is_null() ? std::string{} : in_text(*found);
}

std::uint64_t Told::number(std::string_view key) const {
  const ordered_json* found = node_->at(key);
  return found != nullptr && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

bool Told::holds(std::string_view key) const {
  const ordered_json* found = node_->at(key);
  return found != nullptr && found->is_boolean() && found->get<bool>();
}

Told Told::part(std::string_view key) const {
  static const ordered_json nothing = ordered_json::object();
  const ordered_json* found = node_->at(key);
  return Told{node_->below(found == nullptr ? nothing : *found)};
}

std::vector<Told> Told::list(std::string_view key) const {
  std::vector<Told> found;
  const ordered_json* all = node_->at(key);
  if (all == nullptr || !all->is_array()) return found;
  for (const ordered_json& each : *all) found.push_back(Told{node_->below(each)});
  return found;
}

std::vector<std::string> Told::texts(std::string_view key) const {
  std::vector<std::string> found;
  const ordered_json* all = node_->at(key);
  if (all == nullptr || !all->is_array()) return found;
  for (const ordered_json& each : *all) found.push_back(in_text(each));
  return found;
}

std::vector<std::string> Told::keys() const {
  std::vector<std::string> found;
  if (node_->here->is_object())
    for (const auto& [key, value] : node_->here->items()) found.push_back(key);
  return found;
}

std::string Told::indented() const { return over_lines(*node_->here); }

std::string Told::indented(std::string_view key, const std::vector<Told>& list) {
  ordered_json all = ordered_json::array();
  for (const Told& each : list) all.push_back(*each.node_->here);
  ordered_json whole = ordered_json::object();
  whole[std::string{key}] = std::move(all);
  return over_lines(whole);
}

}  // namespace concordat::console
