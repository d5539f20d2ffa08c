#include "console/drafting/scenario_message.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "schemas/field_table.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;

struct Spot {
  ordered_json::json_pointer pointer;  // in the body
  std::string path;                    // without positions
};

// "concern[1].risk.level" is /concern/1/risk/level.
Result<Spot, std::string> spot_of(const std::string& text) {
  const schemas::FieldTable& table = schemas::FieldTable::get();
  Spot spot;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t dot = std::min(text.find('.', from), text.size());
    std::string name = text.substr(from, dot - from);
    std::optional<std::size_t> position;
    if (const std::size_t bracket = name.find('['); bracket != std::string::npos) {
      std::size_t number = 0;
      const char* const last = name.data() + name.size() - 1;
      const auto [end, error] = std::from_chars(name.data() + bracket + 1, last, number);
      if (!name.ends_with(']') || error != std::errc{} || end != last || number > 1000) return Fail{"\"" + name + "\" is not a place in a list, such as names[0]"};
      position = number;
      name.resize(bracket);
    }
    spot.path += (spot.path.empty() ? "" : ".") + name;
    spot.pointer /= name;
    const bool is_list = table.list(spot.path).has_value();
    if (position && !is_list) return Fail{"\"" + spot.path + "\" is not a list"};
    // A whole list may be removed; inside one, the first element is meant unless another is said.
    if (position || (is_list && dot < text.size())) spot.pointer /= position.value_or(0);
    from = dot + 1;
  }
  if (!table.under(spot.path).empty()) return spot;
  const auto guess = nearest(spot.path, table.paths());
  return Fail{"there is no field \"" + spot.path + "\"" + (guess ? "; did you mean \"" + *guess + "\"?" : "")};
}

}  // namespace

struct ScenarioMessage::Json {
  ordered_json root;
};

ScenarioMessage::ScenarioMessage(std::unique_ptr<Json> json) : json_(std::move(json)) {}
ScenarioMessage::ScenarioMessage(ScenarioMessage&&) noexcept = default;
ScenarioMessage& ScenarioMessage::operator=(ScenarioMessage&&) noexcept = default;
ScenarioMessage::~ScenarioMessage() = default;

Result<ScenarioMessage, std::string> ScenarioMessage::of_json(const std::string& text) {
  ordered_json json = ordered_json::parse(text, nullptr, false);
  const bool is_message = json.is_object() && json.contains("body") && json["body"].is_object() && json["body"].size() == 1;
  if (!is_message) return Fail{std::string{"is not a message in canonical JSON, {\"body\": {\"referral\": {…}}}"}};
  return ScenarioMessage{std::make_unique<Json>(Json{std::move(json)})};
}

Result<ScenarioMessage, std::string> ScenarioMessage::of_type(const std::string& type) {
  if (!schemas::body_type_named(type)) return Fail{"there is no message type \"" + type + "\""};
  ordered_json json;
  json["body"][type] = ordered_json::object();
  return ScenarioMessage{std::make_unique<Json>(Json{std::move(json)})};
}

std::optional<std::string> ScenarioMessage::set(const std::string& path, const std::string& value) {
  const auto spot = spot_of(path);
  if (!spot) return spot.error();
  const schemas::FieldEntry* field = schemas::FieldTable::get().find(spot->path);
  if (field == nullptr) return "\"" + path + "\" is not one field";
  ordered_json written = value;
  if (field->type == schemas::ValueType::number) written = ordered_json::parse(value, nullptr, false);
  try {
    json_->root.at("body").begin().value()[spot->pointer] = std::move(written);
  } catch (const ordered_json::exception&) {
    return "\"" + path + "\" cannot be set: what holds it is not of its form";
  }
  return std::nullopt;
}

std::optional<std::string> ScenarioMessage::remove(const std::string& path) {
  const auto spot = spot_of(path);
  if (!spot) return spot.error();
  ordered_json& body = json_->root.at("body").begin().value();
  try {
    if (!body.contains(spot->pointer)) return "the message holds no \"" + path + "\" to leave out";
    ordered_json& holder = body[spot->pointer.parent_pointer()];
    if (holder.is_array()) holder.erase(std::stoul(spot->pointer.back()));
    else holder.erase(spot->pointer.back());
  } catch (const std::exception&) {
    return "\"" + path + "\" cannot be left out: what holds it is not of its form";
  }
  return std::nullopt;
}

void ScenarioMessage::say_in_envelope(const std::string& key, const std::string& value) { json_->root["envelope"][key] = value; }

Result<schemas::Message, std::vector<schemas::Problem>> ScenarioMessage::finish(const schemas::EnvelopeDefaults& defaults) const {
  return schemas::message_from_json(json_->root.dump(), defaults);
}

}  // namespace concordat::console
